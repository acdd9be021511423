import { useEffect, useRef } from 'react';
import type * as Y from 'yjs';
import type { TextPlace } from '../../react';
import { useOpenTrip } from '../trip/trip-context';
import { LinkChip, LinkForm } from './link-bar';
import { removeLinkOf, setLink } from './note-links';
import { NotesCarets } from './notes-carets';
import { NotesToolbar } from './notes-toolbar';
import { shareNotesCaret } from './share-notes-caret';
import { useNoteLinks } from './use-note-links';
import { useNotesQuill } from './use-notes-quill';
import './notes-editor.css';

/** A rich text of a document, and how it is called. */
export interface RichText {
  readonly text: Y.Text;
  /** Under which place its carets are shared. Must be stable. */
  readonly place: TextPlace;
  /** Id of the element that names it. */
  readonly labelId: string;
  /** What stands in it while it is empty. */
  readonly placeholder: string;
}

export interface NotesEditorProps {
  readonly content: RichText;
  /** Not while somebody else has it for themselves. */
  readonly mayWrite: boolean;
  /** The id of what says who has it. */
  readonly describedBy: string | undefined;
  /** Whether somebody was in the text when the editor took its place. */
  readonly takesFocus: () => boolean;
  /** Called when it shows the notes. */
  readonly onReady: () => void;
}

/** The editor of a rich text, bound to the document. */
export default function NotesEditor({ content, mayWrite, describedBy, takesFocus, onReady }: NotesEditorProps) {
  const { place, labelId, placeholder } = content;
  const { trip } = useOpenTrip();
  const { editable, awareness } = trip;
  const frame = useRef<HTMLDivElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const links = useNoteLinks();
  const quill = useNotesQuill(host, content.text, links.edit);
  const { follow } = links;
  useEffect(() => follow(quill), [follow, quill]);

  useEffect(() => {
    if (quill === null) return;
    const { root } = quill;
    quill.enable(mayWrite);
    root.setAttribute('role', 'textbox');
    root.setAttribute('aria-multiline', 'true');
    root.setAttribute('aria-readonly', String(!mayWrite));
    root.setAttribute('aria-labelledby', labelId);
    if (describedBy === undefined) root.removeAttribute('aria-describedby');
    else root.setAttribute('aria-describedby', describedBy);
    root.dataset.placeholder = placeholder;
    // Who may not edit still reads by keyboard.
    root.tabIndex = 0;
  }, [quill, mayWrite, describedBy, labelId, placeholder]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the editor comes.
  useEffect(() => {
    if (quill === null) return;
    if (takesFocus() && mayWrite) quill.setSelection(quill.getLength(), 0, 'user');
    onReady();
  }, [quill]);

  useEffect(() => {
    if (quill === null || frame.current === null) return;
    return shareNotesCaret(quill, frame.current, awareness, place);
  }, [quill, awareness, place]);

  const leaveForm = () => {
    links.close();
    quill?.focus();
  };
  return (
    <div ref={frame} className="notes-editor">
      <div className="sticky top-14 z-10 panel:top-0">
        {editable && <NotesToolbar quill={mayWrite ? quill : null} onLink={() => quill && links.edit(quill)} />}
      </div>
      <div className="tt-overlay">
        <div ref={host} />
        {quill !== null && <NotesCarets quill={quill} place={place} />}
        {quill !== null && mayWrite && links.edited !== null && (
          <LinkForm
            link={links.edited}
            onCancel={leaveForm}
            onApply={(url) => {
              if (links.edited !== null) setLink(quill, links.edited, url);
              leaveForm();
            }}
          />
        )}
        {quill !== null && links.edited === null && links.atCaret?.url && (
          <LinkChip
            link={links.atCaret}
            url={links.atCaret.url}
            onEdit={mayWrite ? () => links.edit(quill) : undefined}
            onRemove={() => links.atCaret && removeLinkOf(quill, links.atCaret)}
          />
        )}
      </div>
    </div>
  );
}
