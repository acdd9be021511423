import { useTextOf } from '../i18n/use-text-of';
import type { CurrencyName, currencyChoices } from './currencies';

/** The options of a select of currencies: the usual ones first, then every other. */
export function CurrencyOptions({ choices }: { choices: ReturnType<typeof currencyChoices> }) {
  const text = useTextOf();
  return (
    <>
      <Group label={text('budget.commonCurrencies')} currencies={choices.common} />
      <Group label={text('budget.allCurrencies')} currencies={choices.others} />
    </>
  );
}

function Group({ label, currencies }: { label: string; currencies: readonly CurrencyName[] }) {
  return (
    <optgroup label={label}>
      {currencies.map(({ code, name }) => (
        <option key={code} value={code}>
          {`${code} · ${name}`}
        </option>
      ))}
    </optgroup>
  );
}
