import { fromBase64, toBase64 } from 'lib0/buffer';
import * as Y from 'yjs';
import type { InboxPreferences } from '../../../src/protocol/notifications';
import type { TripSpan } from '../../../src/protocol/travels';
import type { SealedRecord } from '../offline/sealed-record';
import type { NotificationList } from './notification-list';

/** Notifications that the device keeps. */
const keptNotifications = 50;

/** What a device keeps of an inbox, but for its marks. */
export interface InboxSnapshot {
  /** Names this device to the server. */
  readonly deviceId: string;
  /** Where in the stream the rest of it was so. */
  readonly cursor: string | null;
  readonly list: NotificationList;
  /** Ids of those in the list that somebody was told of; the others are in it silently. */
  readonly told: readonly string[];
  readonly preferences: InboxPreferences | null;
  /** The trips of these weeks; absent in what earlier versions kept. */
  readonly trips?: readonly TripSpan[];
}

/** What a device keeps of an inbox. */
export interface KeptInbox {
  readonly snapshot: InboxSnapshot;
  /** A Yjs update. */
  readonly marks: Uint8Array;
}

/** Null when nothing is kept, or it cannot be read. */
export async function readInbox(record: SealedRecord): Promise<KeptInbox | null> {
  const content = await record.read();
  return content && decode(content);
}

/**
 * Keeps an inbox.
 * @returns the marks that are kept now: those of other tabs too
 */
export async function writeInbox(record: SealedRecord, snapshot: InboxSnapshot, marks: Uint8Array): Promise<Uint8Array> {
  let merged = marks;
  await record.update((current) => {
    const kept = current === null ? null : decode(current);
    merged = kept === null ? marks : mergedMarks(kept.marks, marks);
    const { deviceId } = kept?.snapshot ?? snapshot;
    return encode({ snapshot: { ...snapshot, deviceId }, marks: merged });
  });
  return merged;
}

/** By a document, because `Y.mergeUpdates` would keep what was overwritten. */
function mergedMarks(...updates: readonly Uint8Array[]): Uint8Array {
  const doc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(doc, update);
  const merged = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return merged;
}

function encode({ snapshot, marks }: KeptInbox): Uint8Array<ArrayBuffer> {
  const kept = { ...snapshot, list: firstOf(snapshot.list) };
  return new TextEncoder().encode(JSON.stringify({ snapshot: kept, marks: toBase64(marks) }));
}

/** The first notifications of a list. Where the next page begins is known only for whole pages. */
function firstOf(list: NotificationList): NotificationList {
  if (list.views.length <= keptNotifications) return list;
  return { ...list, views: list.views.slice(0, keptNotifications), hasMore: true, nextCursor: null };
}

function decode(content: Uint8Array): KeptInbox {
  const { snapshot, marks } = JSON.parse(new TextDecoder().decode(content)) as { snapshot: InboxSnapshot; marks: string };
  return { snapshot, marks: fromBase64(marks) };
}
