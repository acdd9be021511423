import { documentLimits as limits } from '../protocol/limits';
import { isPlainObject } from './content-check';
import { type CollectionField, type DocumentSchema, type Field, idKeyOf } from './schema';
import type { Content } from './view';

/** How much larger a document becomes, about: a few characters may be many structs. */
export interface Growth {
  readonly bytes: number;
  readonly structs: number;
}

/** Whether something can be a document at all (PROTOCOL.md L2). */
export function fitsDocument({ bytes, structs }: Growth): boolean {
  return bytes <= limits.maxDocumentBytes && structs <= limits.maxDocumentStructs;
}

/** What a struct takes besides its value, about. */
const structBytes = 20;

/** What a change of a content adds to a document; nothing for one that takes more away. */
export function growthOf(schema: DocumentSchema, before: Content, after: Content): Growth {
  const added = Object.entries(schema.fields).reduce(
    (sum, [name, field]) => sum + (before[name] === after[name] ? 0 : structsAdded(field, before[name], after[name])),
    0,
  );
  const chars = JSON.stringify(after).length - JSON.stringify(before).length;
  return { bytes: Math.max(0, chars + added * structBytes), structs: added };
}

function structsAdded(field: Field, before: unknown, after: unknown): number {
  switch (field.kind) {
    case 'list':
    case 'set':
      return elementsAdded(field, before, after) * (2 + Object.keys(field.element).length);
    case 'text':
      // The words of a run, and where its formats begin and end.
      return 3 * Math.max(0, lengthOf(after) - lengthOf(before));
    case 'map':
    case 'json':
    case 'growSet':
      return Math.max(0, lengthOf(after) - lengthOf(before));
    case 'register':
    case 'ranked':
      return 0;
  }
}

function elementsAdded(field: CollectionField, before: unknown, after: unknown): number {
  const idKey = idKeyOf(field);
  const idsOf = (elements: unknown): unknown[] =>
    Array.isArray(elements) ? elements.map((element: Content | null) => element?.[idKey]) : [];
  const known = new Set(idsOf(before));
  return idsOf(after).filter((id) => id === undefined || !known.has(id)).length;
}

function lengthOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return isPlainObject(value) ? Object.keys(value).length : 0;
}
