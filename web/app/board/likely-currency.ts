import type { Item } from '../../react';

/** The currency of a cost of which nobody has said one: that of most costs of the trip, else one of the language. */
export function likelyCurrency(items: Iterable<Item>, locale: string): string {
  const counts = new Map<string, number>();
  for (const { cost, currency } of items) {
    if (cost !== null && currency !== null) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  return most?.[0] ?? (locale === 'ja' ? 'JPY' : 'USD');
}
