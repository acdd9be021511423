/** What most trips are paid in. */
const common = ['USD', 'EUR', 'JPY', 'GBP', 'KRW', 'TWD', 'CNY', 'HKD', 'THB', 'SGD', 'VND', 'AUD', 'CAD', 'CHF'];

/** A currency with its name in the person's language. */
export interface CurrencyName {
  readonly code: string;
  readonly name: string;
}

/** The currencies to choose from: the usual ones, the person's own first, and all others by name. */
export function currencyChoices(
  locale: string,
  taken: ReadonlySet<string | null>,
): { common: CurrencyName[]; others: CurrencyName[] } {
  const usual = locale === 'ja' ? ['JPY', ...common.filter((code) => code !== 'JPY')] : common;
  const named = (codes: readonly string[]) =>
    codes.filter((code) => !taken.has(code)).map((code) => ({ code, name: currencyName(code, locale) }));
  const others = named(Intl.supportedValuesOf('currency').filter((code) => !usual.includes(code)));
  return { common: named(usual), others: others.sort((a, b) => a.name.localeCompare(b.name, locale)) };
}

/** What a currency is called; its code where it has no name. */
export function currencyName(code: string, locale: string): string {
  return new Intl.DisplayNames(locale, { type: 'currency' }).of(code) ?? code;
}
