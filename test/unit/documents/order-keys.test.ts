import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOrderKey, orderKeyBetween, orderKeysBetween } from '../../../src/documents/order-keys';
import { fieldLimits } from '../../../src/protocol/limits';
import { seededRandom } from '../../support/engine-harness';

const digits = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'];
/** Any order key, also the meanest: long runs of the lowest and the highest digit. */
const key = fc
  .tuple(fc.array(fc.constantFrom('0', 'z', '1', ...digits), { maxLength: 12 }), fc.constantFrom(...digits.slice(1)))
  .map(([head, last]) => head.join('') + last);
const end = fc.option(key);
const seed = fc.nat();

describe('order keys', () => {
  it('there is always one strictly between two others, and it is a key', () => {
    fc.assert(
      fc.property(end, end, seed, (a, b, dice) => {
        const [after, before] = a !== null && b !== null && a > b ? [b, a] : [a, b];
        fc.pre(after === null || before === null || after < before);
        const between = orderKeyBetween(after, before, seededRandom(dice));
        if (after !== null) expect(between > after).toBe(true);
        if (before !== null) expect(between < before).toBe(true);
        expect(between).toMatch(/^[0-9A-Za-z]*[1-9A-Za-z]$/);
      }),
      { numRuns: 3_000 },
    );
  });

  it('also with the lowest and the highest dice', () => {
    for (const random of [() => 0, () => 1 - Number.EPSILON]) {
      let [low, high] = ['1', '2'];
      for (let i = 0; i < 50; i++) {
        const between = orderKeyBetween(low, high, random);
        expect(low < between && between < high).toBe(true);
        if (i % 2 === 0) low = between;
        else high = between;
      }
    }
  });

  it('there is none between equal ones, or in the wrong order', () => {
    expect(() => orderKeyBetween('V', 'V', () => 0.5)).toThrow(RangeError);
    expect(() => orderKeyBetween('b', 'a', () => 0.5)).toThrow(RangeError);
  });

  it('two at the same place differ', () => {
    const random = seededRandom(1);
    const keys = Array.from({ length: 200 }, () => orderKeyBetween('A', 'B', random));
    expect(new Set(keys).size).toBe(200);
  });

  it('many between two ends rise, and stay short', () => {
    fc.assert(
      fc.property(end, end, fc.nat({ max: 300 }), seed, (a, b, count, dice) => {
        const [after, before] = a !== null && b !== null && a > b ? [b, a] : [a, b];
        fc.pre(after === null || before === null || after < before);
        const keys = orderKeysBetween(after, before, count, seededRandom(dice));
        expect(keys).toHaveLength(count);
        const all = [...(after === null ? [] : [after]), ...keys, ...(before === null ? [] : [before])];
        for (let i = 1; i < all.length; i++) expect((all[i - 1] as string) < (all[i] as string)).toBe(true);
      }),
      { numRuns: 200 },
    );
    const many = orderKeysBetween(null, null, 10_000, seededRandom(1));
    expect(Math.max(...many.map(({ length }) => length))).toBeLessThanOrEqual(fieldLimits.maxOrderKeyChars);
  });

  it.each([
    ['V', true],
    ['0V', true],
    ['', false],
    ['0', false],
    ['V0', false],
    ['V ', false],
    ['é', false],
    [5, false],
    [null, false],
    ['1'.repeat(fieldLimits.maxOrderKeyChars), true],
    ['1'.repeat(fieldLimits.maxOrderKeyChars + 1), false],
  ])('%j is one: %s', (value, expected) => {
    expect(isOrderKey(value)).toBe(expected);
  });
});
