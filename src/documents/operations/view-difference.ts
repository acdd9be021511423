import type { AppliedOperation } from '../../protocol/operations';
import { isPlainObject } from '../content-check';
import { isSameJson } from '../json-values';
import { longestRisingRun } from '../list-arrangement';
import { pointer } from '../pointer';
import { type CollectionField, type DocumentSchema, type Field, idKeyOf } from '../schema';
import { textEdit } from '../text-edit';
import type { Content } from '../view';
import { elementsIn } from './element-paths';

type Element = Readonly<Record<string, unknown>>;

/**
 * The operations that lead from one content of a document to another (PROTOCOL.md O24): applied one after another, they make
 * the second out of the first. Elements are named `@id`; what is added or moved in front of another names that one.
 */
export function viewDifference(schema: DocumentSchema, before: Content, after: Content): AppliedOperation[] {
  const operations: AppliedOperation[] = [];
  for (const [name, field] of Object.entries(schema.fields)) {
    if (before[name] !== after[name]) differField(name, field, before[name], after[name], operations);
  }
  return operations;
}

function differField(name: string, field: Field, before: unknown, after: unknown, operations: AppliedOperation[]): void {
  switch (field.kind) {
    case 'text':
      if (field.formats === undefined) return differText(pointer(name), before as string, after as string, operations);
      return differValue(pointer(name), before, after, operations);
    case 'register':
    case 'ranked':
      return differValue(pointer(name), before, after, operations);
    case 'map':
    case 'json':
      return differJson([name], before, after, operations);
    case 'growSet':
      return differWords(name, before as readonly string[], after as readonly string[], operations);
    case 'list':
    case 'set':
      return differElements(name, field, elementsIn(before), elementsIn(after), operations);
  }
}

function differText(path: string, before: string, after: string, operations: AppliedOperation[]): void {
  const edit = textEdit(before, after);
  if (edit === null) return;
  operations.push({ op: 'text', path, edits: [{ at: edit.index, remove: edit.remove, insert: edit.insert }] });
}

function differValue(path: string, before: unknown, after: unknown, operations: AppliedOperation[]): void {
  if (!isSameJson(before, after)) operations.push({ op: 'replace', path, value: after });
}

function differJson(tokens: readonly string[], before: unknown, after: unknown, operations: AppliedOperation[]): void {
  if (!isPlainObject(before) || !isPlainObject(after)) return differValue(pointer(...tokens), before, after, operations);
  for (const key of Object.keys(before)) {
    if (!Object.hasOwn(after, key)) operations.push({ op: 'remove', path: pointer(...tokens, key) });
  }
  for (const [key, value] of Object.entries(after)) {
    if (!Object.hasOwn(before, key)) operations.push({ op: 'add', path: pointer(...tokens, key), value });
    else differJson([...tokens, key], before[key], value, operations);
  }
}

function differWords(name: string, before: readonly string[], after: readonly string[], operations: AppliedOperation[]): void {
  const [had, has] = [new Set(before), new Set(after)];
  for (let index = before.length - 1; index >= 0; index--) {
    if (!has.has(before[index] as string)) operations.push({ op: 'remove', path: pointer(name, String(index)) });
  }
  for (const [index, value] of after.entries()) {
    if (!had.has(value)) operations.push({ op: 'add', path: pointer(name, String(index)), value });
  }
}

function differElements(
  name: string,
  field: CollectionField,
  before: readonly Element[],
  after: readonly Element[],
  operations: AppliedOperation[],
): void {
  const key = idKeyOf(field);
  const idOf = (element: Element): string => String(element[key]);
  const path = (element: Element): string => pointer(name, `@${idOf(element)}`);
  if (before.length === after.length && before.every((element, index) => idOf(element) === idOf(after[index] as Element))) {
    for (const [index, element] of after.entries()) {
      const base = before[index];
      if (base !== undefined && base !== element) differFields(field, base, element, path(element), operations);
    }
    return;
  }
  const former = new Map(before.map((element) => [idOf(element), element]));
  const present = new Set(after.map(idOf));
  for (const element of before) if (!present.has(idOf(element))) operations.push({ op: 'remove', path: path(element) });

  const positions = new Map(before.map((element, index) => [idOf(element), index]));
  const position = (element: Element): number => positions.get(idOf(element)) ?? 0;
  const staying = after.filter((element) => former.has(idOf(element)));
  const unmoved = new Set(longestRisingRun(staying, (a, b) => position(a) - position(b)));
  // From the last to the first: what follows an element stands already, so the element can be put in front of it.
  let next: Element | null = null;
  for (const element of [...after].reverse()) {
    const anchor = (): string => (next === null ? pointer(name, '-') : path(next));
    if (!former.has(idOf(element))) operations.push({ op: 'add', path: anchor(), value: element });
    else if (!unmoved.has(element)) operations.push({ op: 'move', from: path(element), path: anchor() });
    next = element;
  }
  for (const element of staying) {
    const base = former.get(idOf(element));
    if (base !== undefined && base !== element) differFields(field, base, element, path(element), operations);
  }
}

function differFields(
  field: CollectionField,
  before: Element,
  after: Element,
  path: string,
  operations: AppliedOperation[],
): void {
  for (const [key, value] of Object.entries(after)) {
    const isText = Object.hasOwn(field.element, key) && field.element[key]?.kind === 'text';
    if (isText) differText(path + pointer(key), before[key] as string, value as string, operations);
    else if (key !== idKeyOf(field)) differValue(path + pointer(key), before[key], value, operations);
  }
}

/** Path of what an operation changed, an added element by its own id. */
export function changedPath(schema: DocumentSchema, operation: AppliedOperation): string {
  if (operation.op === 'move') return operation.from;
  if (operation.op !== 'add') return operation.path;
  const name = operation.path.slice(1).split('/', 1)[0] ?? '';
  const field = schema.fields[name];
  if (field === undefined || (field.kind !== 'list' && field.kind !== 'set')) return operation.path;
  return pointer(name, `@${String((operation.value as Element)[idKeyOf(field)])}`);
}

/** Whether one of two paths is the other, or leads to it. */
export function isRelated(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}
