import * as Y from 'yjs';
import { createElement } from './elements';
import { elementId, elementsOf } from './layout';
import { arrangePlaces, type ListElement, longestRisingRun } from './list-arrangement';
import type { Chance } from './live-document';
import { pointer } from './pointer';
import { writeRegister } from './register-write';
import { type CollectionField, idKeyOf, isPlaced } from './schema';
import { replaceText } from './text-edit';

/** Makes the elements of a list or a set what a view says, touching only those that differ. */
export class CollectionWriter {
  readonly #idKey: string;
  readonly #isPlaced: boolean;
  readonly #array: Y.Array<unknown>;

  constructor(
    private readonly doc: Y.Doc,
    private readonly name: string,
    private readonly field: CollectionField,
    private readonly chance: Chance,
    private readonly touched: Set<string>,
  ) {
    this.#array = doc.getArray(name);
    this.#idKey = idKeyOf(field);
    this.#isPlaced = isPlaced(field);
  }

  write(after: readonly Record<string, unknown>[]): void {
    const wanted = after.map((values) => ({ id: this.#idOf(values), values }));
    const ids = wanted.map(({ id }) => id);
    this.#removeAllBut(new Set(this.#hasOrder ? this.#inRightOrder(ids) : ids));
    const existing = new Map(elementsOf(this.doc, this.name).map((map) => [elementId(map, this.#idKey) ?? '', map]));
    const elements: ListElement[] = wanted.map(({ id, values }, index) => {
      const map = existing.get(id);
      if (map !== undefined) this.#update(map, id, values);
      const own = map ?? this.#insert(id, values, this.#hasOrder ? index : this.#array.length);
      return { map: own, id, isNew: map === undefined, day: values.day, order: values.order };
    });
    if (this.#isPlaced) for (const id of arrangePlaces(elements, this.chance.random)) this.#touch(id);
  }

  /** Whether the array says the order: not where places do, nor in a set, which has none. */
  get #hasOrder(): boolean {
    return this.field.kind === 'list' && !this.#isPlaced;
  }

  #idOf(values: Readonly<Record<string, unknown>>): string {
    const id = values[this.#idKey];
    return typeof id === 'string' ? id : this.chance.newId();
  }

  /** Those that stand in the wanted order already. Without places, an element moves by being made anew. */
  #inRightOrder(ids: readonly string[]): string[] {
    const positions = new Map(elementsOf(this.doc, this.name).map((map, index) => [elementId(map, this.#idKey) ?? '', index]));
    const position = (id: string): number => positions.get(id) ?? 0;
    return longestRisingRun(
      ids.filter((id) => positions.has(id)),
      (a, b) => position(a) - position(b),
    );
  }

  #removeAllBut(ids: ReadonlySet<string>): void {
    for (let index = this.#array.length - 1; index >= 0; index--) {
      const element = this.#array.get(index);
      const id = element instanceof Y.Map ? (elementId(element, this.#idKey) ?? '') : '';
      if (ids.has(id)) continue;
      this.#array.delete(index, 1);
      this.#touch(id);
    }
  }

  #insert(id: string, values: Readonly<Record<string, unknown>>, index: number): Y.Map<unknown> {
    const { map } = createElement(this.field, id, values);
    this.#array.insert(index, [map]);
    this.#touch(id);
    return map;
  }

  #update(map: Y.Map<unknown>, id: string, values: Readonly<Record<string, unknown>>): void {
    for (const [key, field] of Object.entries(this.field.element)) {
      const value = values[key] ?? null;
      const current = map.get(key);
      if (field.kind === 'text') {
        if (!(current instanceof Y.Text) || current.toString() === (value ?? '')) continue;
        replaceText(current, (value as string | null) ?? '');
      } else if (!writeRegister(map, key, field, value)) continue;
      this.touched.add(pointer(this.name, `@${id}`, key));
    }
  }

  #touch(id: string): void {
    this.touched.add(pointer(this.name, `@${id}`));
  }
}
