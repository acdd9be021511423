import { fieldLimits } from '../protocol/limits';

/**
 * Fractional order keys: strings between which there is always another one. Compared by code unit. Two people who
 * insert at the same place at the same moment get different keys, because each key ends in random digits.
 */

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const base = digits.length;
const jitterDigits = 4;

/** Whether a value is an order key: digits of base 62, not ending in the lowest one. */
export function isOrderKey(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9A-Za-z]*[1-9A-Za-z]$/.test(value) && value.length <= fieldLimits.maxOrderKeyChars;
}

/** Compares strings by code unit: the order of keys and, for equal keys, of ids. */
export function compareKeys(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * A key strictly between `after` and `before`; null stands for the open end on that side.
 * @param random uniform in [0, 1).
 * @throws RangeError when `after` is not lower than `before`: there is nothing between them.
 */
export function orderKeyBetween(after: string | null, before: string | null, random: () => number): string {
  if (after !== null && before !== null && after >= before) throw new RangeError('no key between these two');
  const prefix = midpoint(after ?? '', before);
  let key = prefix;
  for (let i = 0; i < jitterDigits - 1; i++) key += digits[Math.floor(random() * base)];
  // The last digit is never the lowest one: there has to be room below every key.
  return key + digits[1 + Math.floor(random() * (base - 1))];
}

/** `count` keys in rising order between the two ends, evenly spread so that none is long. */
export function orderKeysBetween(after: string | null, before: string | null, count: number, random: () => number): string[] {
  if (count === 0) return [];
  const half = count >> 1;
  const middle = orderKeyBetween(after, before, random);
  return [
    ...orderKeysBetween(after, middle, half, random),
    middle,
    ...orderKeysBetween(middle, before, count - half - 1, random),
  ];
}

/** A prefix such that every string that starts with it, and is longer, lies strictly between the two. */
function midpoint(low: string, high: string | null): string {
  let prefix = '';
  let ceiling = high;
  for (let i = 0; ; i++) {
    const from = i < low.length ? digits.indexOf(low[i] as string) : 0;
    const to = ceiling !== null && i < ceiling.length ? digits.indexOf(ceiling[i] as string) : base;
    if (to - from > 1) return prefix + digits[(from + to) >> 1];
    prefix += digits[from];
    if (to > from) ceiling = null;
  }
}
