import * as Y from 'yjs';
import { contentFits } from './content-check';
import { type FormerValue, formerValue, readDeletedId, type WrittenValue, writtenValue } from './key-values';
import { isPlainMap, Locator, type Place, type SharedType } from './layout';
import { isGone, Plausibility } from './plausibility';
import { pointer } from './pointer';
import { type CollectionField, type DocumentSchema, idKeyOf, isCollection } from './schema';
import { isDeletedStruct } from './state-summary';
import type { DecodedUpdate } from './update-facts';

/** A range of one client's clocks. */
export interface StructRange {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
}

/** What an update did to one key of a map: the registers, an element's fields, a free map. */
export interface KeyWrite {
  readonly place: Exclude<Place, { kind: 'elementText' }>;
  readonly map: Y.Map<unknown>;
  readonly key: string;
  /** What the key held before the update. */
  readonly former: FormerValue;
  /** What the update's author wrote last. */
  readonly written: WrittenValue;
  /** Author and server knew nothing of each other's value (PROTOCOL.md R6). */
  readonly concurrent: boolean;
  /** The value that the author built on; null for none. */
  readonly known: Y.ID | null;
  /** The key holds what was written; otherwise Yjs kept the former value. */
  readonly holds: boolean;
}

/** Plain values that a client put into a list. */
export interface PlainRun extends StructRange {
  readonly list: string;
  readonly values: readonly unknown[];
}

/** What one applied update touched, and what of it may have to be repaired. */
export interface Examination {
  /** Items that have no place in the schema. */
  readonly misfits: readonly StructRange[];
  readonly keyWrites: readonly KeyWrite[];
  readonly plainRuns: readonly PlainRun[];
  readonly freshElements: readonly { readonly list: string; readonly map: Y.Map<unknown> }[];
  /** Some of it went to a text or an element that is no longer there. */
  readonly orphaned: boolean;
  /** JSON pointers, `@id` in place of indices. */
  readonly touched: readonly string[];
}

/**
 * Looks at a transaction that applied an update, after integration and before Yjs collects the deleted content. Reads
 * only.
 */
export function examine(schema: DocumentSchema, transaction: Y.Transaction, update: DecodedUpdate): Examination {
  return new Examiner(schema, transaction, update).run();
}

class Examiner {
  readonly #locator: Locator;
  readonly #plausibility: Plausibility;
  readonly #misfits: StructRange[] = [];
  readonly #plainRuns: PlainRun[] = [];
  readonly #freshElements: { list: string; map: Y.Map<unknown> }[] = [];
  readonly #freshByKey = new Map<SharedType, Map<string, Y.Item[]>>();
  readonly #touched = new Set<string>();
  #orphaned = false;
  /** New structs came without an item, or Yjs made nothing of the item. */
  #hasGone = false;

  constructor(
    schema: DocumentSchema,
    private readonly transaction: Y.Transaction,
    private readonly update: DecodedUpdate,
  ) {
    this.#locator = new Locator(schema);
    this.#plausibility = new Plausibility(transaction.doc);
  }

  run(): Examination {
    this.#visitFreshStructs();
    const keyWrites = this.#collectKeyWrites();
    this.#collectTouchedTypes();
    return {
      misfits: this.#misfits,
      keyWrites,
      plainRuns: this.#plainRuns,
      freshElements: this.#freshElements,
      orphaned: this.#orphaned || this.#lostContent(),
      touched: [...this.#touched],
    };
  }

  #visitFreshStructs(): void {
    const { afterState, beforeState, doc } = this.transaction;
    for (const [client, end] of afterState) {
      const start = beforeState.get(client) ?? 0;
      if (start === end) continue;
      const structs = doc.store.clients.get(client) ?? [];
      for (let i = Y.findIndexSS(structs, start); i < structs.length; i++) {
        const struct = structs[i] as Y.Item | Y.GC;
        if (struct instanceof Y.Item) this.#visitItem(struct);
        else this.#hasGone = true;
      }
    }
  }

  #visitItem(item: Y.Item): void {
    const parent = item.parent;
    if (!(parent instanceof Y.AbstractType)) return;
    this.#plausibility.check(item);
    if (parent._item?.deleted) {
      // Deleted with its parent: the author either deleted it too, or did not know that the parent is gone.
      if (!isDeletedStruct(item) && !Y.isDeleted(this.update.ds, item.id)) this.#orphaned = true;
      return;
    }
    const place = this.#locator.locate(parent);
    if (place === null || !contentFits(place, item)) {
      if (!item.deleted) this.#misfits.push(rangeOf(item));
      return;
    }
    if (item.parentSub !== null) this.#rememberKey(parent, item.parentSub, item);
    else if (place.kind === 'root' && isCollection(place.field) && !item.deleted) this.#visitListItem(place.name, item);
  }

  #visitListItem(list: string, item: Y.Item): void {
    if (item.content instanceof Y.ContentAny) {
      this.#plainRuns.push({ ...rangeOf(item), list, values: item.content.arr });
    } else if (item.content instanceof Y.ContentType && isPlainMap(item.content.type)) {
      this.#freshElements.push({ list, map: item.content.type });
    }
  }

  #rememberKey(type: SharedType, key: string, item: Y.Item): void {
    const keys = this.#freshByKey.get(type) ?? new Map<string, Y.Item[]>();
    this.#freshByKey.set(type, keys);
    const items = keys.get(key);
    if (items === undefined) keys.set(key, [item]);
    else items.push(item);
  }

  #collectKeyWrites(): KeyWrite[] {
    const writes: KeyWrite[] = [];
    for (const [type, keys] of this.transaction.changed) {
      if (!isPlainMap(type) || type._item?.deleted) continue;
      const place = this.#locator.locate(type);
      if (place === null || place.kind === 'elementText') continue;
      for (const key of keys) {
        const write = key === null ? null : this.#keyWrite(place, type, key);
        if (write !== null) writes.push(write);
      }
    }
    return writes;
  }

  #keyWrite(place: KeyWrite['place'], map: Y.Map<unknown>, key: string): KeyWrite | null {
    const winner = map._map.get(key);
    if (winner === undefined) return null;
    let previous: Y.Item | null = winner;
    while (previous !== null && this.#isFresh(previous)) previous = previous.left;
    const former = formerValue(previous, this.transaction);
    const fresh = this.#freshByKey.get(map)?.get(key) ?? [];
    const freshEnds = new Set(fresh.map(({ lastId }) => textOf(lastId)));
    const last = this.#isFresh(winner) ? winner : (fresh.at(-1) ?? null);
    if (last === null && !(former.live && winner.deleted)) return null;
    return {
      place,
      map,
      key,
      former,
      written: last === null ? { kind: 'deleted' } : writtenValue(last, this.update),
      concurrent: fresh.some((item) => !continues(item, previous, freshEnds)),
      known: fresh[0]?.origin ?? null,
      holds: last === null || last === winner,
    };
  }

  #isFresh(item: Y.Item): boolean {
    return item.id.clock >= (this.transaction.beforeState.get(item.id.client) ?? 0);
  }

  /** Whether content of the update was turned into nothing, because what it belongs to is no longer there. */
  #lostContent(): boolean {
    if (!this.#hasGone) return false;
    let isLost = false;
    for (const struct of this.update.structs) {
      if (!(struct instanceof Y.Item) || !this.#isFresh(struct) || !isGone(this.transaction.doc, struct.id)) continue;
      this.#plausibility.checkGone(struct);
      if (!isDeletedStruct(struct)) isLost = true;
    }
    return isLost;
  }

  #collectTouchedTypes(): void {
    for (const [type, keys] of this.transaction.changed) {
      const place = this.#locator.locate(type);
      if (place === null) continue;
      if (place.kind === 'registers') for (const key of keys) this.#touch(key);
      else if (place.kind === 'elementText') this.#touchElement(place.list, place.field, place.map, place.name);
      else if (place.kind === 'element') {
        for (const key of keys) this.#touchElement(place.list, place.field, place.map, key === 'place' ? null : key);
      } else if (isCollection(place.field)) this.#touchElements(place.name, place.field);
      else for (const key of keys) this.#touch(place.name, key);
    }
  }

  #touchElement(list: string, field: CollectionField, map: Y.Map<unknown>, key: string | null = null): void {
    this.#touch(list, `@${readDeletedId(map, idKeyOf(field))}`, key);
  }

  #touchElements(list: string, field: CollectionField): void {
    for (const element of this.#freshElements) if (element.list === list) this.#touchElement(list, field, element.map);
    const root = this.transaction.doc.getArray(list);
    Y.iterateDeletedStructs(this.transaction, this.transaction.deleteSet, (struct) => {
      if (!(struct instanceof Y.Item) || struct.parent !== root || !(struct.content instanceof Y.ContentType)) return;
      if (isPlainMap(struct.content.type)) this.#touchElement(list, field, struct.content.type);
    });
  }

  #touch(...tokens: readonly (string | null)[]): void {
    this.#touched.add(pointer(...tokens.filter((token) => token !== null)));
  }
}

/** Whether the author of a fresh item knew the stored winner, or built on another fresh item. */
function continues({ origin }: Y.Item, previous: Y.Item | null, freshEnds: ReadonlySet<string>): boolean {
  if (origin === null) return previous === null;
  return (previous !== null && Y.compareIDs(origin, previous.lastId)) || freshEnds.has(textOf(origin));
}

function textOf({ client, clock }: Y.ID): string {
  return `${client}/${clock}`;
}

function rangeOf(struct: Y.Item): StructRange {
  return { client: struct.id.client, clock: struct.id.clock, length: struct.length };
}
