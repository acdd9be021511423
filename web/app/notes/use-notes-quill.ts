import type Quill from 'quill/core';
import { type RefObject, useEffect, useState } from 'react';
import type * as Y from 'yjs';
import { bindNotes } from './notes-binding';
import { createNotesQuill } from './notes-quill';

/**
 * An editor inside `host` for a shared text; null until it is there.
 * @param onLink called when somebody pressed the keys for a link. Must be stable.
 */
export function useNotesQuill(host: RefObject<HTMLElement | null>, notes: Y.Text, onLink: (quill: Quill) => void): Quill | null {
  const [quill, setQuill] = useState<Quill | null>(null);
  useEffect(() => {
    if (host.current === null) return;
    const place = document.createElement('div');
    host.current.append(place);
    const created: Quill = createNotesQuill(place, () => onLink(created));
    created.root.classList.add('notes-prose');
    // Who may not edit never finds it open, not even for a moment; the component opens it for the others.
    created.disable();
    const unbind = bindNotes(notes, created);
    setQuill(created);
    return () => {
      setQuill(null);
      unbind();
      place.remove();
    };
  }, [host, notes, onLink]);
  return quill;
}
