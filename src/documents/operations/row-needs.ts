import * as Y from 'yjs';
import { isDeletedStruct } from '../state-summary';
import type { LogRow } from '../storage';
import { dependenciesOf } from '../update-facts';

/** Clocks of one client, the last one not included. */
interface Clocks {
  readonly client: number;
  readonly from: number;
  readonly to: number;
}

/** The last clock of a client that something builds on. */
interface Need {
  readonly client: number;
  readonly clock: number;
}

/** What a row brings, and what has to be there before it. */
interface RowNeeds {
  readonly brings: readonly Clocks[];
  /** What its author builds on or deletes, besides what the row brings. */
  readonly own: readonly Need[];
  /** What the server builds on, in what it adds to the row. */
  readonly servers: readonly Need[];
  /** Its author is not needed for what is left of it: the server has put something else in its place. */
  readonly isReplaced: boolean;
}

const known = new WeakMap<LogRow, RowNeeds>();

function needsOf(row: LogRow, serverClient: number): RowNeeds {
  let found = known.get(row);
  if (found === undefined) {
    found = readNeeds(row.bytes, serverClient);
    known.set(row, found);
  }
  return found;
}

function readNeeds(bytes: Uint8Array, serverClient: number): RowNeeds {
  const { structs, ds } = Y.decodeUpdate(bytes);
  const brings = new Map<number, Clocks>();
  const [own, servers] = [new Map<number, number>(), new Map<number, number>()];
  const need = (of: Map<number, number>, client: number, clock: number): void =>
    void of.set(client, Math.max(of.get(client) ?? -1, clock));
  let isReplaced = false;
  for (const struct of structs) {
    if (struct instanceof Y.Skip) continue;
    const { client, clock } = struct.id;
    const { from = clock, to = clock } = brings.get(client) ?? {};
    brings.set(client, { client, from: Math.min(from, clock), to: Math.max(to, clock + struct.length) });
    if (client !== serverClient && (isDeletedStruct(struct) || Y.isDeleted(ds, struct.id))) isReplaced = true;
  }
  for (const struct of structs) {
    const of = struct.id.client === serverClient ? servers : own;
    for (const { client, clock } of dependenciesOf(struct)) need(of, client, clock);
  }
  for (const [client, ranges] of ds.clients) for (const { clock, len } of ranges) need(own, client, clock + len - 1);
  for (const { client, from } of brings.values()) if (from > 0) need(client === serverClient ? servers : own, client, from - 1);
  const list = (needs: Map<number, number>): Need[] => [...needs].map(([client, clock]) => ({ client, clock }));
  return { brings: [...brings.values()], own: list(own), servers: list(servers), isReplaced };
}

/**
 * The version that the author of an operation must have known: the one it names or, where a later row of their own builds on
 * more, that of this row (PROTOCOL.md O21). What the server did for them to an element that was made anew is no such thing (O35).
 * @param since the rows behind the version, the oldest first.
 */
export function knownVersion(
  version: number,
  since: readonly LogRow[],
  isOwn: (row: LogRow) => boolean,
  serverClient: number,
): number {
  let reached = version;
  /** From which clock on the structs of a client are not known. */
  const unknown = new Map<number, number>();
  const forget = ({ client, from }: Clocks): void => void unknown.set(client, Math.min(from, unknown.get(client) ?? from));
  const isUnknown = ({ client, clock }: Need): boolean => clock >= (unknown.get(client) ?? Number.POSITIVE_INFINITY);
  for (const row of since) {
    const { brings, own, servers, isReplaced } = needsOf(row, serverClient);
    if (!isOwn(row)) for (const clocks of brings) forget(clocks);
    else if (own.some(isUnknown) || (isReplaced && servers.some(isUnknown))) {
      reached = row.version;
      unknown.clear();
    } else if (servers.some(isUnknown)) for (const clocks of brings) if (clocks.client === serverClient) forget(clocks);
  }
  return reached;
}
