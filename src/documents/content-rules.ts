import type { Refusal } from '../protocol/codes';
import { validateContent } from './content-validation';
import type { DocumentSchema, ListField } from './schema';
import { type Content, readOnlyFields } from './view';

/** Why a content may not take the place of another; null when it may (PROTOCOL.md V1, V2). */
export function checkContent(schema: DocumentSchema, before: Content, after: Content): Refusal | null {
  const readOnly = [...readOnlyFields].find((name) => JSON.stringify(after[name]) !== JSON.stringify(before[name]));
  if (readOnly !== undefined) return { code: 'read-only-field', extensions: { pointer: `/${readOnly}` } };
  const errors = validateContent(schema, after);
  const [first] = errors;
  return first === undefined ? null : { code: 'invalid', detail: `${first.pointer} ${first.detail}`, extensions: { errors } };
}

/** Finds a ranked field that a change sets back: that takes a permission (R7). */
export function findStepBack(schema: DocumentSchema, before: Content, after: Content): Refusal | null {
  for (const [name, field] of Object.entries(schema.fields)) {
    if (field.kind !== 'list') continue;
    const former = new Map(elementsOf(before[name]).map((element) => [element.id, element]));
    for (const element of elementsOf(after[name])) {
      const key = loweredField(field, former.get(element.id), element);
      if (key === null) continue;
      const pointer = `/${name}/@${String(element.id)}/${key}`;
      return { code: 'forbidden', detail: `Only an owner may set ${key} back.`, extensions: { pointer } };
    }
  }
  return null;
}

type Element = Readonly<Record<string, unknown>>;

function elementsOf(value: unknown): readonly Element[] {
  return Array.isArray(value) ? (value as Element[]) : [];
}

function loweredField(field: ListField, before: Element | undefined, after: Element): string | null {
  if (before === undefined) return null;
  for (const [key, elementField] of Object.entries(field.element)) {
    if (elementField.kind !== 'ranked') continue;
    const rank = (value: unknown): number => elementField.ranks.indexOf((value ?? elementField.ranks[0]) as string);
    if (rank(after[key]) < rank(before[key])) return key;
  }
  return null;
}
