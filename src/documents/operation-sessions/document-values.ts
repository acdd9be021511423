import type { AppliedOperation } from '../../protocol/operations';
import { pointerTokens } from '../pointer';
import { type DocumentSchema, idKeyOf, isCollection } from '../schema';
import type { Content } from '../view';

/** The value at a JSON Pointer whose elements are named `@id`; undefined where there is none. */
export function valueAt(view: Content, schema: DocumentSchema, path: string): unknown {
  const [name, ...rest] = pointerTokens(path) ?? [];
  if (name === undefined || !Object.hasOwn(schema.fields, name)) return undefined;
  const field = schema.fields[name];
  let value: unknown = view[name];
  for (const token of rest) {
    if (Array.isArray(value) && token.startsWith('@') && field !== undefined && isCollection(field)) {
      const id = token.slice(1);
      value = value.find((element: Content) => element[idKeyOf(field)] === id);
    } else {
      value = typeof value === 'object' && value !== null && Object.hasOwn(value, token) ? (value as Content)[token] : undefined;
    }
  }
  return value;
}

/** Whether a path names a text, of the document or of an element. */
function isTextPath(schema: DocumentSchema, path: string): boolean {
  const [name = '', element, key, ...more] = pointerTokens(path) ?? [];
  const field = Object.hasOwn(schema.fields, name) ? schema.fields[name] : undefined;
  if (field === undefined) return false;
  if (element === undefined) return field.kind === 'text';
  if (key === undefined || more.length > 0 || !isCollection(field)) return false;
  return Object.hasOwn(field.element, key) && field.element[key]?.kind === 'text';
}

/** Operations as a session takes them: what goes out at once, and the texts to be told whole. */
export interface SplitOperations {
  readonly operations: readonly AppliedOperation[];
  readonly texts: readonly string[];
}

/** Takes texts that are to be told whole out of operations: all, or, where edits are taken, those that have formats. */
export function splitTexts(schema: DocumentSchema, applied: readonly AppliedOperation[], takesEdits: boolean): SplitOperations {
  const operations: AppliedOperation[] = [];
  const texts = new Set<string>();
  for (const operation of applied) {
    const isWhole = operation.op === 'replace' && isTextPath(schema, operation.path);
    if (isWhole || (operation.op === 'text' && !takesEdits)) texts.add(operation.path);
    else operations.push(operation);
  }
  return { operations, texts: [...texts] };
}

/** Texts as a whole, as they are now. One that is gone meanwhile is left out: that it went is told by itself. */
export function wholeTexts(view: Content, schema: DocumentSchema, paths: Iterable<string>): AppliedOperation[] {
  return [...paths].flatMap((path) => {
    const value = valueAt(view, schema, path);
    return value === undefined ? [] : [{ op: 'replace', path, value }];
  });
}
