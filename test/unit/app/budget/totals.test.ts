import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvOf } from '../../../../web/app/budget/csv';
import { currencyChoices } from '../../../../web/app/budget/currencies';
import { digitsOf, shareFor, totalsOf } from '../../../../web/app/budget/totals';
import type { Cost } from '../../../../web/sdk';

let made = 0;
function cost(amount: number | null, fields: Partial<Cost> = {}): Cost {
  made++;
  return { id: `c${made}`, day: 1, type: null, booking_status: 'pending', cost: amount, currency: 'JPY', ...fields };
}

describe('the totals of a trip', () => {
  it('are those of each currency, by day and by kind, without what was cancelled', () => {
    const costs = [
      cost(12_000, { type: 'hotel', day: 2 }),
      cost(3_000, { type: 'restaurant' }),
      cost(1_500, { type: 'restaurant', day: null }),
      cost(9_999, { booking_status: 'cancelled', day: 3 }),
      cost(40, { currency: 'EUR', type: 'transport', booking_status: 'confirmed' }),
    ];
    const [yen, euro] = totalsOf(costs, [{ currency: 'JPY', amount: 20_000 }]);
    expect(yen).toEqual({
      currency: 'JPY',
      planned: 20_000,
      spent: 16_500,
      left: 3_500,
      days: [
        { of: 1, amount: 3_000 },
        { of: 2, amount: 12_000 },
        { of: null, amount: 1_500 },
      ],
      types: [
        { of: 'hotel', amount: 12_000 },
        { of: 'restaurant', amount: 4_500 },
      ],
      isUsed: true,
    });
    expect(euro).toMatchObject({ currency: 'EUR', planned: null, spent: 40, left: null });
  });

  it('have a budget without costs, and costs without a currency, which come last', () => {
    const totals = totalsOf([cost(5, { currency: null }), cost(7)], [{ currency: 'USD', amount: 100 }]);
    expect(totals.map(({ currency, spent, left, isUsed }) => [currency, spent, left, isUsed])).toEqual([
      ['USD', 0, 100, false],
      ['JPY', 7, null, true],
      [null, 5, null, true],
    ]);
  });

  it('say how much too much was spent, refunds included', () => {
    const costs = [cost(80, { currency: 'EUR' }), cost(50.1, { currency: 'EUR' }), cost(-10.2, { currency: 'EUR' })];
    expect(totalsOf(costs, [{ currency: 'EUR', amount: 100 }])).toMatchObject([{ spent: 119.9, left: -19.9 }]);
  });

  it('keep a currency in use that has only cancelled costs', () => {
    expect(totalsOf([cost(1, { booking_status: 'cancelled' })], [])).toMatchObject([{ spent: 0, days: [], isUsed: true }]);
  });

  it('add up exactly, in any number of small amounts', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -99_999, max: 99_999 }), { maxLength: 200 }), (cents) => {
        const costs = cents.map((amount, index) => cost(amount / 100, { currency: 'USD', day: (index % 3) + 1 }));
        const [totals] = totalsOf(costs, []);
        const exact = cents.reduce((sum, amount) => sum + amount, 0) / 100;
        expect(totals?.spent ?? 0).toBe(exact);
      }),
    );
  });
});

describe('currencies', () => {
  it.each([
    ['JPY', 0],
    ['EUR', 2],
    ['KWD', 3],
    ['XQZ', 2],
    [null, 2],
  ])('%s has %i digits', (currency, digits) => {
    expect(digitsOf(currency)).toBe(digits);
  });

  it('are shared by people in what can be paid', () => {
    expect(shareFor(3, 10_000, 'JPY')).toBe(3_333);
    expect(shareFor(3, 100, 'EUR')).toBe(33.33);
  });

  it('are offered with those of travellers first, in Japanese the yen, and none that is there already', () => {
    expect(currencyChoices('ja', new Set()).common[0]).toEqual({ code: 'JPY', name: '日本円' });
    const { common, others } = currencyChoices('en', new Set(['USD', 'ISK']));
    expect(common[0]).toEqual({ code: 'EUR', name: 'Euro' });
    const codes = [...common, ...others].map(({ code }) => code);
    expect(codes).not.toContain('USD');
    expect(codes).not.toContain('ISK');
    expect(new Set(codes).size).toBe(codes.length);
    expect(others.length).toBeGreaterThan(50);
  });
});

describe('costs for a spreadsheet', () => {
  it('quote what has to be, and calculate nothing that somebody typed', () => {
    const csv = csvOf([
      ['Title', 'Amount'],
      ['Inn, "old"', 12.5],
      ['=HYPERLINK("http://evil.example")', null],
      ['two\nlines', -3],
    ]);
    expect(csv).toBe('Title,Amount\r\n"Inn, ""old""",12.5\r\n"\'=HYPERLINK(""http://evil.example"")",\r\n"two\nlines",-3\r\n');
  });
});
