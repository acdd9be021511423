import { useIntl } from 'react-intl';
import { maxAmount } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import type { AmountProblem } from './amount';
import { currencyName } from './currencies';
import { digitsOf } from './totals';

/** Says what is wrong with an amount, and what would do. */
export function AmountProblemText({ problem, currency }: { problem: AmountProblem; currency: string }) {
  const text = useTextOf();
  const { locale, formatNumber } = useIntl();
  const digits = digitsOf(currency);
  if (problem === 'negative') return text('budget.negative');
  if (problem === 'too-large') return text('budget.tooLarge', { max: maxAmount });
  if (problem === 'too-precise') return text('budget.tooPrecise', { name: currencyName(currency, locale), count: digits });
  if (problem === 'other-currency') return text('budget.otherCurrency', { name: currencyName(currency, locale) });
  return text('budget.notANumber', { name: formatNumber(1_200, { minimumFractionDigits: digits }) });
}
