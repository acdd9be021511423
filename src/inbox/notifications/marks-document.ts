import * as Y from 'yjs';
import { marksRoots } from '../../protocol/marks';

/** The maps of a marks document. */
export type MarksMaps = { readonly [Root in keyof typeof marksRoots]: Y.Map<unknown> };

export function mapsOf(doc: Y.Doc): MarksMaps {
  return {
    read: doc.getMap(marksRoots.read),
    readBefore: doc.getMap(marksRoots.readBefore),
    dismissed: doc.getMap(marksRoots.dismissed),
    snoozed: doc.getMap(marksRoots.snoozed),
    preferences: doc.getMap(marksRoots.preferences),
  };
}

/** A marks document with the state of some updates, and a client id by chance. */
export function marksDocument(updates: readonly Uint8Array[], random: () => number): Y.Doc {
  const doc = new Y.Doc();
  doc.clientID = Math.floor(random() * 2 ** 32);
  mapsOf(doc);
  for (const update of updates) Y.applyUpdate(doc, update);
  return doc;
}

/** What changed in a marks document. */
export interface TouchedMarks {
  /** Ids of notifications. */
  readonly notifications: ReadonlySet<string>;
  readonly readBefore: boolean;
  readonly preferences: boolean;
}

/** What a piece of work changes in a marks document: the update of it, null for none, and what it touched. */
export function changeOf(doc: Y.Doc, work: () => void): { update: Uint8Array | null; touched: TouchedMarks } {
  const { read, readBefore, dismissed, snoozed, preferences } = mapsOf(doc);
  const updates: Uint8Array[] = [];
  const notifications = new Set<string>();
  const touched = { notifications, readBefore: false, preferences: false };
  const collect = (event: Y.YMapEvent<unknown>): void => {
    for (const key of event.keysChanged) notifications.add(key);
  };
  const noteReadBefore = (): void => {
    touched.readBefore = true;
  };
  const notePreferences = (): void => {
    touched.preferences = true;
  };
  const keep = (update: Uint8Array): void => {
    updates.push(update);
  };
  const perNotification = [read, dismissed, snoozed];
  doc.on('update', keep);
  for (const map of perNotification) map.observe(collect);
  readBefore.observe(noteReadBefore);
  preferences.observe(notePreferences);
  try {
    work();
  } finally {
    doc.off('update', keep);
    for (const map of perNotification) map.unobserve(collect);
    readBefore.unobserve(noteReadBefore);
    preferences.unobserve(notePreferences);
  }
  return { update: updates.length === 0 ? null : Y.mergeUpdates(updates), touched };
}
