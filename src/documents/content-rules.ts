import type { Refusal } from '../protocol/codes';
import { type FieldProblem, validateContent } from './content-validation';
import { isSameJson } from './json-values';
import { pointer } from './pointer';
import { type CollectionField, type DocumentSchema, idKeyOf, isCollection, type RankedField } from './schema';
import { type Content, readOnlyFields } from './view';

/** Why a content may not take the place of another; null when it may. */
export type ContentCheck = (schema: DocumentSchema, before: Content, after: Content) => Refusal | null;

/** What every change of a content has to pass, in this order (PROTOCOL.md V1, V2, V5, R13). */
export const contentChecks: readonly ContentCheck[] = [findReadOnlyWrite, findBrokenRule, findTooMany, findRemovedWord];

/** Why a content may not take the place of another; null when it may. */
export function checkContent(schema: DocumentSchema, before: Content, after: Content): Refusal | null {
  for (const check of contentChecks) {
    const refusal = check(schema, before, after);
    if (refusal !== null) return refusal;
  }
  return null;
}

function findReadOnlyWrite(_schema: DocumentSchema, before: Content, after: Content): Refusal | null {
  const readOnly = [...readOnlyFields].find((name) => JSON.stringify(after[name]) !== JSON.stringify(before[name]));
  return readOnly === undefined ? null : { code: 'read-only-field', extensions: { pointer: `/${readOnly}` } };
}

function findBrokenRule(schema: DocumentSchema, before: Content, after: Content): Refusal | null {
  const problems = validateContent(schema, after);
  const errors = problems.length > 0 ? problems : findUnfitEntries(schema, before, after);
  const [first] = errors;
  return first === undefined ? null : { code: 'invalid', detail: `${first.pointer} ${first.detail}`, extensions: { errors } };
}

/** Entries of maps that a change brings and that do not fit the registers it leaves. */
function findUnfitEntries(schema: DocumentSchema, before: Content, after: Content): FieldProblem[] {
  return (schema.entryRules ?? []).flatMap(({ map, register, check }) => {
    const former = (before[map] ?? {}) as Content;
    const brought = Object.entries((after[map] ?? {}) as Content).filter(([key, entry]) => !isSameJson(former[key], entry));
    return brought.flatMap(([key, entry]): FieldProblem[] => {
      const problem = check(entry, after[register]);
      return problem === null ? [] : [{ pointer: pointer(map, key, problem.key), detail: problem.detail }];
    });
  });
}

/** Finds a field that a change gives more than it may have. What has more already, from before there was a limit, may lose some. */
function findTooMany(schema: DocumentSchema, before: Content, after: Content): Refusal | null {
  for (const [name, field] of Object.entries(schema.fields)) {
    const max = field.kind === 'set' || field.kind === 'map' ? field.maxEntries : undefined;
    if (max === undefined || entriesIn(after[name]) <= Math.max(max, entriesIn(before[name]))) continue;
    const error = { pointer: pointer(name), detail: `must have at most ${max} entries` };
    return { code: 'invalid', detail: `${error.pointer} ${error.detail}`, extensions: { errors: [error] } };
  }
  return null;
}

function entriesIn(value: unknown): number {
  return Object.keys(value ?? {}).length;
}

/** Finds a word that a change takes out of a set that only grows. */
function findRemovedWord(schema: DocumentSchema, before: Content, after: Content): Refusal | null {
  for (const [name, field] of Object.entries(schema.fields)) {
    if (field.kind !== 'growSet') continue;
    const staying = new Set((after[name] ?? []) as readonly string[]);
    const removed = ((before[name] ?? []) as readonly string[]).findIndex((word) => !staying.has(word));
    if (removed >= 0) return { code: 'grow-only', extensions: { pointer: `/${name}/${removed}` } };
  }
  return null;
}

/** Finds a ranked field that a change sets back: that takes a permission (R7). */
export function findStepBack(schema: DocumentSchema, before: Content, after: Content): Refusal | null {
  for (const [name, field] of Object.entries(schema.fields)) {
    if (field.kind === 'ranked' && isLowered(field, before[name], after[name])) return stepBack(name, `/${name}`);
    if (!isCollection(field)) continue;
    const idKey = idKeyOf(field);
    const former = new Map(elementsOf(before[name]).map((element) => [element[idKey], element]));
    for (const element of elementsOf(after[name])) {
      const key = loweredField(field, former.get(element[idKey]), element);
      if (key !== null) return stepBack(key, `/${name}/@${String(element[idKey])}/${key}`);
    }
  }
  return null;
}

function stepBack(field: string, pointer: string): Refusal {
  return { code: 'forbidden', detail: `Only an owner may set ${field} back.`, extensions: { pointer } };
}

type Element = Readonly<Record<string, unknown>>;

function elementsOf(value: unknown): readonly Element[] {
  return Array.isArray(value) ? (value as Element[]) : [];
}

function loweredField(field: CollectionField, before: Element | undefined, after: Element): string | null {
  if (before === undefined) return null;
  for (const [key, elementField] of Object.entries(field.element)) {
    if (elementField.kind === 'ranked' && isLowered(elementField, before[key], after[key])) return key;
  }
  return null;
}

function isLowered({ ranks }: RankedField, before: unknown, after: unknown): boolean {
  const rank = (value: unknown): number => ranks.indexOf((value ?? ranks[0]) as string);
  return rank(after) < rank(before);
}
