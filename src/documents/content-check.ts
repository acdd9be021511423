import * as Y from 'yjs';
import { isPlainMap, type Place, type RootField } from './layout';
import {
  type CollectionField,
  type Field,
  forbiddenKeys,
  type GrowSetField,
  idKeyOf,
  isPlaced,
  type JsonField,
  type MapField,
  type TextField,
} from './schema';

/** Keys that an element of a placed list has besides its declared fields. `day` and `order` are what stock clients write. */
const placeKeys: ReadonlySet<string> = new Set(['place', 'day', 'order']);

/**
 * Whether an item may stand where it stands at all (PROTOCOL.md R1). Values are another question: a declared key
 * with a bad value is set back, not deleted.
 */
export function contentFits(place: Place, item: Y.Item): boolean {
  const { content, parentSub: key } = item;
  if (content instanceof Y.ContentDeleted) return true;
  switch (place.kind) {
    case 'registers':
      return key !== null && Object.hasOwn(place.fields, key) && isRegisterKind(place.fields[key]);
    case 'element':
      return key !== null && isElementKey(place.field, key);
    case 'elementText':
      return key === null && textContentFits(place.text, content);
    case 'root':
      return rootContentFits(place.field, key, content);
  }
}

/** A field whose value, or some of whose values, stand in the map of the registers. */
function isRegisterKind(field: Field | undefined): boolean {
  return field?.kind === 'register' || field?.kind === 'ranked' || field?.kind === 'json';
}

function rootContentFits(field: RootField, key: string | null, content: Y.Item['content']): boolean {
  switch (field.kind) {
    case 'text':
      return key === null && textContentFits(field, content);
    case 'list':
    case 'set':
      return key === null && listContentFits(content);
    case 'map':
    case 'growSet':
    case 'json':
      return key !== null && checkEntryKey(field, key) === null;
  }
}

/** Why a field that is a `Y.Map` may not have a key; null when it may. */
export function checkEntryKey(field: MapField | GrowSetField | JsonField, key: string): string | null {
  if (forbiddenKeys.has(key)) return 'is a key that is never allowed';
  if (field.kind === 'json') return null;
  return field.kind === 'map' ? field.checkKey(key) : field.check(key);
}

/** Whether an element of this list or set may have this key. */
export function isElementKey(collection: CollectionField, key: string): boolean {
  return key === idKeyOf(collection) || Object.hasOwn(collection.element, key) || (isPlaced(collection) && placeKeys.has(key));
}

function textContentFits(field: TextField, content: Y.Item['content']): boolean {
  if (content instanceof Y.ContentString) return true;
  if (!(content instanceof Y.ContentFormat) || field.formats === undefined) return false;
  if (!Object.hasOwn(field.formats, content.key)) return false;
  return content.value === null || field.formats[content.key]?.(content.value) === null;
}

function listContentFits(content: Y.Item['content']): boolean {
  if (content instanceof Y.ContentType) return isPlainMap(content.type);
  return content instanceof Y.ContentAny;
}

/** A JSON object whose prototype nobody has replaced, without keys that reach one. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && !Object.keys(value).some((key) => forbiddenKeys.has(key));
}
