import * as Y from 'yjs';
import type { LogRow } from '../storage';
import { dependenciesOf } from '../update-facts';

/** Clocks of one client, the last one not included. */
interface Clocks {
  readonly client: number;
  readonly from: number;
  readonly to: number;
}

/** What a row brings, and what has to be there before it. */
interface RowNeeds {
  readonly brings: readonly Clocks[];
  /** The last clock of a client that it builds on or deletes, besides those that it brings. */
  readonly needs: readonly { readonly client: number; readonly clock: number }[];
}

const known = new WeakMap<LogRow, RowNeeds>();

function needsOf(row: LogRow): RowNeeds {
  let found = known.get(row);
  if (found === undefined) {
    found = readNeeds(row.bytes);
    known.set(row, found);
  }
  return found;
}

function readNeeds(bytes: Uint8Array): RowNeeds {
  const { structs, ds } = Y.decodeUpdate(bytes);
  const brings = new Map<number, Clocks>();
  const needs = new Map<number, number>();
  const need = (client: number, clock: number): void => void needs.set(client, Math.max(needs.get(client) ?? -1, clock));
  for (const struct of structs) {
    if (struct instanceof Y.Skip) continue;
    const { client, clock } = struct.id;
    const { from = clock, to = clock } = brings.get(client) ?? {};
    brings.set(client, { client, from: Math.min(from, clock), to: Math.max(to, clock + struct.length) });
  }
  for (const struct of structs) for (const { client, clock } of dependenciesOf(struct)) need(client, clock);
  for (const [client, ranges] of ds.clients) for (const { clock, len } of ranges) need(client, clock + len - 1);
  for (const { client, from } of brings.values()) if (from > 0) need(client, from - 1);
  return { brings: [...brings.values()], needs: [...needs].map(([client, clock]) => ({ client, clock })) };
}

/**
 * The version that the author of an operation must have known: the one it names or, where a later row of their own builds on
 * more, that of this row (PROTOCOL.md O21).
 * @param since the rows behind the version, the oldest first.
 */
export function knownVersion(version: number, since: readonly LogRow[], isOwn: (row: LogRow) => boolean): number {
  let reached = version;
  /** From which clock on the structs of a client are not known. */
  const unknown = new Map<number, number>();
  for (const row of since) {
    const { brings, needs } = needsOf(row);
    if (!isOwn(row)) {
      for (const { client, from } of brings) unknown.set(client, Math.min(from, unknown.get(client) ?? from));
    } else if (needs.some(({ client, clock }) => clock >= (unknown.get(client) ?? Number.POSITIVE_INFINITY))) {
      reached = row.version;
      unknown.clear();
    }
  }
  return reached;
}
