import { useMemo, useSyncExternalStore } from 'react';
import { Settled } from './settled';
import type { Saved } from './use-saved';
import type { OpenTrip } from './use-trip';

/**
 * How safe this person's edits are, told so that it does not flicker: each letter is saved before the next one comes, but
 * who goes on typing has something that is being saved. What is said errs on the careful side only. A letter draws
 * nothing anew: while something is being saved, `unsaved` is what it was when that began.
 */
export function useSettled({ session }: Pick<OpenTrip, 'session'>): Saved {
  const settled = useMemo(() => new Settled(session), [session]);
  return useSyncExternalStore(settled.subscribe, settled.read, settled.read);
}
