import * as Y from 'yjs';
import type { LogRow } from '../storage';

/** A value as an item brought it, and the version at which it came. */
export interface FoundValue {
  readonly version: number;
  readonly value: unknown;
}

/**
 * Finds in the log what a register held by the item that brought it: in the document itself a value is gone as soon as
 * another one has taken its place. Null when it is not in the rows, which come newest first.
 */
export function findValue(rows: Iterable<LogRow>, { client, clock }: Y.ID): FoundValue | null {
  for (const { version, bytes } of rows) {
    for (const struct of Y.decodeUpdate(bytes).structs) {
      if (!(struct instanceof Y.Item) || struct.id.client !== client) continue;
      if (struct.id.clock > clock || clock >= struct.id.clock + struct.length) continue;
      const { content } = struct;
      return { version, value: content instanceof Y.ContentAny ? (content.arr[clock - struct.id.clock] ?? null) : null };
    }
  }
  return null;
}
