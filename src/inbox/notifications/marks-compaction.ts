import * as Y from 'yjs';
import { mapsOf, marksDocument } from './marks-document';

/**
 * The state of a document without the keys of deleted marks. Yjs keeps them for ever, 50 bytes each; but nobody marks a
 * notification that is gone, so what is left of it can be as little as of deleted text. A device that has the mark still
 * merges as before: a struct that it knows is not sent again. What it adds to such a mark has no effect.
 */
export function compactMarks(doc: Y.Doc, isKept: (id: string) => boolean): Uint8Array {
  const { read, dismissed, snoozed } = mapsOf(doc);
  for (const map of [read, dismissed, snoozed]) {
    for (const [id, newest] of map._map) if (newest.deleted && !isKept(id)) collect(doc, newest);
  }
  // Neighbours that were collected become one only when they are read anew.
  const copy = marksDocument([Y.encodeStateAsUpdate(doc)], () => 0);
  const compacted = Y.encodeStateAsUpdate(copy);
  copy.destroy();
  return compacted;
}

/** Replaces an entry, and those it had replaced, by what marks a place that is taken. */
function collect(doc: Y.Doc, newest: Y.Item): void {
  for (let item: Y.Item | null = newest; item !== null; item = item.left) item.gc(doc.store, true);
}
