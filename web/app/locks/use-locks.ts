import { useSyncExternalStore } from 'react';
import type { LockView } from '../../react';
import { useOpenTrip } from '../trip/trip-context';
import type { OwnLock } from './document-locks';
import { type LockPart, lockNoteId } from './lock-part';

/** What keeps this person from writing in a part of the open document; null for nothing. Renders anew only when that changes. */
export function useLockAgainst(part: LockPart | undefined): LockView | null {
  const { locks } = useOpenTrip();
  return useSyncExternalStore(locks.subscribe, () => (part === undefined ? null : locks.against(part)));
}

interface LockableField {
  /** Whether somebody else has it for themselves. */
  readonly isLocked: boolean;
  /** Whether this person may write in it now. */
  readonly mayWrite: boolean;
  /** The id of what says who has it, while somebody else does. */
  readonly describedBy: string | undefined;
}

/** How a field stands that writes a part of the open document. @param part absent for what nobody can have for themselves */
export function useLockable(part: LockPart | undefined): LockableField {
  const { trip } = useOpenTrip();
  const isLocked = useLockAgainst(part) !== null;
  const describedBy = part !== undefined && isLocked ? lockNoteId(part) : undefined;
  return { isLocked, mayWrite: trip.editable && !isLocked, describedBy };
}

/** Until when this person has a part of the open document for themselves; null when they do not. */
export function useOwnUntil(part: LockPart): number | null {
  const { locks } = useOpenTrip();
  return useSyncExternalStore(locks.subscribe, () => locks.ownUntil(part));
}

/** Whether this person has the open document as a whole. */
export function useHasAll(): boolean {
  const { locks } = useOpenTrip();
  return useSyncExternalStore(locks.subscribe, locks.hasAll);
}

/** All locks of the open document: those of others, and one's own. */
export function useAllLocks(): { readonly others: readonly LockView[]; readonly own: readonly OwnLock[] } {
  const { locks } = useOpenTrip();
  const others = useSyncExternalStore(locks.subscribe, locks.others);
  const own = useSyncExternalStore(locks.subscribe, locks.own);
  return { others, own };
}
