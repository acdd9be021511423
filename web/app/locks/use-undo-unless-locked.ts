import { useMemo, useSyncExternalStore } from 'react';
import type { Undo } from '../../react';
import type { DocumentLocks } from './document-locks';

const nothing = () => undefined;

/** Undo that rests while somebody else has all of the document for themselves: what it would do could not be saved. */
export function useUndoUnlessLocked(undo: Undo, locks: DocumentLocks): Undo {
  const isLocked = useSyncExternalStore(locks.subscribe, () => locks.others().some(({ path }) => path === ''));
  return useMemo(() => (isLocked ? { canUndo: false, canRedo: false, undo: nothing, redo: nothing } : undo), [undo, isLocked]);
}
