import { pointer, pointerTokens } from '../pointer';
import { type DocumentSchema, type Field, idKeyOf, isCollection, type RegisterField } from '../schema';
import type { Content } from '../view';

/** A path into a content, with every index as a number and every element also by what it is known by. */
export interface ResolvedPath {
  /** As RFC 6902 wants it: indices are numbers. */
  readonly indexed: readonly string[];
  /** The element of a collection by its id: it stays the same when others come and go. Absent ones by their index. */
  readonly named: string;
}

/** Reads the tokens of a path that was checked before. */
export function tokensOf(path: string): string[] {
  return pointerTokens(path) ?? [];
}

/** Name of the field that a path is in. */
export function rootOf(path: string): string {
  const end = path.indexOf('/', 1);
  return end < 0 ? path.slice(1) : path.slice(1, end);
}

/** The field that a path is in; null for none. */
export function fieldOf(schema: DocumentSchema, tokens: readonly string[]): Field | null {
  const [name] = tokens;
  return name !== undefined && Object.hasOwn(schema.fields, name) ? (schema.fields[name] ?? null) : null;
}

/** The register that a path names: one of the document or of an element; null for anything else. */
export function registerAt(schema: DocumentSchema, path: string): RegisterField | null {
  const tokens = tokensOf(path);
  const [, id, key, ...deeper] = tokens;
  const root = fieldOf(schema, tokens);
  if (root === null || deeper.length > 0) return null;
  if (!isCollection(root)) return root.kind === 'register' && id === undefined ? root : null;
  const field = key !== undefined && Object.hasOwn(root.element, key) ? root.element[key] : undefined;
  return field?.kind === 'register' ? field : null;
}

/**
 * Finds what `@id` in place of an index stands for (PROTOCOL.md O20); null when there is no such element, or an index is
 * not written as RFC 6901 wants it.
 */
export function resolvePath(schema: DocumentSchema, content: Content, path: string): ResolvedPath | null {
  const tokens = tokensOf(path);
  const field = fieldOf(schema, tokens);
  const [name, token] = tokens;
  if (field === null || name === undefined || token === undefined || !isCollection(field)) {
    return isReachable(content, tokens) ? { indexed: tokens, named: path } : null;
  }
  // An operation before this one may have put anything there: only what comes out of all is checked.
  const elements: readonly (Content | null)[] = elementsIn(content[name]);
  const key = idKeyOf(field);
  const index = token.startsWith('@') ? elements.findIndex((element) => element?.[key] === token.slice(1)) : indexOf(token);
  if (index === null || index < 0) return null;
  const id = elements[index]?.[key];
  const rest = tokens.slice(2);
  const indexed = [name, token === '-' ? '-' : String(index), ...rest];
  if (!isReachable(content, indexed)) return null;
  return { indexed, named: typeof id === 'string' ? pointer(name, `@${id}`, ...rest) : pointer(...indexed) };
}

/** The elements of a collection in a content. */
export function elementsIn(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? (value as Readonly<Record<string, unknown>>[]) : [];
}

/** The index that a token says; `-` is behind the last one; null when it is none. */
function indexOf(token: string): number | null {
  if (token === '-') return Number.MAX_SAFE_INTEGER;
  return /^(0|[1-9]\d*)$/.test(token) ? Number(token) : null;
}

/** Whether what a path leads through are objects and arrays, and its indices are indices. */
function isReachable(content: unknown, tokens: readonly string[]): boolean {
  let value = content;
  for (const token of tokens) {
    if (typeof value !== 'object' || value === null) return false;
    if (Array.isArray(value) && (indexOf(token) ?? -1) < 0) return false;
    value = Object.hasOwn(value, token) ? (value as Content)[token] : undefined;
  }
  return true;
}
