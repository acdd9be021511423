import { isPlainObject } from './content-check';

/** Whether two JSON values are equal, whatever the order of their keys. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) || Array.isArray(b)) {
    return (
      Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((value, index) => isSameJson(value, b[index]))
    );
  }
  if (!isPlainObject(a) || !isPlainObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSameJson(a[key], b[key]));
}

/** Bounds of a JSON value: its text in UTF-8, and objects and arrays inside one another. */
export interface JsonBounds {
  readonly maxBytes: number;
  readonly maxDepth: number;
}

/** Why something is not JSON within these bounds; null when it is. */
export function checkJson(value: unknown, { maxBytes, maxDepth }: JsonBounds): string | null {
  const problem = checkJsonDepth(value, maxDepth);
  if (problem !== null) return problem;
  return jsonBytes(value) > maxBytes ? `must have at most ${maxBytes} bytes` : null;
}

/** Depth first, and only then the text: what nests absurdly deep cannot be written. */
function checkJsonDepth(value: unknown, depth: number): string | null {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return null;
  if (typeof value === 'number') return Number.isFinite(value) ? null : 'must have finite numbers';
  const isArray = Array.isArray(value);
  if (!isArray && !isPlainObject(value)) return 'must be JSON, without keys that reach a prototype';
  if (depth === 0) return 'must not nest that deep';
  for (const inner of isArray ? value : Object.values(value)) {
    const problem = checkJsonDepth(inner, depth - 1);
    if (problem !== null) return problem;
  }
  return null;
}

const encoder = new TextEncoder();

function jsonBytes(value: unknown): number {
  return encoder.encode(JSON.stringify(value)).length;
}

/** About how many characters a value has as JSON. */
export function charsOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 1;
  return Object.entries(value).reduce((chars, [key, inner]) => chars + key.length + charsOf(inner), 1);
}

/** A copy of plain JSON. Its objects are such as libraries expect them, with a prototype. */
export function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf);
  const copied: Record<string, unknown> = {};
  for (const key of Object.keys(value)) copied[key] = copyOf((value as Record<string, unknown>)[key]);
  return copied;
}
