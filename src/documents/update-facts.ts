import * as Y from 'yjs';
import { isDeletedStruct } from './state-summary';

export type DecodedUpdate = ReturnType<typeof Y.decodeUpdate>;
type Struct = DecodedUpdate['structs'][number];

/** What can be said of an update before it is applied. */
export interface UpdateFacts {
  /** It builds on structs that neither the document nor the update has (PROTOCOL.md S5). */
  readonly missing: boolean;
  /** It brings structs or deletes that the document does not have. */
  readonly hasEffect: boolean;
  /** Clients of whom it brings new structs. */
  readonly freshClients: ReadonlySet<number>;
  /** Total length of new structs that come without content (PROTOCOL.md I3). */
  readonly occupiedLength: number;
  /** Number of new structs. */
  readonly freshStructs: number;
  /** Number of structs that there will be more because its deletes begin or end inside of one. */
  readonly splits: number;
  /** Values in new structs that bring several at once: each may become an element (PROTOCOL.md R4). */
  readonly plainValues: number;
}

/** Compares a decoded update with the document it would be applied to. Changes nothing. */
export function examineUpdate(doc: Y.Doc, update: DecodedUpdate): UpdateFacts {
  const known = clockReader(doc);
  const own = new OwnStructs(update.structs);
  const freshClients = new Set<number>();
  let missing = own.hasGapAfter(known);
  let occupiedLength = 0;
  let freshStructs = 0;
  let plainValues = 0;

  for (const struct of update.structs) {
    const end = struct.id.clock + struct.length;
    const from = Math.max(struct.id.clock, known(struct.id.client));
    if (struct instanceof Y.Skip || end <= from) continue;
    freshStructs++;
    freshClients.add(struct.id.client);
    if (isDeletedStruct(struct)) occupiedLength += end - from;
    if (struct instanceof Y.Item && struct.content instanceof Y.ContentAny && struct.length > 1) plainValues += struct.length;
    for (const id of dependenciesOf(struct)) if (id.clock >= known(id.client) && !own.has(id.client, id.clock)) missing = true;
  }

  let deletes = false;
  let splits = 0;
  for (const [client, ranges] of update.ds.clients) {
    for (const { clock, len } of ranges) {
      const end = Math.min(clock + len, known(client));
      if (deletesSomething(doc, client, clock, end)) {
        deletes = true;
        splits += cutsInto(doc, client, clock) + cutsInto(doc, client, end);
      }
      if (!own.covers(client, Math.max(clock, known(client)), clock + len)) missing = true;
    }
  }
  const hasEffect = freshStructs > 0 || deletes;
  return { missing, hasEffect, freshClients, occupiedLength, freshStructs, splits, plainValues };
}

function clockReader(doc: Y.Doc): (client: number) => number {
  const clocks = new Map<number, number>();
  return (client) => {
    const clock = clocks.get(client) ?? Y.getState(doc.store, client);
    clocks.set(client, clock);
    return clock;
  };
}

/** The structs that one builds on. */
export function dependenciesOf(struct: Struct): { client: number; clock: number }[] {
  if (!(struct instanceof Y.Item)) return [];
  const ids: { client: number; clock: number }[] = [];
  if (struct.origin !== null) ids.push(struct.origin);
  if (struct.rightOrigin !== null) ids.push(struct.rightOrigin);
  // Before integration a parent is an id, the name of a root, or null (then it follows from the origins).
  const parent: unknown = struct.parent;
  if (parent instanceof Y.ID) ids.push(parent);
  return ids;
}

/** Whether the document has a struct in `[clock, end)` that is not deleted yet. `end` is at most the known clock. */
function deletesSomething(doc: Y.Doc, client: number, clock: number, end: number): boolean {
  if (clock >= end) return false;
  const structs = doc.store.clients.get(client) ?? [];
  for (let i = Y.findIndexSS(structs, clock); i < structs.length; i++) {
    const struct = structs[i] as Y.Item | Y.GC;
    if (struct.id.clock >= end) return false;
    if (!struct.deleted) return true;
  }
  return false;
}

/** 1 when a struct that is not deleted goes over this clock, else 0. */
function cutsInto(doc: Y.Doc, client: number, clock: number): 0 | 1 {
  if (clock >= Y.getState(doc.store, client)) return 0;
  const structs = doc.store.clients.get(client) ?? [];
  const struct = structs[Y.findIndexSS(structs, clock)] as Y.Item | Y.GC;
  return struct.id.clock < clock && !struct.deleted ? 1 : 0;
}

/** Whether an update deletes some of what was in something that is gone. */
export function deletesInsideGone(doc: Y.Doc, { ds }: DecodedUpdate): boolean {
  for (const [client, ranges] of ds.clients) {
    const structs = doc.store.clients.get(client) ?? [];
    const known = Y.getState(doc.store, client);
    for (const { clock, len } of ranges) {
      const end = Math.min(clock + len, known);
      for (let i = clock < end ? Y.findIndexSS(structs, clock) : structs.length; i < structs.length; i++) {
        const struct = structs[i] as Y.Item | Y.GC;
        if (struct.id.clock >= end) break;
        if (struct instanceof Y.GC) return true;
      }
    }
  }
  return false;
}

/** The structs an update brings itself, by client and clock. */
class OwnStructs {
  readonly #byClient = new Map<number, Struct[]>();

  constructor(structs: readonly Struct[]) {
    for (const struct of structs) {
      const list = this.#byClient.get(struct.id.client);
      if (list === undefined) this.#byClient.set(struct.id.client, [struct]);
      else list.push(struct);
    }
    for (const list of this.#byClient.values()) list.sort((a, b) => a.id.clock - b.id.clock);
  }

  /** Whether some client's structs do not continue what is known of it. */
  hasGapAfter(known: (client: number) => number): boolean {
    for (const [client, structs] of this.#byClient) {
      let next = known(client);
      for (const struct of structs) {
        if (struct instanceof Y.Skip) continue;
        if (struct.id.clock > next) return true;
        next = Math.max(next, struct.id.clock + struct.length);
      }
    }
    return false;
  }

  has(client: number, clock: number): boolean {
    return this.#find(client, clock) !== null;
  }

  /** Whether all of `[clock, end)` is here. An empty range is. */
  covers(client: number, clock: number, end: number): boolean {
    let at = clock;
    while (at < end) {
      const struct = this.#find(client, at);
      if (struct === null) return false;
      at = struct.id.clock + struct.length;
    }
    return true;
  }

  #find(client: number, clock: number): Struct | null {
    const structs = this.#byClient.get(client) ?? [];
    let low = 0;
    let high = structs.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const struct = structs[middle] as Struct;
      if (struct.id.clock > clock) high = middle - 1;
      else if (struct.id.clock + struct.length <= clock) low = middle + 1;
      else return struct instanceof Y.Skip ? null : struct;
    }
    return null;
  }
}
