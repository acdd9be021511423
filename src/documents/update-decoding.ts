import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import { decodeStrictly, MalformedFrame } from '../protocol/frames';
import { documentLimits as limits } from '../protocol/limits';
import type { DecodedUpdate } from './update-facts';

/** JSON in an update nests at most this deep: what nests deeper could overflow a reader's stack. */
const maxJsonDepth = 64;

/**
 * Decodes an update whole, without applying anything (PROTOCOL.md S4).
 * @throws MalformedFrame when it does not decode, or holds what no Yjs client writes: clients or deletes out of order,
 *   structs without a length, more structs or roots than any document has, or JSON that nests absurdly deep.
 */
export function decodeUpdateStrictly(bytes: Uint8Array): DecodedUpdate {
  let update: DecodedUpdate;
  try {
    update = Y.decodeUpdateV2(bytes, StrictDecoder);
  } catch (error) {
    if (error instanceof MalformedFrame) throw error;
    throw new MalformedFrame('update does not decode', { cause: error });
  }
  if ([...update.ds.clients.values()].some(isOutOfOrder)) throw new MalformedFrame('update has deletes out of order');
  const roots = new Set<string>();
  for (const struct of update.structs) {
    // A struct without a length would break the binary search that every later look-up depends on.
    if (!(struct.length > 0)) throw new MalformedFrame('update has a struct without a length');
    if (struct instanceof Y.Item && jsonValues(struct.content).some((value) => isTooDeep(value))) {
      throw new MalformedFrame('update has JSON that nests too deep');
    }
    const root = rootOf(struct);
    if (root !== null) roots.add(root);
  }
  // For each item that it writes of a root, Yjs looks through all roots for its name.
  if (roots.size > limits.maxDocumentRoots) throw new MalformedFrame('update has too many roots');
  return update;
}

/** Looks at what Yjs reads of an update while it does: at what is not in the structs, and at their number before they fill the memory. */
class StrictDecoder extends Y.UpdateDecoderV1 {
  #client = Number.POSITIVE_INFINITY;
  #structs = 0;
  #deletes = 0;

  /** Each client's structs begin with its id. Yjs writes each client once, the highest first, and merges by that order. */
  override readClient(): number {
    const client = super.readClient();
    if (client >= this.#client) throw new MalformedFrame('update has clients out of order');
    this.#client = client;
    return client;
  }

  /** Each struct begins with it. */
  override readInfo(): number {
    if (++this.#structs > limits.maxUpdateStructs) throw new MalformedFrame('update has too many structs');
    return super.readInfo();
  }

  /** Each range that is deleted begins with it. */
  override readDsClock(): number {
    if (++this.#deletes > limits.maxUpdateStructs) throw new MalformedFrame('update has too many deletes');
    return super.readDsClock();
  }
}

/** Yjs walks through each range that is deleted: those of one client that overlap would be walked again and again. */
function isOutOfOrder(ranges: readonly { readonly clock: number; readonly len: number }[]): boolean {
  return ranges.some(({ clock }, index) => {
    const before = ranges[index - 1];
    return before !== undefined && clock < before.clock + before.len;
  });
}

/** Decodes a state vector: clients and their clocks. @throws MalformedFrame when it is not exactly one. */
export function decodeStateVectorStrictly(bytes: Uint8Array): Map<number, number> {
  return decodeStrictly(bytes, (decoder) => {
    const clocks = new Map<number, number>();
    for (let count = decoding.readVarUint(decoder); count > 0; count--) {
      clocks.set(decoding.readVarUint(decoder), decoding.readVarUint(decoder));
    }
    return clocks;
  });
}

/** The root that a struct names; null for one that is elsewhere, or where its neighbours are. */
function rootOf(struct: DecodedUpdate['structs'][number]): string | null {
  const parent: unknown = struct instanceof Y.Item ? struct.parent : null;
  return typeof parent === 'string' ? parent : null;
}

function jsonValues(content: Y.Item['content']): readonly unknown[] {
  if (content instanceof Y.ContentAny || content instanceof Y.ContentJSON) return content.arr;
  if (content instanceof Y.ContentEmbed) return [content.embed];
  if (content instanceof Y.ContentFormat) return [content.value];
  return [];
}

function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxJsonDepth) return true;
    level = level.flatMap((node) => (typeof node === 'object' && node !== null ? Object.values(node) : []));
  }
  return false;
}
