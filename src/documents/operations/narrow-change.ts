import { type DocumentSchema, type Field, idKeyOf, isCollection } from '../schema';
import type { Content } from '../view';

/** A change of a content, cut down to the fields that it may have changed and what is checked with them. */
export interface NarrowChange {
  readonly schema: DocumentSchema;
  readonly before: Content;
  readonly after: Content;
  /** The same without the elements that both contents share, where none came, went or moved. */
  readonly changed: { readonly before: Content; readonly after: Content };
}

/** Leaves out the fields that both contents share: there is nothing to check, to write or to measure in them. */
export function narrowChange(schema: DocumentSchema, before: Content, after: Content): NarrowChange {
  const changed = [...Object.keys(before), ...Object.keys(after)].filter((name) => before[name] !== after[name]);
  const rules = schema.rules.filter((rule) => rule.fields.some((name) => changed.includes(name)));
  const entryRules = (schema.entryRules ?? []).filter(({ map }) => changed.includes(map));
  const beside = [...rules.flatMap(({ fields }) => fields), ...entryRules.map(({ register }) => register)];
  const names = new Set([...changed, ...beside]);
  const fields: Record<string, Field> = {};
  const narrow = { before: Object.create(null) as Content, after: Object.create(null) as Content };
  for (const name of names) {
    const field = Object.hasOwn(schema.fields, name) ? schema.fields[name] : undefined;
    if (field !== undefined) fields[name] = field;
    if (Object.hasOwn(before, name)) narrow.before[name] = before[name];
    if (Object.hasOwn(after, name)) narrow.after[name] = after[name];
  }
  return {
    schema: { ...schema, fields, rules, entryRules },
    ...narrow,
    changed: withoutShared(fields, narrow.before, narrow.after),
  };
}

function withoutShared(fields: Readonly<Record<string, Field>>, before: Content, after: Content): NarrowChange['changed'] {
  const changed = { before: { ...before }, after: { ...after } };
  for (const [name, field] of Object.entries(fields)) {
    const [a, b] = [before[name], after[name]];
    if (!isCollection(field) || !Array.isArray(a) || !Array.isArray(b) || !isSameSequence(a, b, idKeyOf(field))) continue;
    changed.before[name] = a.filter((element, index) => element !== b[index]);
    changed.after[name] = b.filter((element, index) => element !== a[index]);
  }
  return changed;
}

function isSameSequence(a: readonly unknown[], b: readonly unknown[], key: string): boolean {
  const idOf = (element: unknown): unknown => (element as Content | null)?.[key];
  return a.length === b.length && a.every((element, index) => element === b[index] || idOf(element) === idOf(b[index]));
}
