import type Quill from 'quill/core';
import type { Delta, EmitterSource } from 'quill/core';
import { useCallback, useEffect, useState } from 'react';
import { linkAtCaret, linkToEdit, movedLink, type NoteLink } from './note-links';

/** Where the links of the notes are worked on. */
interface NoteLinks {
  /** The link that is being edited, or made. */
  readonly edited: NoteLink | null;
  /** The link in which the caret is. */
  readonly atCaret: NoteLink | null;
  /** Starts to edit the link at the caret, or to make one of what is selected. */
  readonly edit: (quill: Quill) => void;
  readonly close: () => void;
}

export function useNoteLinks(): NoteLinks & { follow: (quill: Quill | null) => void } {
  const [quill, follow] = useState<Quill | null>(null);
  const [edited, setEdited] = useState<NoteLink | null>(null);
  const [atCaret, setAtCaret] = useState<NoteLink | null>(null);

  useEffect(() => {
    if (quill === null) return;
    // While a link is edited its words may move: others go on typing.
    const move = (change: Delta, _before: Delta, source: EmitterSource) => {
      if (source === 'api') setEdited((link) => link && movedLink(quill, link, change));
    };
    const read = () => setAtCaret((known) => keepIfSame(known, quill.hasFocus() ? linkAtCaret(quill) : known));
    quill.on('text-change', move);
    quill.on('editor-change', read);
    return () => {
      quill.off('text-change', move);
      quill.off('editor-change', read);
    };
  }, [quill]);

  const edit = useCallback((editor: Quill) => setEdited(linkToEdit(editor)), []);
  const close = useCallback(() => setEdited(null), []);
  return { edited, atCaret, edit, close, follow };
}

function keepIfSame(known: NoteLink | null, found: NoteLink | null): NoteLink | null {
  return JSON.stringify(known) === JSON.stringify(found) ? known : found;
}
