import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';

/** A row's content: its updates, one behind the other. */
export function encodeRow(updates: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const encoder = encoding.createEncoder();
  for (const update of updates) encoding.writeVarUint8Array(encoder, update);
  return encoding.toUint8Array(encoder);
}

/** @throws when it is not what {@link encodeRow} made */
export function decodeRow(content: Uint8Array<ArrayBuffer>): Uint8Array[] {
  const decoder = decoding.createDecoder(content);
  const updates: Uint8Array[] = [];
  while (decoding.hasContent(decoder)) updates.push(decoding.readVarUint8Array(decoder));
  return updates;
}

/**
 * Puts into a doc what rows hold.
 * @returns the numbers of the rows that are not what Yjs writes
 */
export function applyRows(
  doc: Y.Doc,
  rows: readonly { readonly seq: number; readonly content: Uint8Array<ArrayBuffer> }[],
  origin: unknown,
): number[] {
  const bad: number[] = [];
  // One transaction, so that whoever shows the doc does so once.
  doc.transact(() => {
    for (const { seq, content } of rows) {
      try {
        for (const update of decodeRow(content)) Y.applyUpdate(doc, update, origin);
      } catch {
        bad.push(seq);
      }
    }
  }, origin);
  return bad;
}
