import * as Y from 'yjs';
import type { LogStore } from '../storage';

/** So far back the log is searched for a value that somebody built on. */
const maxRows = 1_000;

/** A value as an item brought it, and the version at which it came. */
export interface FoundValue {
  readonly version: number;
  readonly value: unknown;
}

/**
 * Finds in the log what a register held by the item that brought it: in the document itself a value is gone as soon as
 * another one has taken its place. Null when it came too long ago.
 */
export function findValue(log: Pick<LogStore, 'rows'>, { client, clock }: Y.ID, before: number): FoundValue | null {
  const rows = log.rows(Math.max(0, before - maxRows), before - 1);
  for (const { version, bytes } of rows.reverse()) {
    for (const struct of Y.decodeUpdate(bytes).structs) {
      if (!(struct instanceof Y.Item) || struct.id.client !== client) continue;
      if (struct.id.clock > clock || clock >= struct.id.clock + struct.length) continue;
      const { content } = struct;
      return { version, value: content instanceof Y.ContentAny ? (content.arr[clock - struct.id.clock] ?? null) : null };
    }
  }
  return null;
}
