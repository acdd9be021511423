import type { Refusal } from '../../protocol/codes';

/** Thrown by the writer for a change that a lock is in the way of. The gate of the calls makes a refusal of it again. */
export class LockedWrite extends Error {
  override readonly name = 'LockedWrite';
  constructor(readonly refusal: Refusal) {
    super(refusal.code);
  }
}

/** Runs what may be refused because of a lock. */
export function unlessLocked<T>(work: () => T, refused: (refusal: Refusal) => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof LockedWrite) return refused(error.refusal);
    throw error;
  }
}
