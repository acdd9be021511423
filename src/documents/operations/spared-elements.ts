import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { isPlainMap } from '../layout';
import { type DocumentSchema, isCollection } from '../schema';
import type { DecodedUpdate } from '../update-facts';

/** Clocks of a client, the last one not included. */
interface Clocks {
  readonly from: number;
  readonly to: number;
}

/** Applies an update, but for its deletes of whole elements: those stay as they are, with all that is in them. */
export function applySparing(
  doc: Y.Doc,
  schema: DocumentSchema,
  bytes: Uint8Array,
  update: DecodedUpdate,
  origin?: unknown,
): void {
  const spared = update.ds.clients.size === 0 ? null : deletedElements(doc, schema, update);
  Y.applyUpdate(doc, spared === null ? bytes : withoutDeletes(update, spared), origin);
}

/** What the elements consist of that an update deletes, by client; null for none. */
function deletedElements(doc: Y.Doc, schema: DocumentSchema, { ds }: DecodedUpdate): Map<number, Clocks[]> | null {
  const spared = new Map<number, Clocks[]>();
  for (const [name, field] of Object.entries(schema.fields)) {
    if (!isCollection(field)) continue;
    for (let item = doc.getArray(name)._start; item !== null; item = item.right) {
      if (item.deleted || !(item.content instanceof Y.ContentType) || !isPlainMap(item.content.type)) continue;
      if (!Y.isDeleted(ds, item.id)) continue;
      for (const { id, length } of itemsIn(item)) {
        const clocks = { from: id.clock, to: id.clock + length };
        const known = spared.get(id.client);
        if (known === undefined) spared.set(id.client, [clocks]);
        else known.push(clocks);
      }
    }
  }
  return spared.size === 0 ? null : spared;
}

/** An item and all that is inside of it. */
function* itemsIn(item: Y.Item): Generator<Y.Item> {
  yield item;
  if (!(item.content instanceof Y.ContentType)) return;
  const { _start: start, _map: keys } = item.content.type as Y.AbstractType<unknown>;
  for (let child = start; child !== null; child = child.right) yield* itemsIn(child);
  for (const last of keys.values())
    for (let child: Y.Item | null = last; child !== null; child = child.left) yield* itemsIn(child);
}

function withoutDeletes({ structs, ds }: DecodedUpdate, spared: ReadonlyMap<number, readonly Clocks[]>): Uint8Array {
  const encoder = new Y.UpdateEncoderV1();
  const byClient = Map.groupBy(structs, ({ id }) => id.client);
  encoding.writeVarUint(encoder.restEncoder, byClient.size);
  for (const [client, own] of byClient) {
    encoding.writeVarUint(encoder.restEncoder, own.length);
    encoder.writeClient(client);
    encoding.writeVarUint(encoder.restEncoder, own[0]?.id.clock ?? 0);
    for (const struct of own) struct.write(encoder, 0);
  }
  const left = [...ds.clients].map(([client, ranges]) => {
    const clocks = ranges.map(({ clock, len }) => ({ from: clock, to: clock + len }));
    return [client, subtract(clocks, spared.get(client) ?? [])] as const;
  });
  const deletes = left.filter(([, clocks]) => clocks.length > 0);
  encoding.writeVarUint(encoder.restEncoder, deletes.length);
  for (const [client, clocks] of deletes) {
    encoding.writeVarUint(encoder.restEncoder, client);
    encoding.writeVarUint(encoder.restEncoder, clocks.length);
    for (const { from, to } of clocks) {
      encoding.writeVarUint(encoder.restEncoder, from);
      encoding.writeVarUint(encoder.restEncoder, to - from);
    }
  }
  return encoder.toUint8Array();
}

function subtract(clocks: readonly Clocks[], spared: readonly Clocks[]): Clocks[] {
  let left = [...clocks];
  for (const { from, to } of spared) {
    left = left.flatMap((range) =>
      to <= range.from || range.to <= from
        ? [range]
        : [
            { from: range.from, to: from },
            { from: to, to: range.to },
          ].filter((part) => part.from < part.to),
    );
  }
  return left;
}
