import type { Operation } from '../../protocol/operations';
import { isPlainObject } from '../content-check';
import { isSameJson } from '../json-values';
import { type DocumentSchema, type ElementField, isCollection } from '../schema';
import type { LogRow } from '../storage';
import type { Content } from '../view';
import { carryText } from './carried-text';
import { fieldOf, resolvePath, tokensOf } from './element-paths';
import type { FoundConflict } from './found-conflicts';
import { valueAt } from './races';
import { isRelated } from './view-difference';

/** An operation that others raced with, as it is to be done to the document as it is now. */
export interface CarriedRace {
  readonly operations: readonly Operation[];
  readonly conflicts: readonly FoundConflict[];
}

/** What an operation raced with. */
export interface RaceGround {
  readonly schema: DocumentSchema;
  /** The content that its author knew, but for their own later rows. */
  readonly before: Content;
  readonly head: Content;
  readonly own: readonly LogRow[];
  readonly others: readonly LogRow[];
  /** The content right after a row; null where it is not at hand. */
  readonly after: (row: LogRow) => Content | null;
}

/**
 * Carries the write of one register, or of one plain text, to the head, although others wrote the same one: the later-accepted
 * value stands and is a conflict (PROTOCOL.md O22, O30), edits of a text merge. Null for everything that is not that simple.
 */
export function carryRace(ground: RaceGround, operations: readonly unknown[]): CarriedRace | null {
  const [operation, ...more] = operations;
  if (!isWrite(operation) || more.length > 0) return null;
  const { schema, before, others, own } = ground;
  const path = resolvePath(schema, before, operation.path)?.named;
  const field = path === undefined ? null : writtenField(schema, path);
  if (path === undefined || field === null || own.some((row) => touches(row, path))) return null;
  const racing = others.filter((row) => touches(row, path));
  if (!racing.every(({ touched }) => touched.every((other) => other === path || !isRelated(other, path)))) return null;
  if (field.kind === 'register') return carryRegister(ground, field, { ...operation, path });
  return racing.every(({ kind }) => kind === 'op') ? carryTextWrite(ground, racing, { ...operation, path }) : null;
}

type Write = Operation & { readonly op: 'replace' };

function isWrite(operation: unknown): operation is Write {
  return isPlainObject(operation) && operation.op === 'replace' && typeof operation.path === 'string' && 'value' in operation;
}

function touches({ touched }: LogRow, path: string): boolean {
  return touched.some((other) => isRelated(other, path));
}

/** The field that a path names as a whole, of those of which one write is the whole change; null for any other. */
function writtenField(schema: DocumentSchema, path: string): Exclude<ElementField, { kind: 'ranked' }> | null {
  const tokens = tokensOf(path);
  const [name = '', id, key, ...deeper] = tokens;
  const root = fieldOf(schema, tokens);
  if (root === null || deeper.length > 0 || schema.rules.some(({ fields }) => fields.includes(name))) return null;
  let field: unknown = root;
  if (isCollection(root)) field = id?.startsWith('@') && key !== undefined ? ownField(root.element, key) : null;
  else if (id !== undefined) return null;
  const found = field as ElementField | null;
  if (found?.kind === 'register') return found;
  return found?.kind === 'text' && !('formats' in found) ? found : null;
}

function ownField(fields: Readonly<Record<string, ElementField>>, key: string): ElementField | null {
  return Object.hasOwn(fields, key) ? (fields[key] ?? null) : null;
}

function carryRegister(
  { schema, before, head }: RaceGround,
  field: Extract<ElementField, { kind: 'register' }>,
  operation: Write,
): CarriedRace | null {
  const { path, value } = operation;
  const [base, now] = [before, head].map((content) => valueAt(schema, content, path));
  const unset = field.unset ?? null;
  const wanted = value ?? unset;
  // Who sets what they saw changes nothing.
  if (base === undefined || now === undefined || isSameJson(wanted, base)) return null;
  if (isSameJson(wanted, now)) return { operations: [operation], conflicts: [] };
  const conflict: FoundConflict = { type: 'update_update', path, winner: wanted, loser: now, base: { value: base } };
  return { operations: [operation], conflicts: [conflict] };
}

function carryTextWrite({ schema, before, after }: RaceGround, racing: readonly LogRow[], operation: Write): CarriedRace | null {
  const { path, value } = operation;
  const contents = [before, ...racing.map(after)];
  const states = contents.map((content) => (content === null ? null : valueAt(schema, content, path)));
  if (typeof value !== 'string' || !states.every((state) => typeof state === 'string')) return null;
  const text = carryText(states, value);
  return text === null ? null : { operations: [{ op: 'replace', path, value: text }], conflicts: [] };
}
