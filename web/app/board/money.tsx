import { type FormatNumberOptions, FormattedNumber } from 'react-intl';

interface MoneyProps {
  readonly amount: number;
  /** Null: nobody has said in which. */
  readonly currency: string | null;
}

/** A sum of money in the way of the reader's language. */
export function Money({ amount, currency }: MoneyProps) {
  return <FormattedNumber value={amount} {...moneyFormat(currency)} />;
}

/** How sums in a currency are written; null where nobody has said in which. */
export function moneyFormat(currency: string | null): FormatNumberOptions {
  return currency === null
    ? { maximumFractionDigits: 2 }
    : { style: 'currency', currency, trailingZeroDisplay: 'stripIfInteger' };
}
