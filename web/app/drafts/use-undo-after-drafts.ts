import { useMemo } from 'react';
import type { Undo } from '../../react';
import { settleDrafts } from './open-drafts';

/** Undo that knows of what is still being typed: it takes back the last thing on the screen, not the one before it. */
export function useUndoAfterDrafts({ undo, redo, canUndo, canRedo }: Undo): Undo {
  return useMemo(() => {
    const after = (step: () => void) => () => {
      settleDrafts();
      step();
    };
    return { canUndo, canRedo, undo: after(undo), redo: after(redo) };
  }, [undo, redo, canUndo, canRedo]);
}
