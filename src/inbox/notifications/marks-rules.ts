import type * as Y from 'yjs';
import { inboxLimits as limits } from '../../protocol/limits';
import { marksRoots } from '../../protocol/marks';
import { isPreference } from './preference-rules';

const rootNames: readonly string[] = Object.values(marksRoots);
const notificationId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const clientId = /^\d{1,16}$/;

/** What is wrong with a marks document: one English sentence; null for nothing (PROTOCOL.md M4). */
export function faultOfMarks(doc: Y.Doc): string | null {
  for (const [name, root] of doc.share) {
    if (!rootNames.includes(name)) return 'The marks have no such root.';
    // Roots are maps; what somebody put in as a list or a text stands here.
    if (root._start !== null) return `The root ${name} is a map.`;
    for (const [key, value] of doc.getMap(name).entries()) {
      if (!isEntry(name, key, value)) return `The root ${name} has an entry that breaks its rule.`;
    }
  }
  return null;
}

function isEntry(root: string, key: string, value: unknown): boolean {
  switch (root) {
    case marksRoots.preferences:
      return isPreference(key, value);
    case marksRoots.readBefore:
      return clientId.test(key) && isTime(value);
    default:
      return notificationId.test(key) && isTime(value);
  }
}

function isTime(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/**
 * Puts times right that cannot be: a device whose clock is ahead would read what nobody has seen yet, or put something
 * off for ever (M5). To be called in a transaction of the document.
 */
export function correctTimes(doc: Y.Doc, latestMs: number): void {
  for (const name of [marksRoots.read, marksRoots.readBefore, marksRoots.dismissed]) bound(doc.getMap(name), latestMs);
  bound(doc.getMap(marksRoots.snoozed), latestMs + limits.maxSnoozeMs);
}

function bound(map: Y.Map<unknown>, latestMs: number): void {
  for (const [key, value] of [...map.entries()]) if (typeof value === 'number' && value > latestMs) map.set(key, latestMs);
}
