import * as Y from 'yjs';
import { createElement } from './elements';
import { createDoc, elementId, elementsOf, registersOf } from './layout';
import { arrangePlaces, type ListElement, longestRisingRun } from './list-arrangement';
import type { Chance } from './live-document';
import { pointer } from './pointer';
import { writeRichText } from './rich-text';
import type { DocumentSchema, Field, ListField } from './schema';
import { replaceText } from './text-edit';
import type { Content } from './view';

/**
 * Changes a document from one validated content to another, touching only what differs (PROTOCOL.md V3). To be called
 * inside a transaction. Answers the JSON pointers of what it touched.
 */
export function writeContent(doc: Y.Doc, schema: DocumentSchema, before: Content, after: Content, chance: Chance): string[] {
  const touched = new Set<string>();
  for (const [name, field] of Object.entries(schema.fields)) {
    const value = after[name] ?? null;
    if (JSON.stringify(before[name] ?? null) !== JSON.stringify(value))
      writeField(doc, schema, name, field, value, chance, touched);
  }
  return [...touched];
}

/** The update that gives a new document its first content. */
export function firstContent(
  schema: DocumentSchema,
  serverClient: number,
  empty: Content,
  fields: Content,
  chance: Chance,
): { bytes: Uint8Array; touched: string[] } {
  const doc = createDoc(schema);
  doc.clientID = serverClient;
  const touched = doc.transact(() => writeContent(doc, schema, empty, { ...empty, ...fields }, chance));
  return { bytes: Y.encodeStateAsUpdate(doc), touched };
}

function writeField(
  doc: Y.Doc,
  schema: DocumentSchema,
  name: string,
  field: Field,
  value: unknown,
  chance: Chance,
  touched: Set<string>,
): void {
  switch (field.kind) {
    case 'text':
      if (field.formats === undefined || typeof value === 'string' || value === null)
        replaceText(doc.getText(name), (value as string | null) ?? '');
      else writeRichText(doc.getText(name), value as { insert: string; attributes?: Record<string, unknown> }[]);
      return void touched.add(pointer(name));
    case 'register':
      writeKey(registersOf(doc, schema), name, value);
      return void touched.add(pointer(name));
    case 'map':
      return writeMap(doc.getMap(name), name, (value ?? {}) as Record<string, unknown>, touched);
    case 'list':
      return new ListWriter(doc, name, field, chance, touched).write((value ?? []) as Record<string, unknown>[]);
  }
}

function writeMap(map: Y.Map<unknown>, name: string, after: Readonly<Record<string, unknown>>, touched: Set<string>): void {
  for (const key of new Set([...map.keys(), ...Object.keys(after)])) {
    if (map.get(key) === after[key]) continue;
    writeKey(map, key, after[key] ?? null);
    touched.add(pointer(name, key));
  }
}

/** Null is how JSON says that a key is not set. */
function writeKey(map: Y.Map<unknown>, key: string, value: unknown): void {
  if (value === null) map.delete(key);
  else map.set(key, value);
}

class ListWriter {
  readonly #array: Y.Array<unknown>;

  constructor(
    private readonly doc: Y.Doc,
    private readonly name: string,
    private readonly field: ListField,
    private readonly chance: Chance,
    private readonly touched: Set<string>,
  ) {
    this.#array = doc.getArray(name);
  }

  write(after: readonly Record<string, unknown>[]): void {
    const wanted = after.map((values) => ({ id: typeof values.id === 'string' ? values.id : this.chance.newId(), values }));
    const staying = this.field.placed ? wanted.map(({ id }) => id) : this.#inRightOrder(wanted.map(({ id }) => id));
    this.#removeAllBut(new Set(staying));
    const existing = new Map(elementsOf(this.doc, this.name).map((map) => [elementId(map) ?? '', map]));
    const elements: ListElement[] = wanted.map(({ id, values }, index) => {
      const map = existing.get(id);
      if (map !== undefined) this.#update(map, id, values);
      const own = map ?? this.#insert(id, values, this.field.placed ? this.#array.length : index);
      return { map: own, id, isNew: map === undefined, day: values.day, order: values.order };
    });
    if (this.field.placed) for (const id of arrangePlaces(elements, this.chance.random)) this.#touch(id);
  }

  /** Those that stand in the wanted order already. Without places, an element moves by being made anew. */
  #inRightOrder(ids: readonly string[]): string[] {
    const positions = new Map(elementsOf(this.doc, this.name).map((map, index) => [elementId(map) ?? '', index]));
    const position = (id: string): number => positions.get(id) ?? 0;
    return longestRisingRun(
      ids.filter((id) => positions.has(id)),
      (a, b) => position(a) - position(b),
    );
  }

  #removeAllBut(ids: ReadonlySet<string>): void {
    for (let index = this.#array.length - 1; index >= 0; index--) {
      const element = this.#array.get(index);
      const id = element instanceof Y.Map ? (elementId(element) ?? '') : '';
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
      } else {
        if ((current ?? null) === value || (field.kind === 'ranked' && (current ?? field.ranks[0]) === (value ?? field.ranks[0])))
          continue;
        writeKey(map, key, value);
      }
      this.touched.add(pointer(this.name, `@${id}`, key));
    }
  }

  #touch(id: string): void {
    this.touched.add(pointer(this.name, `@${id}`));
  }
}
