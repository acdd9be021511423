import * as Y from 'yjs';
import { isPlainObject } from './content-check';
import { checkElementField, createElement, isElementId } from './elements';
import type { PlainRun } from './examination';
import { elementId, elementsOf, isPlainText } from './layout';
import { isDay, isOrderKeyText, readPlace, type WantedPlace } from './placement';
import { pointer } from './pointer';
import type { RepairReport, RepairSubject } from './repair';
import { type CollectionField, type DocumentSchema, type ElementField, idKeyOf, isCollection, isPlaced } from './schema';
import { replaceText } from './text-edit';

/** Makes proper elements of what came into the lists and sets (PROTOCOL.md R4, R5, R11). */
export function repairElements(subject: RepairSubject, report: RepairReport): void {
  const { doc, schema, examination } = subject;
  for (const [name, field] of Object.entries(schema.fields)) {
    if (!isCollection(field)) continue;
    const freshElements = examination.freshElements.filter(({ list }) => list === name);
    const plainRuns = examination.plainRuns.filter(({ list }) => list === name);
    if (freshElements.length + plainRuns.length === 0) continue;
    const list = new CollectionRepair(subject, report, name, field);
    for (const { map } of freshElements) list.adoptMap(map);
    list.makeRoom(freshElements.map(({ map }) => map));
    for (const run of plainRuns) list.adoptRun(run);
    list.removeUnwanted();
  }
  // Who deletes an object and inserts it again has changed it.
  const again = new Set(report.replacements.map(({ element }) => element));
  for (const id of subject.deletedReplacements) if (!again.has(id)) deleteElement(doc, schema.fields, id, report);
}

class CollectionRepair {
  readonly #array: Y.Array<unknown>;
  readonly #idKey: string;
  /** The elements that are there, by id; several of an id only until they are merged. */
  readonly #byId = new Map<string, Set<Y.Map<unknown>>>();
  /** The items of elements that are not to stay. */
  readonly #unwanted = new Set<Y.Item>();

  constructor(
    private readonly subject: RepairSubject,
    private readonly report: RepairReport,
    private readonly name: string,
    private readonly field: CollectionField,
  ) {
    this.#array = subject.doc.getArray(name);
    this.#idKey = idKeyOf(field);
    for (const map of elementsOf(subject.doc, name)) this.#remember(map, elementId(map, this.#idKey));
  }

  /** Completes an element that a client made as a `Y.Map`. */
  adoptMap(map: Y.Map<unknown>): void {
    const item = map._item;
    if (item === null || item.deleted) return;
    const id = this.#settleId(map);
    if (id === null) return this.#remove(map);
    const twin = this.#find(id, map);
    if (twin !== null) {
      this.#merge(twin, id, plainValues(map));
      this.report.replacements.push({ client: item.id.client, clock: item.id.clock, element: id });
      return this.#remove(map);
    }
    for (const [name, field] of Object.entries(this.field.element)) this.#settleField(map, id, name, field);
  }

  /** Lets go of the last of the new elements where there are more than there may be (PROTOCOL.md R13). */
  makeRoom(fresh: readonly Y.Map<unknown>[]): void {
    for (const map of fresh.toReversed()) {
      if (this.#byId.size <= this.#maxEntries) return;
      if (map._item === null || map._item.deleted || this.#unwanted.has(map._item)) continue;
      this.report.refuse(pointer(this.name, `@${elementId(map, this.#idKey)}`));
      this.#remove(map);
    }
  }

  /** Replaces plain objects by elements, at their place in the array. */
  adoptRun(run: PlainRun): void {
    const index = indexOfStruct(this.#array, run.client, run.clock);
    this.#array.delete(index, run.length);
    let at = index;
    for (const [offset, value] of run.values.entries()) {
      if (!isPlainObject(value)) this.report.refuse(pointer(this.name));
      else if (this.#adoptObject(value, at, { client: run.client, clock: run.clock + offset })) at++;
    }
  }

  /** Deletes what is not to stay: all of it in one walk, because to look for one is a walk too. */
  removeUnwanted(): void {
    const ranges: { readonly index: number; length: number }[] = [];
    let index = 0;
    for (let item = this.#unwanted.size === 0 ? null : this.#array._start; item !== null; item = item.right) {
      if (item.deleted || !item.countable) continue;
      const last = ranges.at(-1);
      if (!this.#unwanted.has(item)) index += item.length;
      else if (last?.index === index) last.length += item.length;
      else ranges.push({ index, length: item.length });
    }
    for (const range of ranges) this.#array.delete(range.index, range.length);
  }

  #remove(map: Y.Map<unknown>): void {
    if (map._item !== null) this.#unwanted.add(map._item);
    const id = elementId(map, this.#idKey);
    const others = id === null ? undefined : this.#byId.get(id);
    others?.delete(map);
    if (id !== null && others?.size === 0) this.#byId.delete(id);
  }

  get #maxEntries(): number {
    return this.field.kind === 'set' ? this.field.maxEntries : Number.POSITIVE_INFINITY;
  }

  /** Answers whether a new element was inserted; otherwise the object was merged into one that exists, or is none. */
  #adoptObject(value: Readonly<Record<string, unknown>>, index: number, struct: { client: number; clock: number }): boolean {
    const id = this.#idOf(value[this.#idKey]);
    if (id === null) {
      this.report.refuse(pointer(this.name));
      return false;
    }
    const twin = this.#find(id, null);
    if (twin === null && this.#byId.size >= this.#maxEntries) {
      this.report.refuse(pointer(this.name, `@${id}`));
      return false;
    }
    this.report.replacements.push({ ...struct, element: id });
    this.report.adapt(pointer(this.name, `@${id}`));
    if (twin !== null) {
      this.#merge(twin, id, value);
      return false;
    }
    const { map, refused } = createElement(this.field, id, value);
    for (const name of refused) this.report.refuse(pointer(this.name, `@${id}`, name));
    if (isPlaced(this.field)) this.report.wantedPlaces.set(map, wantedPlace(value));
    this.#array.insert(index, [map]);
    this.#remember(map, id);
    return true;
  }

  /** What a new element is known by; null when that is nothing: an element of a list gets an id, one of a set has to bring its key. */
  #idOf(value: unknown): string | null {
    if (isElementId(this.field, value)) return value;
    return this.field.kind === 'set' ? null : this.subject.newId();
  }

  #settleId(map: Y.Map<unknown>): string | null {
    const brought = map.get(this.#idKey);
    const id = this.#idOf(brought);
    if (id === null) this.report.refuse(pointer(this.name));
    else if (id !== brought) {
      map.set(this.#idKey, id);
      this.#remember(map, id);
      this.report.refuse(pointer(this.name, `@${id}`, this.#idKey));
    }
    return id;
  }

  #find(id: string, except: Y.Map<unknown> | null): Y.Map<unknown> | null {
    for (const map of this.#byId.get(id) ?? []) if (map !== except) return map;
    return null;
  }

  #remember(map: Y.Map<unknown>, id: string | null): void {
    if (id === null) return;
    const maps = this.#byId.get(id) ?? new Set();
    this.#byId.set(id, maps.add(map));
  }

  #settleField(map: Y.Map<unknown>, id: string, name: string, field: ElementField): void {
    const value = map.get(name);
    if (field.kind === 'text') {
      if (isPlainText(value)) return;
      if (value !== undefined && typeof value !== 'string') this.report.refuse(pointer(this.name, `@${id}`, name));
      map.set(name, new Y.Text(typeof value === 'string' ? value : ''));
    } else if (map.has(name) && checkElementField(field, value) !== null) {
      map.delete(name);
      this.report.refuse(pointer(this.name, `@${id}`, name));
    }
  }

  /** Writes values over the fields of an element that exists already. */
  #merge(map: Y.Map<unknown>, id: string, values: Readonly<Record<string, unknown>>): void {
    for (const [name, field] of Object.entries(this.field.element)) {
      if (!Object.hasOwn(values, name) || values[name] === undefined) continue;
      const path = pointer(this.name, `@${id}`, name);
      if (checkElementField(field, values[name]) !== null) this.report.refuse(path);
      else if (this.#overwrite(map, name, field, values[name])) this.report.adapt(path);
    }
    if (isPlaced(this.field)) this.report.wantedPlaces.set(map, wantedPlace(values));
  }

  #overwrite(map: Y.Map<unknown>, name: string, field: ElementField, value: unknown): boolean {
    const current = map.get(name);
    if (field.kind === 'text') {
      if (isPlainText(current)) replaceText(current, value as string);
      return true;
    }
    if ((current ?? null) === value) return false;
    if (field.kind === 'ranked' && !this.subject.mayLowerStatus) {
      if (field.ranks.indexOf(value as string) < field.ranks.indexOf((current as string | undefined) ?? field.ranks[0]))
        return false;
    }
    map.set(name, value);
    return true;
  }
}

/** What a stock client's plain object, or the flat keys of an element, say about its place. */
export function wantedPlace(values: Readonly<Record<string, unknown>>): WantedPlace {
  const place = readPlace(values.place);
  if (place !== null) return place;
  return {
    ...(isDay(values.day) ? { day: values.day } : {}),
    ...(isOrderKeyText(values.order) ? { order: values.order } : {}),
  };
}

function plainValues(map: Y.Map<unknown>): Record<string, unknown> {
  const values: Record<string, unknown> = Object.create(null);
  for (const [key, value] of map.entries()) values[key] = isPlainText(value) ? value.toString() : value;
  return values;
}

/** The position in an array of the value that a struct brought. */
function indexOfStruct(array: Y.Array<unknown>, client: number, clock: number): number {
  let index = 0;
  for (let item = array._start; item !== null; item = item.right) {
    if (item.deleted || !item.countable) continue;
    if (item.id.client === client && item.id.clock <= clock && clock < item.id.clock + item.length) {
      return index + clock - item.id.clock;
    }
    index += item.length;
  }
  throw new RangeError('the struct is not in this array');
}

function deleteElement(doc: Y.Doc, fields: DocumentSchema['fields'], id: string, report: RepairReport): void {
  for (const [name, field] of Object.entries(fields)) {
    if (!isCollection(field)) continue;
    const array = doc.getArray(name);
    const index = array.toArray().findIndex((element) => element instanceof Y.Map && elementId(element, idKeyOf(field)) === id);
    if (index < 0) continue;
    array.delete(index, 1);
    report.adapt(pointer(name, `@${id}`));
  }
}
