/** Why something that was typed is no amount of money. */
export type AmountProblem = 'not-a-number' | 'other-currency' | 'too-precise' | 'too-large' | 'negative';

/** What was typed: an amount, nothing, or something else. */
export type TypedAmount =
  | { readonly kind: 'empty' }
  | { readonly kind: 'amount'; readonly amount: number }
  | { readonly kind: 'problem'; readonly problem: AmountProblem };

export interface AmountRules {
  /** How the person writes numbers. */
  readonly locale: string;
  /** What the amount is in: ISO 4217. */
  readonly currency: string;
  /** Digits behind the point that the currency has. */
  readonly digits: number;
  readonly max: number;
}

/** What Japanese counts large amounts in. */
const counters: Readonly<Record<string, number>> = { 千: 1_000, 万: 10_000, 億: 100_000_000 };

/**
 * Reads an amount as people type it: with full-width digits, with separators between thousands as their language
 * writes them, with the sign of its currency, in Japanese also as 3万. A separator in the wrong place is no amount: who
 * types 1,5 may mean one and a half.
 */
export function parseAmount(typed: string, { locale, currency, digits, max }: AmountRules): TypedAmount {
  const whole = typed.normalize('NFKC');
  const words = whole.replace(/[\s\p{Sc}円]/gu, '').replace(/^[−–]/, '-');
  if (words === '') return typed.trim() === '' ? { kind: 'empty' } : problem('not-a-number');
  const [, sign, number, counter] = /^(-?)([\d.,'’\u00a0\u202f]+)([千万億]?)$/.exec(words) ?? [];
  const plain = number === undefined ? null : plainNumber(number, separatorsOf(locale));
  if (plain === null) return problem('not-a-number');
  const signs = whole.match(/[\p{Sc}円]/gu) ?? [];
  if (signs.some((sign) => !signsOf(currency, locale).includes(sign))) return problem('other-currency');
  const amount = Number(plain) * (counters[counter ?? ''] ?? 1);
  if (sign === '-' && amount !== 0) return problem('negative');
  if (amount > max) return problem('too-large');
  const units = 10 ** digits;
  const rounded = Math.round(amount * units) / units;
  return Math.abs(rounded - amount) > 1e-9 * Math.max(1, amount) ? problem('too-precise') : { kind: 'amount', amount: rounded };
}

/** How a currency is written, short and at length: `$` may stand for several. */
function signsOf(currency: string, locale: string): string {
  const written = (['symbol', 'narrowSymbol'] as const).map((currencyDisplay) =>
    new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay }).format(0),
  );
  return `${written.join('').normalize('NFKC')}${currency === 'JPY' ? '円' : ''}`;
}

/** An amount as it is edited: as the person writes numbers, without its currency. */
export function editableAmount(amount: number, { locale, digits }: Pick<AmountRules, 'locale' | 'digits'>): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(amount);
}

interface Separators {
  readonly group: string;
  readonly decimal: string;
}

/** A number as programs write it; null when its separators do not stand where they belong. */
function plainNumber(number: string, { group, decimal }: Separators): string | null {
  const [whole = '', fraction, ...more] = number.split(decimal);
  if (more.length > 0 || (fraction !== undefined && !/^\d*$/.test(fraction))) return null;
  const groups = whole.split(group);
  const isGrouped = groups.every((one, index) => (index === 0 ? /^\d{1,3}$/ : /^\d{3}$/).test(one));
  if (groups.length > 1 ? !isGrouped : !/^\d*$/.test(whole)) return null;
  if (whole === '' && !fraction) return null;
  return `${groups.join('') || '0'}.${fraction || '0'}`;
}

function separatorsOf(locale: string): Separators {
  const parts = new Intl.NumberFormat(locale, { useGrouping: 'always' }).formatToParts(12_345.6);
  const partOf = (type: Intl.NumberFormatPartTypes, otherwise: string) =>
    parts.find((part) => part.type === type)?.value ?? otherwise;
  return { group: partOf('group', ','), decimal: partOf('decimal', '.') };
}

function problem(what: AmountProblem): TypedAmount {
  return { kind: 'problem', problem: what };
}
