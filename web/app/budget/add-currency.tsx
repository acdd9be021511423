import { useState } from 'react';
import { useLocale } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';
import { currencyChoices } from './currencies';
import { CurrencyOptions } from './currency-options';

interface AddCurrencyProps {
  /** The currencies that are there already. */
  readonly taken: ReadonlySet<string | null>;
  readonly onAdd: (currency: string) => void;
}

/** Chooses a further currency: the usual ones first, then every other. */
export function AddCurrency({ taken, onAdd }: AddCurrencyProps) {
  const text = useTextOf();
  const { locale } = useLocale();
  // Three hundred names are made when somebody is about to choose one.
  const [isNear, setNear] = useState(false);
  const choices = isNear ? currencyChoices(locale, taken) : null;
  const prepare = () => setNear(true);
  return (
    <select
      aria-label={text('budget.addCurrency')}
      value=""
      onPointerEnter={prepare}
      onFocus={prepare}
      onChange={(event) => onAdd(event.target.value)}
      className="field w-auto max-w-full"
    >
      <option value="" disabled hidden>
        {text('budget.addCurrency')}
      </option>
      {choices && <CurrencyOptions choices={choices} />}
    </select>
  );
}
