import * as Y from 'yjs';
import { fieldLimits } from '../protocol/limits';
import { isElementKey } from './content-check';
import { type CollectionField, type ElementField, idKeyOf } from './schema';

/** Why a value does not fit a field of an element; null when it does. Texts take strings. */
export function checkElementField(field: ElementField, value: unknown): string | null {
  switch (field.kind) {
    case 'text':
      return typeof value === 'string' ? null : 'must be a string';
    case 'ranked':
      return field.ranks.includes(value as string) ? null : `must be one of ${field.ranks.join(', ')}`;
    case 'register':
      return field.check(value ?? null);
  }
}

/** Whether a value can be what an element of this list or set is known by. */
export function isElementId(field: CollectionField, value: unknown): value is string {
  if (typeof value !== 'string' || value.length === 0) return false;
  return field.kind === 'set' ? field.checkKey(value) === null : value.length <= fieldLimits.maxIdChars;
}

/** A new element and the fields whose values did not fit and were left out. */
export interface NewElement {
  readonly map: Y.Map<unknown>;
  readonly refused: readonly string[];
}

/** Makes an element of a list or a set out of plain values, with its texts from the start (PROTOCOL.md R5). */
export function createElement(collection: CollectionField, id: string, values: Readonly<Record<string, unknown>>): NewElement {
  const entries: [string, unknown][] = [[idKeyOf(collection), id]];
  const refused: string[] = [];
  for (const [name, field] of Object.entries(collection.element)) {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    const fits = value === undefined || checkElementField(field, value) === null;
    if (!fits) refused.push(name);
    if (field.kind === 'text') entries.push([name, new Y.Text(fits && value !== undefined ? (value as string) : '')]);
    else if (fits && value !== undefined && value !== null) entries.push([name, value]);
  }
  const undeclared = Object.keys(values).filter((name) => !isElementKey(collection, name));
  return { map: new Y.Map(entries), refused: [...refused, ...undeclared] };
}
