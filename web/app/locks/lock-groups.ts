import type { LockView } from '../../react';

/** What one person has for themselves under one name. */
export interface LockGroup {
  readonly key: string;
  /** What the part of the document is called. */
  readonly name: string;
  readonly locks: readonly [LockView, ...LockView[]];
}

/** Locks as people speak of them: start and end of one event are its time. */
export function lockGroups(locks: readonly LockView[], nameOf: (path: string) => string): LockGroup[] {
  const groups = new Map<string, LockGroup>();
  for (const lock of locks) {
    const name = lock.path === '' ? '' : nameOf(lock.path);
    const key = `${lock.holder.id} ${name}`;
    const known = groups.get(key);
    groups.set(key, { key, name, locks: known === undefined ? [lock] : [...known.locks, lock] });
  }
  return [...groups.values()];
}
