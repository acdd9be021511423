import { FormattedNumber } from 'react-intl';

interface MoneyProps {
  readonly amount: number;
  /** Null: nobody has said in which. */
  readonly currency: string | null;
}

/** A sum of money in the way of the reader's language. */
export function Money({ amount, currency }: MoneyProps) {
  if (currency === null) return <FormattedNumber value={amount} maximumFractionDigits={2} />;
  return <FormattedNumber value={amount} style="currency" currency={currency} trailingZeroDisplay="stripIfInteger" />;
}
