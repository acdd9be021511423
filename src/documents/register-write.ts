import type * as Y from 'yjs';
import { isSameJson } from './json-values';
import type { ElementField } from './schema';

/** Null is how JSON says that a register is not set. Answers whether there was something to do. */
export function writeRegister(
  map: Y.Map<unknown>,
  key: string,
  field: Exclude<ElementField, { kind: 'text' }>,
  value: unknown,
): boolean {
  const unset = field.kind === 'ranked' ? field.ranks[0] : (field.unset ?? null);
  if (isSameJson(map.get(key) ?? unset, value ?? unset)) return false;
  writeKey(map, key, value);
  return true;
}

/** Null is how JSON says that a key is not set. */
export function writeKey(map: Y.Map<unknown>, key: string, value: unknown): void {
  if (value === null) map.delete(key);
  else map.set(key, value);
}
