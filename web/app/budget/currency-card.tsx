import { X } from 'lucide-react';
import { useIntl } from 'react-intl';
import { setBudget } from '../../react';
import { Money } from '../board/money';
import { IconButton } from '../design/button';
import { useTextOf } from '../i18n/use-text-of';
import { useLockAgainst } from '../locks/use-locks';
import { useOpenTrip } from '../trip/trip-context';
import { budgetPart } from '../trip/trip-parts';
import { AmountField } from './amount-field';
import { currencyName } from './currencies';
import { SharesTable } from './shares-table';
import { type CurrencyTotals, shareFor } from './totals';

interface CurrencyCardProps {
  readonly totals: CurrencyTotals;
  /** Whether it was added just now, and has no budget yet. */
  readonly isFresh: boolean;
  readonly isFirst: boolean;
  readonly onRemove: () => void;
}

/** What is planned and spent in one currency, and on what. */
export function CurrencyCard({ totals, isFresh, isFirst, onRemove }: CurrencyCardProps) {
  const text = useTextOf();
  const { locale } = useIntl();
  const { trip } = useOpenTrip();
  const { currency, planned, spent, left, isUsed } = totals;
  const name = currency === null ? text('budget.noCurrency') : currencyName(currency, locale);
  const isLocked = useLockAgainst(currency === null ? undefined : budgetPart(currency)) !== null;
  const people = trip.state.members?.length ?? 1;
  return (
    <li className="card flex flex-col gap-3 p-4" data-testid={`budget-${currency ?? 'none'}`}>
      <div className="flex min-h-10 flex-wrap items-start gap-2">
        <h3 className="flex min-h-10 min-w-0 flex-1 flex-wrap content-center items-baseline gap-x-2 font-semibold">
          {currency}
          <span className={currency === null ? '' : 'text-sm font-normal text-muted'}>{name}</span>
        </h3>
        {currency !== null && trip.editable && (
          <AmountField
            currency={currency}
            amount={planned}
            isFresh={isFresh}
            onCommit={(amount) => setBudget(trip.doc, currency, amount)}
          />
        )}
        {!trip.editable && planned !== null && (
          <p className="content-center text-right tabular-nums">
            <span className="block text-sm text-muted">{text('budget.title')}</span>
            <Money amount={planned} currency={currency} />
          </p>
        )}
        {trip.editable && !isUsed && (
          <IconButton
            label={text('budget.removeCurrency', { name })}
            disabled={isLocked}
            className="-mr-2 hover:text-danger"
            onClick={onRemove}
          >
            <X size={17} aria-hidden="true" />
          </IconButton>
        )}
      </div>
      {planned !== null && planned > 0 && <SpentBar planned={planned} spent={spent} name={name} />}
      <dl className="flex flex-wrap gap-x-6 gap-y-1">
        <Figure label={text('budget.spent')} amount={spent} currency={currency} />
        {left !== null && (
          <Figure
            label={text(left < 0 ? 'budget.over' : 'budget.left')}
            amount={Math.abs(left)}
            currency={currency}
            isWarning={left < 0}
          />
        )}
        {people > 1 && spent > 0 && (
          <Figure label={text('budget.each', { count: people })} amount={shareFor(people, spent, currency)} currency={currency} />
        )}
      </dl>
      {totals.days.length > 0 && <SharesTable totals={totals} name={name} isOpen={isFirst} />}
    </li>
  );
}

interface FigureProps {
  readonly label: string;
  readonly amount: number;
  readonly currency: string | null;
  readonly isWarning?: boolean;
}

function Figure({ label, amount, currency, isWarning = false }: FigureProps) {
  return (
    <div>
      <dt className="text-sm text-muted">{label}</dt>
      <dd className={`font-medium tabular-nums ${isWarning ? 'text-danger' : ''}`}>
        <Money amount={amount} currency={currency} />
      </dd>
    </div>
  );
}

/** How much of a budget is spent, at a glance. */
function SpentBar({ planned, spent, name }: { planned: number; spent: number; name: string }) {
  const text = useTextOf();
  const { formatNumber } = useIntl();
  const part = Math.max(0, spent / planned);
  return (
    // biome-ignore lint/a11y/useSemanticElements: browsers draw a meter each in their own way.
    <div
      role="meter"
      aria-label={text('budget.spentOf', { name })}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.min(100, Math.round(part * 100))}
      aria-valuetext={formatNumber(part, { style: 'percent' })}
      className="h-2 overflow-hidden rounded-full bg-line"
    >
      <div
        className={`h-full rounded-full ${part > 1 ? 'bg-danger' : 'bg-accent'}`}
        style={{ width: `${Math.min(100, part * 100)}%` }}
      />
    </div>
  );
}
