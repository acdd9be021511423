import * as Y from 'yjs';
import type { DecodedUpdate } from '../update-facts';

/** A set of clocks, by client. Yjs uses its delete sets for any of them. */
export type ClockSet = ReturnType<typeof Y.createDeleteSet>;

/** What one step did to a document: what it brought, and what it took away. In the form of an item of an undo manager. */
export interface Change {
  readonly insertions: ClockSet;
  readonly deletions: ClockSet;
  readonly meta: Map<unknown, unknown>;
}

export function mergeChanges(changes: readonly Change[]): Change {
  return {
    insertions: Y.mergeDeleteSets(changes.map(({ insertions }) => insertions)),
    deletions: Y.mergeDeleteSets(changes.map(({ deletions }) => deletions)),
    meta: new Map(),
  };
}

/** Does something in a transaction of its own and answers what it did. */
export function changeOf(doc: Y.Doc, work: () => void): Change {
  const changes: Change[] = [];
  const listen = (transaction: Y.Transaction): void => void changes.push(readChange(transaction));
  doc.on('afterTransaction', listen);
  try {
    work();
  } finally {
    doc.off('afterTransaction', listen);
  }
  return mergeChanges(changes);
}

function readChange({ beforeState, afterState, deleteSet }: Y.Transaction): Change {
  const insertions = Y.createDeleteSet();
  for (const [client, end] of afterState) {
    const clock = beforeState.get(client) ?? 0;
    if (end > clock) insertions.clients.set(client, [{ clock, len: end - clock }]);
  }
  return { insertions, deletions: deleteSet, meta: new Map() };
}

/** Whether an update did this: it brought the same clocks of this client, and took at least as much away. */
export function isChangeOf(update: DecodedUpdate, client: number, { insertions, deletions }: Change): boolean {
  const own = update.structs.filter((struct) => struct.id.client === client && !(struct instanceof Y.Skip));
  const [made] = insertions.clients.get(client) ?? [];
  const first = own[0]?.id.clock;
  const end = own.reduce((highest, { id, length }) => Math.max(highest, id.clock + length), 0);
  if (made === undefined ? first !== undefined : first !== made.clock || end !== made.clock + made.len) return false;
  return [...deletions.clients].every(([owner, ranges]) =>
    ranges.every(({ clock, len }) => isCovered(update, owner, clock, clock + len)),
  );
}

/** Whether an update takes all of `[clock, end)` away, or brings it deleted. */
function isCovered({ ds, structs }: DecodedUpdate, client: number, clock: number, end: number): boolean {
  const ranges = [
    ...(ds.clients.get(client) ?? []).map((range) => ({ clock: range.clock, end: range.clock + range.len })),
    ...structs.flatMap(({ id, length }) => (id.client === client ? { clock: id.clock, end: id.clock + length } : [])),
  ].sort((a, b) => a.clock - b.clock);
  let at = clock;
  for (const range of ranges) {
    if (range.clock > at) break;
    at = Math.max(at, range.end);
  }
  return at >= end;
}
