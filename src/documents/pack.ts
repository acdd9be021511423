import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { LogRow, RowKind } from './storage';

const formatVersion = 1;
const kinds: readonly RowKind[] = ['edit', 'op', 'undo', 'redo', 'restore', 'revert'];

/**
 * Encodes consecutive rows into one pack (before compression).
 * @throws RangeError when there are no rows.
 */
export function encodePack(rows: readonly LogRow[]): Uint8Array {
  const first = rows[0];
  if (first === undefined) throw new RangeError('a pack has at least one row');
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, formatVersion);
    encoding.writeVarUint(encoder, rows.length);
    encoding.writeVarUint(encoder, first.version);
    for (const row of rows) {
      encoding.writeVarUint(encoder, row.atMs);
      encoding.writeVarString(encoder, row.actor);
      encoding.writeVarString(encoder, row.session);
      encoding.writeVarUint(encoder, kinds.indexOf(row.kind));
      encoding.writeVarString(encoder, JSON.stringify(row.touched));
      encoding.writeVarUint8Array(encoder, row.bytes);
    }
  });
}

/** Decodes what {@link encodePack} wrote. @throws Error when the bytes are of another format. */
export function decodePack(bytes: Uint8Array): LogRow[] {
  const decoder = decoding.createDecoder(bytes);
  const format = decoding.readVarUint(decoder);
  if (format !== formatVersion) throw new Error(`pack format ${format} is not known`);
  const count = decoding.readVarUint(decoder);
  const first = decoding.readVarUint(decoder);
  const rows: LogRow[] = [];
  for (let i = 0; i < count; i++) {
    rows.push({
      version: first + i,
      atMs: decoding.readVarUint(decoder),
      actor: decoding.readVarString(decoder),
      session: decoding.readVarString(decoder),
      kind: kinds[decoding.readVarUint(decoder)] as RowKind,
      touched: JSON.parse(decoding.readVarString(decoder)) as string[],
      bytes: decoding.readVarUint8Array(decoder).slice(),
    });
  }
  return rows;
}
