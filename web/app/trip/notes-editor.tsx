import type Quill from 'quill/core';
import { useEffect, useRef, useState } from 'react';
import { tripRoots } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { openNotesEditor } from './notes-binding';
import { NotesToolbar } from './notes-toolbar';
import { useOpenTrip } from './trip-context';
import './notes-editor.css';

/** The rich text editor of the notes, bound to the document. */
export default function NotesEditor() {
  const text = useTextOf();
  const { trip } = useOpenTrip();
  const { doc, editable, awareness } = trip;
  const container = useRef<HTMLDivElement>(null);
  const [quill, setQuill] = useState<Quill | null>(null);

  useEffect(() => {
    if (container.current === null) return;
    const editor = openNotesEditor(container.current, tripRoots.notes(doc));
    setQuill(editor.quill);
    return () => {
      setQuill(null);
      editor.close();
    };
  }, [doc]);

  useEffect(() => {
    if (quill === null) return;
    const typed = (_delta: unknown, _before: unknown, source: string) => {
      if (source === 'user') awareness.typing('notes');
    };
    quill.on('text-change', typed);
    return () => {
      quill.off('text-change', typed);
    };
  }, [quill, awareness]);

  useEffect(() => {
    quill?.enable(editable);
  }, [quill, editable]);

  useEffect(() => {
    if (quill === null) return;
    quill.root.setAttribute('role', 'textbox');
    quill.root.setAttribute('aria-multiline', 'true');
    quill.root.setAttribute('aria-readonly', String(!editable));
    quill.root.setAttribute('aria-labelledby', 'notes-title');
    quill.root.dataset.placeholder = text('notes.placeholder');
  }, [quill, editable, text]);

  return (
    <div className="notes-editor">
      <NotesToolbar quill={quill} disabled={!editable} />
      <div ref={container} />
    </div>
  );
}
