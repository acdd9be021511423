import { Lightbulb } from 'lucide-react';
import { memo } from 'react';
import { FormattedDate } from 'react-intl';
import type { Day } from '../../react';
import { totalsOf } from '../budget/totals';
import { useTextOf } from '../i18n/use-text-of';
import { dateOfDay } from './days';
import { Money } from './money';
import { useItemsOf } from './use-board';
import { useDayName } from './use-day-name';

interface ColumnHeaderProps {
  readonly day: Day;
  readonly startDate: string | null;
  /** Of the heading. */
  readonly id: string;
}

/** What a day is called, when it is, how much is planned on it, and what that costs. */
export const ColumnHeader = memo(function ColumnHeader({ day, startDate, id }: ColumnHeaderProps) {
  const text = useTextOf();
  const dayName = useDayName();
  const items = useItemsOf(day);
  const totals = totalsOf(
    items.filter(({ cost }) => cost !== null),
    [],
  ).filter(({ spent }) => spent > 0);
  const date = day === null ? null : dateOfDay(startDate, day);
  return (
    <header className="px-3 pt-2 pb-1">
      <div className="flex min-h-7 items-center gap-2">
        <h3 id={id} tabIndex={-1} className="flex items-center gap-1.5 font-semibold whitespace-nowrap outline-offset-2">
          {day === null && <Lightbulb size={16} aria-hidden="true" className="text-warn" />}
          {dayName(day)}
        </h3>
        {date !== null && (
          <span className="truncate pt-px text-sm text-muted">
            <FormattedDate value={date} weekday="short" month="short" day="numeric" timeZone="UTC" />
          </span>
        )}
        {items.length > 0 && (
          <span
            title={text('itinerary.count', { count: items.length })}
            className="ml-auto min-w-6 rounded-full bg-line px-1.5 text-center text-sm text-ink tabular-nums"
          >
            <span aria-hidden="true">{items.length}</span>
            <span className="sr-only">{text('itinerary.count', { count: items.length })}</span>
          </span>
        )}
      </div>
      {totals.length > 0 && (
        <p className="flex flex-wrap gap-x-2.5 text-sm text-muted tabular-nums">
          {totals.map(({ currency, spent }) => (
            <span key={currency}>
              <Money amount={spent} currency={currency} />
            </span>
          ))}
        </p>
      )}
    </header>
  );
});
