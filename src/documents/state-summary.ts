import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import type { DecodedUpdate } from './update-facts';

interface Range {
  clock: number;
  end: number;
}

/**
 * What a document has seen, without the document: the state vector and the delete set, folded from a checkpoint and
 * the rows behind it. Answers a reader's questions without building a `Y.Doc` (PROTOCOL.md S2, S3).
 */
export class StateSummary {
  readonly #clocks = new Map<number, number>();
  /** Sorted, disjoint, not touching each other. */
  readonly #deletes = new Map<number, Range[]>();
  /** Updates whose deletes are not in {@link #deletes} yet: most readers bring none that they could be compared with. */
  #unread: (() => DecodedUpdate)[] = [];

  /** Starts from a checkpoint: its state vector, and where to get an update that carries only its delete set. */
  start(stateVector: ReadonlyMap<number, number>, deletes: () => DecodedUpdate): void {
    for (const [client, clock] of stateVector) this.#clocks.set(client, clock);
    this.#unread.push(deletes);
  }

  /** Adds what one update brought. Updates come in the order of the log, so each continues the clocks before it. */
  fold(update: DecodedUpdate): void {
    for (const struct of update.structs) {
      if (struct instanceof Y.Skip) continue;
      const { client, clock } = struct.id;
      this.#clocks.set(client, Math.max(this.clock(client), clock + struct.length));
    }
    this.#unread.push(() => update);
  }

  clock(client: number): number {
    return this.#clocks.get(client) ?? 0;
  }

  /** Whether an update brings no struct and no delete that is not here already. */
  covers(update: DecodedUpdate): boolean {
    for (const struct of update.structs) {
      if (struct instanceof Y.Skip) continue;
      if (struct.id.clock + struct.length > this.clock(struct.id.client)) return false;
    }
    for (const [client, ranges] of update.ds.clients) {
      for (const { clock, len } of ranges) if (!this.#isDeleted(client, clock, clock + len)) return false;
    }
    return true;
  }

  /** As `Y.encodeStateVector` writes it. */
  encodeStateVector(): Uint8Array {
    return encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, this.#clocks.size);
      for (const [client, clock] of this.#clocks) {
        encoding.writeVarUint(encoder, client);
        encoding.writeVarUint(encoder, clock);
      }
    });
  }

  #isDeleted(client: number, clock: number, end: number): boolean {
    for (const read of this.#unread.splice(0)) this.#readDeletes(read());
    const ranges = this.#deletes.get(client);
    if (ranges === undefined) return false;
    const range = ranges[firstEndingAfter(ranges, clock)];
    return range !== undefined && range.clock <= clock && range.end >= end;
  }

  #readDeletes(update: DecodedUpdate): void {
    for (const struct of update.structs) {
      if (isDeletedStruct(struct)) this.#addDeleted(struct.id.client, struct.id.clock, struct.id.clock + struct.length);
    }
    for (const [client, ranges] of update.ds.clients) {
      for (const { clock, len } of ranges) this.#addDeleted(client, clock, clock + len);
    }
  }

  #addDeleted(client: number, clock: number, end: number): void {
    const ranges = this.#deletes.get(client) ?? [];
    this.#deletes.set(client, ranges);
    // Everything from the first range that reaches `clock` to the last that starts by `end` becomes one.
    const from = firstEndingAfter(ranges, clock - 1);
    let to = from;
    let merged: Range = { clock, end };
    for (let range = ranges[to]; range !== undefined && range.clock <= end; range = ranges[++to]) {
      merged = { clock: Math.min(merged.clock, range.clock), end: Math.max(merged.end, range.end) };
    }
    ranges.splice(from, to - from, merged);
  }
}

/** Index of the first range whose end is greater than `clock`. */
function firstEndingAfter(ranges: readonly Range[], clock: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle] as Range).end > clock) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Whether a struct arrived without its content: its author deleted it before it was sent. */
export function isDeletedStruct(struct: DecodedUpdate['structs'][number]): boolean {
  return struct instanceof Y.GC || (struct instanceof Y.Item && struct.content instanceof Y.ContentDeleted);
}

/** An update without structs that carries the delete set of `doc`. */
export function encodeDeletes(doc: Y.Doc): Uint8Array {
  const deletes = Y.createDeleteSetFromStructStore(doc.store);
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, 0);
    encoding.writeVarUint(encoder, deletes.clients.size);
    for (const [client, ranges] of deletes.clients) {
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, ranges.length);
      for (const { clock, len } of ranges) {
        encoding.writeVarUint(encoder, clock);
        encoding.writeVarUint(encoder, len);
      }
    }
  });
}
