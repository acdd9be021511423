import { checkEntryKey, isPlainObject } from './content-check';
import { checkElementField, isElementId } from './elements';
import { checkJson } from './json-values';
import { isOrderKey } from './order-keys';
import { isDay } from './placement';
import { pointer } from './pointer';
import {
  type CollectionField,
  type DocumentSchema,
  type Field,
  type GrowSetField,
  idKeyOf,
  isPlaced,
  type MapField,
  type TextField,
} from './schema';
import { type Content, readOnlyFields } from './view';

/** Why one value is not accepted. */
export interface FieldProblem {
  /** JSON Pointer into the content that was checked. */
  readonly pointer: string;
  readonly detail: string;
}

/** Checks a whole content against the schema, before it touches the document (PROTOCOL.md V2). Empty: it is fine. */
export function validateContent(schema: DocumentSchema, content: Content): FieldProblem[] {
  const problems: FieldProblem[] = [];
  const add = (path: string, detail: string | null): void => {
    if (detail !== null) problems.push({ pointer: path, detail });
  };
  for (const name of Object.keys(content)) {
    if (!Object.hasOwn(schema.fields, name) && !readOnlyFields.has(name)) add(pointer(name), 'is not a field of this document');
  }
  for (const [name, field] of Object.entries(schema.fields)) {
    validateField(name, field, content[name] ?? null, add);
    validateUnicode(pointer(name), content[name], add);
  }
  if (problems.length === 0) {
    for (const rule of schema.rules) {
      add(pointer(rule.fields.at(-1) ?? ''), rule.check(...rule.fields.map((name) => content[name] ?? null)));
    }
  }
  return problems;
}

/** Half a surrogate pair has no encoding: it would come back from the log as another character. */
function validateUnicode(path: string, value: unknown, add: Add): void {
  if (typeof value === 'string') add(path, value.isWellFormed() ? null : 'must be well-formed Unicode');
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      add(path, key.isWellFormed() ? null : 'must have keys of well-formed Unicode');
      validateUnicode(path + pointer(key), inner, add);
    }
  }
}

type Add = (path: string, detail: string | null) => void;

function validateField(name: string, field: Field, value: unknown, add: Add): void {
  const path = pointer(name);
  switch (field.kind) {
    case 'text':
      return add(path, checkText(field, value));
    case 'register':
      return add(path, field.check(value));
    case 'ranked':
      // In JSON, null is how a field is unset.
      return add(path, value === null ? null : checkElementField(field, value));
    case 'map':
      return validateMap(name, field, value, add);
    case 'growSet':
      return validateGrowSet(name, field, value, add);
    case 'json':
      return add(path, checkJson(value, field));
    case 'list':
    case 'set':
      return validateCollection(name, field, value, add);
  }
}

function validateMap(name: string, field: MapField, value: unknown, add: Add): void {
  if (value !== null && !isPlainObject(value)) return add(pointer(name), 'must be an object');
  for (const [key, entry] of Object.entries(value ?? {})) {
    add(pointer(name, key), checkEntryKey(field, key) ?? field.check(entry));
  }
}

function validateGrowSet(name: string, field: GrowSetField, value: unknown, add: Add): void {
  if (value !== null && !Array.isArray(value)) return add(pointer(name), 'must be an array');
  if (new Set(value ?? []).size > field.maxWords) add(pointer(name), `must have at most ${field.maxWords} words`);
  for (const [index, word] of (value ?? []).entries()) {
    add(pointer(name, String(index)), typeof word === 'string' ? checkEntryKey(field, word) : 'must be a string');
  }
}

function checkText(field: TextField, value: unknown): string | null {
  if (value === null || typeof value === 'string') return null;
  if (field.formats === undefined) return 'must be a string';
  return Array.isArray(value) && value.every((run) => isRun(field, run))
    ? null
    : 'must be a string or a list of {insert, attributes}';
}

function isRun(field: TextField, run: unknown): boolean {
  if (!isPlainObject(run) || typeof run.insert !== 'string' || run.insert === '') return false;
  if (Object.keys(run).some((key) => key !== 'insert' && key !== 'attributes')) return false;
  if (run.attributes === undefined) return true;
  const { formats } = field;
  if (!isPlainObject(run.attributes) || formats === undefined) return false;
  return Object.entries(run.attributes).every(([key, value]) => Object.hasOwn(formats, key) && formats[key]?.(value) === null);
}

function validateCollection(name: string, field: CollectionField, value: unknown, add: Add): void {
  if (value !== null && !Array.isArray(value)) return add(pointer(name), 'must be an array');
  const idKey = idKeyOf(field);
  const ids = new Set<unknown>();
  for (const [index, element] of (value ?? []).entries()) {
    const path = (key?: string): string => (key === undefined ? pointer(name, String(index)) : pointer(name, String(index), key));
    if (!isPlainObject(element)) {
      add(path(), 'must be an object');
      continue;
    }
    const id = element[idKey];
    // An element of a list that has no id gets one.
    if (id !== undefined || field.kind === 'set') {
      if (!isElementId(field, id)) add(path(idKey), 'must be a short string');
      else if (ids.has(id)) add(path(idKey), 'must be there only once');
      ids.add(id);
    }
    validateElement(field, element, (key, detail) => add(path(key), detail));
  }
}

function validateElement(
  field: CollectionField,
  element: Record<string, unknown>,
  add: (key: string, detail: string | null) => void,
): void {
  for (const [key, value] of Object.entries(element)) {
    if (key === idKeyOf(field)) continue;
    if (isPlaced(field) && key === 'day') add(key, isDay(value) ? null : 'must be a day, counted from 1, or null');
    else if (isPlaced(field) && key === 'order') add(key, value === null || isOrderKey(value) ? null : 'must be an order key');
    else if (!Object.hasOwn(field.element, key)) add(key, 'is not a field of its elements');
    else {
      const elementField = field.element[key];
      // In JSON, null is how a field is unset.
      if (elementField !== undefined && value !== null) add(key, checkElementField(elementField, value));
    }
  }
}
