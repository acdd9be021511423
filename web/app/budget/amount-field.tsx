import { useId } from 'react';
import { useIntl } from 'react-intl';
import { maxAmount } from '../../react';
import { useDraft } from '../drafts/use-draft';
import { useTextOf } from '../i18n/use-text-of';
import { useLockable } from '../locks/use-locks';
import { FieldFrame } from '../trip/field-frame';
import { useOpenTrip } from '../trip/trip-context';
import { budgetPart } from '../trip/trip-parts';
import { editableAmount, parseAmount } from './amount';
import { AmountProblemText } from './amount-problem';
import { currencyName } from './currencies';
import { digitsOf } from './totals';

interface AmountFieldProps {
  readonly currency: string;
  readonly amount: number | null;
  readonly isFresh: boolean;
  readonly onCommit: (amount: number | null) => void;
}

/** The budget of a currency, to be typed as people write amounts. Belongs into a row that wraps. */
export function AmountField({ currency, amount, isFresh, onCommit }: AmountFieldProps) {
  const id = useId();
  const text = useTextOf();
  const { locale } = useIntl();
  const { awareness } = useOpenTrip().trip;
  const { isLocked, mayWrite } = useLockable(budgetPart(currency));
  const digits = digitsOf(currency);
  const field = `budget:${currency}`;
  const { problem, input } = useDraft({
    isHeld: isLocked,
    value: amount === null ? '' : editableAmount(amount, { locale, digits }),
    onType: () => awareness.typing(field),
    onCommit: (typed) => {
      const parsed = parseAmount(typed, { locale, currency, digits, max: maxAmount });
      if (parsed.kind === 'problem') return <AmountProblemText problem={parsed.problem} currency={currency} />;
      onCommit(parsed.kind === 'empty' ? null : parsed.amount);
      return null;
    },
  });
  return (
    <>
      <FieldFrame field={field} className="w-38 shrink-0">
        {/* Says in the field what the amount is, beside it: there is no room for a label above. */}
        <label htmlFor={id} className="absolute inset-y-0 left-3 flex items-center text-sm text-muted">
          <span aria-hidden="true">{text('budget.title')}</span>
          <span className="sr-only">{text('budget.planned', { name: currencyName(currency, locale) })}</span>
        </label>
        <input
          id={id}
          // biome-ignore lint/a11y/noAutofocus: somebody has just chosen the currency, to say an amount in it.
          autoFocus={isFresh}
          inputMode="decimal"
          autoComplete="off"
          maxLength={40}
          readOnly={!mayWrite}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : `${id}-problem`}
          placeholder="0"
          className="field pl-17 text-right tabular-nums"
          {...input}
        />
      </FieldFrame>
      {problem !== null && (
        <p id={`${id}-problem`} role="alert" className="order-last w-full text-right text-sm text-danger">
          {problem}
        </p>
      )}
    </>
  );
}
