import * as Y from 'yjs';
import { isPlainMap, type Place } from './layout';
import { forbiddenKeys, type ListField, type TextField } from './schema';

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
      return key !== null && Object.hasOwn(place.fields, key) && place.fields[key]?.kind === 'register';
    case 'element':
      return key !== null && isElementKey(place.field, key);
    case 'elementText':
      return key === null && textContentFits(place.field, content);
    case 'root':
      if (place.field.kind === 'text') return key === null && textContentFits(place.field, content);
      if (place.field.kind === 'map') return key !== null && place.field.checkKey(key) === null;
      return key === null && listContentFits(content);
  }
}

/** Whether an element of this list may have this key. */
export function isElementKey(list: ListField, key: string): boolean {
  return key === 'id' || Object.hasOwn(list.element, key) || (list.placed && placeKeys.has(key));
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
