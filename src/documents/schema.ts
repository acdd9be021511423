import type { DocumentKind } from '../protocol/document-kinds';

/**
 * The language in which a document kind is declared: from field to kind. From one declaration come the Yjs layout,
 * the JSON view, the validation, the repair and the application of operations. Imports no yjs, so a JSON-only
 * client can bundle it.
 */

/** Answers why a value does not fit, or null when it does. */
export type Check = (value: unknown) => string | null;

/** Characters that merge; `Y.Text`. A plain text has no formats at all. */
export interface TextField {
  readonly kind: 'text';
  /** Format names a rich text may carry, with the check of their values; absent for a plain text. */
  readonly formats?: Readonly<Record<string, Check>>;
}

/** One value, the later-accepted write of two racing ones wins. */
export interface RegisterField {
  readonly kind: 'register';
  readonly check: Check;
  /** What is shown where it was never set; null without it. */
  readonly unset?: string | number | boolean;
}

/** A register over an ordered set of states: racing edits only move it forward. */
export interface RankedField {
  readonly kind: 'ranked';
  /** From the lowest to the highest. The first is the value of a field that was never set. */
  readonly ranks: readonly [string, ...string[]];
}

/** Free keys, each a register; `Y.Map`. */
export interface MapField {
  readonly kind: 'map';
  readonly checkKey: Check;
  readonly check: Check;
  /** Absent: as many as there can be keys. */
  readonly maxEntries?: number;
}

/** Elements with an id; a `Y.Array` of `Y.Map`. */
export interface ListField {
  readonly kind: 'list';
  /** Elements carry `place {day, order}` and are shown in its order; otherwise they stand in array order. */
  readonly placed: boolean;
  readonly element: Readonly<Record<string, ElementField>>;
}

/** Elements known by one of their fields, each there once, in the order in which they were added; a `Y.Array` of `Y.Map`. */
export interface SetField {
  readonly kind: 'set';
  /** Name of the field by which an element is known. It never changes. */
  readonly key: string;
  readonly checkKey: Check;
  readonly maxEntries: number;
  /** The other fields. */
  readonly element: Readonly<Record<string, ElementField>>;
}

/** Words that are only ever added; a `Y.Map` from word to true, shown as a sorted array. */
export interface GrowSetField {
  readonly kind: 'growSet';
  readonly check: Check;
  /** Nobody can make room again. */
  readonly maxWords: number;
}

/**
 * Any JSON, null being none. The keys of an object merge: a `Y.Map` from key to value. Another value is one register
 * of the document, under the name of the field.
 */
export interface JsonField {
  readonly kind: 'json';
  /** Of the whole value as JSON in UTF-8. */
  readonly maxBytes: number;
  /** Objects and arrays inside one another. */
  readonly maxDepth: number;
}

export type ElementField = TextField | RegisterField | RankedField;
/** Fields that are made of elements. */
export type CollectionField = ListField | SetField;
export type Field = TextField | RegisterField | RankedField | MapField | CollectionField | GrowSetField | JsonField;

export function isCollection(field: Field): field is CollectionField {
  return field.kind === 'list' || field.kind === 'set';
}

/** Name of the key under which an element keeps what it is known by. */
export function idKeyOf(field: CollectionField): string {
  return field.kind === 'set' ? field.key : 'id';
}

/** Whether the elements of a collection have places. */
export function isPlaced(field: CollectionField): boolean {
  return field.kind === 'list' && field.placed;
}

/** A rule over several registers, checked after each edit. */
export interface CrossRule {
  readonly fields: readonly string[];
  /** Answers what is wrong, or null. Gets the values of `fields` in their order. */
  readonly check: (...values: unknown[]) => string | null;
}

/** A rule over an entry of a map and a register, for entries that an edit brings: those that are there already may stay. */
export interface EntryRule {
  readonly map: string;
  readonly register: string;
  /** Answers which key of the entry is wrong and why, or null. */
  readonly check: (entry: unknown, register: unknown) => { readonly key: string; readonly detail: string } | null;
}

/** A document kind. */
export interface DocumentSchema {
  readonly kind: DocumentKind;
  /** The Yjs root map in which the document's registers are keys. */
  readonly registersRoot: string;
  readonly fields: Readonly<Record<string, Field>>;
  readonly rules: readonly CrossRule[];
  readonly entryRules?: readonly EntryRule[];
  /** Names of the fields that lists show: a change of one reaches the lists sooner, and nothing else of the content does. */
  readonly listed: readonly string[];
  /** Names of the fields that the lists are told of besides, for what they do not show: calendar files. */
  readonly filed?: readonly string[];
}

/** Keys that would reach an object's prototype; never accepted anywhere. */
export const forbiddenKeys: ReadonlySet<string> = new Set(['__proto__', 'prototype', 'constructor']);

/** A check that also accepts null, the value of an unset field. */
export function optional(check: Check): Check {
  return (value) => (value === null ? null : check(value));
}

export function string(maxChars: number): Check {
  return (value) => {
    if (typeof value !== 'string') return 'must be a string';
    return value.length > maxChars ? `must have at most ${maxChars} characters` : null;
  };
}

export const boolean: Check = (value) => (typeof value === 'boolean' ? null : 'must be true or false');

export function oneOf(...allowed: readonly string[]): Check {
  const list = new Set<unknown>(allowed);
  return (value) => (list.has(value) ? null : `must be one of ${allowed.join(', ')}`);
}

export function amount(max: number): Check {
  return (value) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) return 'must be a finite number';
    return Math.abs(value) > max ? `must be between -${max} and ${max}` : null;
  };
}

export function integer(min: number, max: number): Check {
  return (value) =>
    Number.isInteger(value) && (value as number) >= min && (value as number) <= max
      ? null
      : `must be a whole number from ${min} to ${max}`;
}

/** `#rrggbb`. */
export const hexColor: Check = (value) =>
  typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value) ? null : 'must be a color as #rrggbb';

/** A calendar day, `YYYY-MM-DD`, that exists. */
export const calendarDate: Check = (value) => {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return 'must be a date as YYYY-MM-DD';
  const date = new Date(`${value}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== value ? 'must be a day that exists' : null;
};

/** An ISO 4217 currency code, as it is written. */
export const currencyCode: Check = (value) =>
  typeof value === 'string' && /^[A-Z]{3}$/.test(value) ? null : 'must be a currency code of three capital letters';

/** An absolute http(s) address: never a script. */
export function webAddress(maxChars: number): Check {
  return (value) => {
    if (typeof value !== 'string' || value.length > maxChars) return `must be an address of at most ${maxChars} characters`;
    if (!URL.canParse(value)) return 'must be an absolute address';
    const { protocol } = new URL(value);
    return protocol === 'https:' || protocol === 'http:' ? null : 'must be an http or https address';
  };
}
