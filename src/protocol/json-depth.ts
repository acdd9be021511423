/**
 * Whether objects and arrays of a JSON value are inside one another more than `depth` times. What nests absurdly deep overflows
 * the stack of whoever walks through it.
 */
export function isDeeperThan(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth === 0 || Object.values(value).some((child) => isDeeperThan(child, depth - 1));
}
