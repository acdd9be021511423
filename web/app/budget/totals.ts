import type { Cost, ItemType, PlannedAmount } from '../../react';

/** A share of what a trip costs. */
export interface Share<Of> {
  /** Null: of nobody has said what. */
  readonly of: Of | null;
  readonly amount: number;
}

/** What is planned and what is spent in one currency. */
export interface CurrencyTotals {
  /** Null: costs of which nobody has said in which currency. */
  readonly currency: string | null;
  /** Null: no budget is set. */
  readonly planned: number | null;
  readonly spent: number;
  /** What is left of the budget; below zero when more is spent. Null without a budget. */
  readonly left: number | null;
  /** By day, in order; what is not planned last. */
  readonly days: readonly Share<number>[];
  /** By kind of thing, the dearest first. */
  readonly types: readonly Share<ItemType>[];
  /** Whether a card has a cost in it, cancelled or not: then it is in use. */
  readonly isUsed: boolean;
}

/** What was found out of currencies: asking takes long, and every column of a plan asks. */
const knownDigits = new Map<string, number>();

/** The digits that a currency has behind its point. */
export function digitsOf(currency: string | null): number {
  if (currency === null) return 2;
  const known = knownDigits.get(currency);
  if (known !== undefined) return known;
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  knownDigits.set(currency, digits);
  return digits;
}

/** The totals of each currency that has a budget or a cost: those with both first, then those with a budget. */
export function totalsOf(costs: readonly Cost[], budget: readonly PlannedAmount[]): CurrencyTotals[] {
  const byCurrency = Map.groupBy(costs, ({ currency }) => currency);
  const planned = new Map<string | null, number>(budget.map(({ currency, amount }) => [currency, amount]));
  return [...new Set([...planned.keys(), ...byCurrency.keys()])]
    .map((currency) => totalsIn(currency, byCurrency.get(currency) ?? [], planned.get(currency) ?? null))
    .sort((a, b) => weightOf(b) - weightOf(a) || compareCodes(a.currency, b.currency));
}

/** An equal share of an amount for so many people, rounded to what the currency has. */
export function shareFor(people: number, amount: number, currency: string | null): number {
  const units = unitsOf(currency);
  return Math.round((amount * units) / people) / units;
}

function totalsIn(currency: string | null, costs: readonly Cost[], planned: number | null): CurrencyTotals {
  const valid = costs.filter(({ booking_status }) => booking_status !== 'cancelled');
  const units = unitsOf(currency);
  const spent = sum(valid, units);
  const days = shares(valid, units, ({ day }) => day);
  const types = shares(valid, units, ({ type }) => type);
  return {
    currency,
    planned,
    spent,
    left: planned === null ? null : (Math.round(planned * units) - Math.round(spent * units)) / units,
    days: days.sort((a, b) => (a.of ?? Number.POSITIVE_INFINITY) - (b.of ?? Number.POSITIVE_INFINITY)),
    types: types.sort((a, b) => b.amount - a.amount),
    isUsed: costs.length > 0,
  };
}

function shares<Of>(costs: readonly Cost[], units: number, of: (cost: Cost) => Of | null): Share<Of>[] {
  return [...Map.groupBy(costs, of)].map(([key, some]) => ({ of: key, amount: sum(some, units) }));
}

/** Adds in the smallest unit of the currency: the fractions of binary numbers do not add up. */
function sum(costs: readonly Cost[], units: number): number {
  return costs.reduce((total, { cost }) => total + Math.round((cost ?? 0) * units), 0) / units;
}

function unitsOf(currency: string | null): number {
  return 10 ** digitsOf(currency);
}

function weightOf({ planned, isUsed }: CurrencyTotals): number {
  return (planned === null ? 0 : 2) + (isUsed ? 1 : 0);
}

/** Costs without a currency come last. */
function compareCodes(a: string | null, b: string | null): number {
  return (a ?? '~') < (b ?? '~') ? -1 : 1;
}
