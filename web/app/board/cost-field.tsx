import { useState } from 'react';
import { type Item, maxAmount, setItem } from '../../react';
import { editableAmount, parseAmount } from '../budget/amount';
import { AmountProblemText } from '../budget/amount-problem';
import { currencyChoices } from '../budget/currencies';
import { CurrencyOptions } from '../budget/currency-options';
import { digitsOf } from '../budget/totals';
import { useLocale } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';
import { useBoard } from './board-context';
import { DraftInput } from './draft-input';
import { likelyCurrency } from './likely-currency';

/** What a card costs, and in which currency. */
export function CostField({ item }: { item: Item }) {
  const text = useTextOf();
  const { locale } = useLocale();
  const { doc, index } = useBoard();
  const currency = item.currency ?? likelyCurrency(index.items, locale);
  const digits = digitsOf(currency);

  const commit = (typed: string) => {
    const parsed = parseAmount(typed, { locale, currency, digits, max: maxAmount });
    if (parsed.kind === 'problem') return <AmountProblemText problem={parsed.problem} currency={currency} />;
    setItem(doc, item.id, parsed.kind === 'empty' ? { cost: null, currency: null } : { cost: parsed.amount, currency });
    return null;
  };
  return (
    <DraftInput
      id={item.id}
      part="cost"
      label={text('item.cost')}
      inputMode="decimal"
      maxLength={40}
      value={item.cost === null ? '' : editableAmount(item.cost, { locale, digits })}
      onCommit={commit}
    >
      <CurrencySelect currency={currency} onChange={(chosen) => setItem(doc, item.id, { currency: chosen })} />
    </DraftInput>
  );
}

function CurrencySelect({ currency, onChange }: { currency: string; onChange: (currency: string) => void }) {
  const text = useTextOf();
  const { locale } = useLocale();
  const { editable } = useBoard();
  // Three hundred names are made when somebody is about to choose one.
  const [isNear, setNear] = useState(false);
  const choices = isNear ? currencyChoices(locale, new Set([currency])) : null;
  const prepare = () => setNear(true);
  return (
    <select
      aria-label={text('item.currency')}
      data-part="currency"
      disabled={!editable}
      value={currency}
      onPointerEnter={prepare}
      onFocus={prepare}
      onChange={(event) => onChange(event.target.value)}
      className="field w-20 shrink-0"
    >
      <option value={currency}>{currency}</option>
      {choices && <CurrencyOptions choices={choices} />}
    </select>
  );
}
