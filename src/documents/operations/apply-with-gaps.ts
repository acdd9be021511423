import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { type DecodedUpdate, dependenciesOf } from '../update-facts';

/**
 * Applies an update to a document that may lack what it builds on. What lies between is taken for deleted, as Yjs does with what
 * was collected: none of it shows, and what builds on nothing else stands in its place all the same.
 */
export function applyWithGaps(doc: Y.Doc, update: Uint8Array): void {
  const gaps = gapsIn(doc, Y.decodeUpdate(update)).map(gapUpdate);
  Y.applyUpdate(doc, Y.mergeUpdates([...gaps, update]));
}

/** Clocks of a client, the last one not included. */
interface Gap {
  readonly client: number;
  readonly from: number;
  readonly to: number;
}

function gapsIn(doc: Y.Doc, { structs }: DecodedUpdate): readonly Gap[] {
  const brought = structs.filter((struct) => !(struct instanceof Y.Skip));
  const wanted = new Map<number, number>();
  const want = (client: number, to: number): void => void wanted.set(client, Math.max(wanted.get(client) ?? 0, to));
  for (const struct of brought) {
    want(struct.id.client, struct.id.clock);
    for (const { client, clock } of dependenciesOf(struct)) want(client, clock + 1);
  }
  return [...wanted].flatMap(([client, to]) => {
    const own = brought.filter(({ id }) => id.client === client).sort((a, b) => a.id.clock - b.id.clock);
    const gaps: Gap[] = [];
    let at = Y.getState(doc.store, client);
    for (const { id, length } of own) {
      if (id.clock > at) gaps.push({ client, from: at, to: id.clock });
      at = Math.max(at, id.clock + length);
    }
    if (to > at) gaps.push({ client, from: at, to });
    return gaps;
  });
}

/** An update with nothing but one collected struct: one client with one struct, and no deletes. */
function gapUpdate({ client, from, to }: Gap): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint(encoder, client);
  encoding.writeVarUint(encoder, from);
  encoding.writeUint8(encoder, 0);
  encoding.writeVarUint(encoder, to - from);
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
}
