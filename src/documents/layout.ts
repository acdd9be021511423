import * as Y from 'yjs';
import { type CollectionField, type DocumentSchema, type ElementField, type Field, isCollection } from './schema';

/** Any shared type. */
// biome-ignore lint/suspicious/noExplicitAny: Yjs declares the event type of a shared type as a type parameter.
export type SharedType = Y.AbstractType<any>;

/** A field with a root of its own. */
export type RootField = Exclude<Field, { kind: 'register' | 'ranked' }>;

/** A shared type of a document by its place in the schema. */
export type Place =
  | { readonly kind: 'registers'; readonly fields: DocumentSchema['fields'] }
  | { readonly kind: 'root'; readonly name: string; readonly field: RootField }
  | { readonly kind: 'element'; readonly list: string; readonly field: CollectionField; readonly map: Y.Map<unknown> }
  | {
      readonly kind: 'elementText';
      readonly list: string;
      readonly field: CollectionField;
      readonly name: string;
      readonly text: Extract<ElementField, { kind: 'text' }>;
      readonly map: Y.Map<unknown>;
    };

/** Creates a document with every root of the schema as the shared type that the schema says. */
export function createDoc(schema: DocumentSchema): Y.Doc {
  // Nothing asks for the guid of a document, and making one takes longer than all the rest of this.
  const doc = new Y.Doc({ guid: schema.kind });
  registersOf(doc, schema);
  for (const [name, field] of Object.entries(schema.fields)) {
    if (field.kind === 'text') doc.getText(name);
    else if (isCollection(field)) doc.getArray(name);
    else if (hasRoot(field)) doc.getMap(name);
  }
  return doc;
}

function hasRoot(field: Field): field is RootField {
  return field.kind !== 'register' && field.kind !== 'ranked';
}

/** The map that holds the document's own registers. */
export function registersOf(doc: Y.Doc, schema: DocumentSchema): Y.Map<unknown> {
  return doc.getMap(schema.registersRoot);
}

/** The elements of a list or a set, in array order; whatever is not an element is left out. */
export function elementsOf(doc: Y.Doc, list: string): Y.Map<unknown>[] {
  return doc
    .getArray(list)
    .toArray()
    .filter((element) => element instanceof Y.Map);
}

/** Finds where in the schema a shared type is; null for a type that has no place there. */
export class Locator {
  readonly #schema: DocumentSchema;
  readonly #places = new Map<SharedType, Place | null>();

  constructor(schema: DocumentSchema) {
    this.#schema = schema;
  }

  locate(type: SharedType): Place | null {
    const known = this.#places.get(type);
    if (known !== undefined) return known;
    const place = this.#find(type);
    this.#places.set(type, place);
    return place;
  }

  #find(type: SharedType): Place | null {
    if (type._item === null) return this.#findRoot(Y.findRootTypeKey(type));
    const parent = type._item.parent;
    if (!(parent instanceof Y.AbstractType)) return null;
    const around = this.locate(parent);
    const key = type._item.parentSub;
    if (around?.kind === 'root' && isCollection(around.field) && key === null && isPlainMap(type)) {
      return { kind: 'element', list: around.name, field: around.field, map: type };
    }
    if (around?.kind === 'element' && key !== null && Object.hasOwn(around.field.element, key) && isPlainText(type)) {
      const text = around.field.element[key];
      if (text?.kind === 'text') return { ...around, kind: 'elementText', name: key, text };
    }
    return null;
  }

  #findRoot(name: string): Place | null {
    if (name === this.#schema.registersRoot) return { kind: 'registers', fields: this.#schema.fields };
    if (!Object.hasOwn(this.#schema.fields, name)) return null;
    const field = this.#schema.fields[name];
    return field === undefined || !hasRoot(field) ? null : { kind: 'root', name, field };
  }
}

/** A `Y.Map` and not one of its subclasses. */
export function isPlainMap(type: unknown): type is Y.Map<unknown> {
  return type instanceof Y.Map && type.constructor === Y.Map;
}

/** A `Y.Text` and not one of its subclasses. */
export function isPlainText(type: unknown): type is Y.Text {
  return type instanceof Y.Text && type.constructor === Y.Text;
}

/** What an element is known by, as far as it has it. */
export function elementId(map: Y.Map<unknown>, idKey: string): string | null {
  const id = map.get(idKey);
  return typeof id === 'string' ? id : null;
}
