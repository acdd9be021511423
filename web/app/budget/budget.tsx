import { Wallet } from 'lucide-react';
import { useState } from 'react';
import { setBudget } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { FieldLabel } from '../locks/field-label';
import { useOpenTrip } from '../trip/trip-context';
import { tripParts } from '../trip/trip-parts';
import { AddCurrency } from './add-currency';
import { CopyCosts } from './copy-costs';
import { CurrencyCard } from './currency-card';
import type { CurrencyTotals } from './totals';
import { useTotals } from './use-costs';

/** What the trip may cost and does cost, currency by currency. */
export default function Budget() {
  const text = useTextOf();
  const { trip } = useOpenTrip();
  const { doc, editable } = trip;
  const totals = useTotals();
  // A currency without a budget and without costs is nowhere in the document: one that was just added lives here.
  const [added, setAdded] = useState<readonly string[]>([]);
  const known = new Set(totals.map(({ currency }) => currency));
  const fresh = added.filter((currency) => !known.has(currency));
  const shown = [...totals, ...fresh.map(emptyTotals)];

  const remove = (currency: string | null) => {
    setAdded((before) => before.filter((one) => one !== currency));
    if (currency !== null) setBudget(doc, currency, null);
    document.getElementById('budget')?.focus();
  };
  return (
    <section id="budget" tabIndex={-1} aria-labelledby="budget-title" className="lockable scroll-mt-16 outline-none">
      <FieldLabel part={tripParts.budget} name={text('budget.title')} className="mb-3 panel:mb-1">
        <h2 id="budget-title" className="text-xl font-semibold panel:sr-only">
          {text('budget.title')}
        </h2>
      </FieldLabel>
      {shown.length === 0 && (
        <div className="card flex flex-col items-center gap-3 px-6 py-8 text-center text-muted">
          <Wallet size={28} aria-hidden="true" />
          <p className="text-balance">{text(editable ? 'budget.empty' : 'budget.emptyViewer')}</p>
        </div>
      )}
      <ul className="flex flex-col gap-3">
        {shown.map((one, index) => (
          <CurrencyCard
            key={one.currency}
            totals={one}
            isFirst={index === 0}
            isFresh={one.currency !== null && fresh.includes(one.currency)}
            onRemove={() => remove(one.currency)}
          />
        ))}
      </ul>
      <div className="mt-3 flex flex-wrap items-center justify-between gap-2">
        {editable && (
          <AddCurrency
            taken={new Set(shown.map(({ currency }) => currency))}
            onAdd={(currency) => setAdded((before) => [...before, currency])}
          />
        )}
        <CopyCosts />
      </div>
    </section>
  );
}

function emptyTotals(currency: string): CurrencyTotals {
  return { currency, planned: null, spent: 0, left: null, days: [], types: [], isUsed: false };
}
