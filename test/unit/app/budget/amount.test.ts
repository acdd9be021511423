import { describe, expect, it } from 'vitest';
import { editableAmount, parseAmount } from '../../../../web/app/budget/amount';

const rules = { locale: 'en', currency: 'JPY', digits: 2, max: 1_000_000_000_000 };

function read(typed: string, change: Partial<typeof rules> = {}): number | string {
  const parsed = parseAmount(typed, { ...rules, ...change });
  if (parsed.kind === 'amount') return parsed.amount;
  return parsed.kind === 'problem' ? parsed.problem : parsed.kind;
}

describe('an amount that was typed', () => {
  it.each([
    ['1200', 1_200],
    ['1,200', 1_200],
    ['12,345,678.9', 12_345_678.9],
    ['１２００', 1_200],
    ['１，２００．５', 1_200.5],
    ['1.5', 1.5],
    ['.5', 0.5],
    ['5.', 5],
    ['0', 0],
    [' ¥ 1,200 ', 1_200],
    ['￥１２００', 1_200],
    ['1200円', 1_200],
    ['3万', 30_000],
    ['1.5億円', 150_000_000],
    ['', 'empty'],
    ['   ', 'empty'],
  ])('%j is %j', (typed, expected) => {
    expect(read(typed)).toBe(expected);
  });

  it.each([
    ['abc', 'not-a-number'],
    ['¥', 'not-a-number'],
    ['12abc', 'not-a-number'],
    ['.', 'not-a-number'],
    ['1e5', 'not-a-number'],
    ['1,5', 'not-a-number'],
    ['12,34', 'not-a-number'],
    ['1,2345', 'not-a-number'],
    ['1.2.3', 'not-a-number'],
    ['-5', 'negative'],
    ['−5', 'negative'],
    ['1000000000001', 'too-large'],
    ['100000億', 'too-large'],
    ['1.005', 'too-precise'],
  ])('%j is refused: %s', (typed, expected) => {
    expect(read(typed)).toBe(expected);
  });

  it.each([
    ['$12.50', 'USD', 12.5],
    ['$12.50', 'AUD', 12.5],
    ['€12.50', 'EUR', 12.5],
    ['¥12', 'CNY', 12],
    ['¥1200', 'EUR', 'other-currency'],
    ['1200円', 'USD', 'other-currency'],
    ['$12.50', 'CHF', 'other-currency'],
  ])('with a sign: %j in %s is %j', (typed, currency, expected) => {
    expect(read(typed, { currency })).toBe(expected);
  });

  it('has the digits of its currency, and no rounding errors of its own', () => {
    expect(read('1.5', { digits: 0 })).toBe('too-precise');
    expect(read('1.0', { digits: 0 })).toBe(1);
    expect(read('1.234', { digits: 3 })).toBe(1.234);
    expect(read('4.35')).toBe(4.35);
    expect(read('1.13万')).toBe(11_300);
  });

  it('is written as the language of the person writes numbers', () => {
    expect(read('1.200,5', { locale: 'de' })).toBe(1_200.5);
    expect(read('1,5', { locale: 'de' })).toBe(1.5);
    expect(read('1,200', { locale: 'ja' })).toBe(1_200);
  });

  it.each(['en', 'ja', 'de'])('is edited in %s in a way that is read again', (locale) => {
    const shown = editableAmount(1_234.5, { locale, digits: 2 });
    expect(read(shown, { locale })).toBe(1_234.5);
  });
});
