import { type ComponentType, useEffect, useState } from 'react';
import { isLoadFailure } from '../offline/load-failure';
import type { NotesEditorProps } from './notes-editor';

/**
 * The editor, which is larger than the rest of the page together, loaded once it is wanted; null until then. Where it
 * cannot be loaded the notes stay as they are, to be read: the app itself says that a part of it did not come.
 */
export function useNotesEditor(isWanted: boolean): ComponentType<NotesEditorProps> | null {
  const [editor, setEditor] = useState<{ component: ComponentType<NotesEditorProps> | null; error: unknown }>(nothingYet);
  useEffect(() => {
    if (!isWanted) return;
    let isCurrent = true;
    import('./notes-editor').then(
      (loaded) => isCurrent && setEditor({ component: loaded.default, error: null }),
      (error: unknown) => isCurrent && setEditor({ component: null, error }),
    );
    return () => {
      isCurrent = false;
    };
  }, [isWanted]);
  if (editor.error instanceof Error && !isLoadFailure(editor.error)) throw editor.error;
  return editor.component;
}

const nothingYet = { component: null, error: null };
