import { useId } from 'react';
import { FormattedDate } from 'react-intl';
import type { Item } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { AddItemForm } from './add-item-form';
import { dateOfDay } from './days';
import { ItemRow } from './item-row';
import { useOpenTrip } from './trip-context';

interface DaySectionProps {
  /** Null: the items that are not planned yet. */
  readonly day: number | null;
  /** The days an item can be moved to. */
  readonly days: readonly number[];
  readonly startDate: string | null;
  readonly items: readonly Item[];
}

/** One day of the plan. */
export function DaySection({ day, days, startDate, items }: DaySectionProps) {
  const text = useTextOf();
  const { trip } = useOpenTrip();
  const headingId = useId();
  const date = day === null ? null : dateOfDay(startDate, day);
  return (
    <section aria-labelledby={headingId} data-testid={`day-${day ?? 'none'}`} className="card overflow-hidden">
      <h3 id={headingId} className="flex items-baseline gap-3 border-b border-line bg-sunken px-4 py-2 font-semibold">
        {day === null ? text('itinerary.unplanned') : text('itinerary.day', { day })}
        {date !== null && (
          <span className="text-sm font-normal text-muted">
            <FormattedDate value={date} weekday="short" month="short" day="numeric" timeZone="UTC" />
          </span>
        )}
      </h3>
      <ul className="divide-y divide-line">
        {items.map((item, index) => (
          <ItemRow
            key={item.id}
            item={item}
            days={days}
            isFirst={index === 0}
            isLast={index === items.length - 1}
            focusAfterRemoval={rowAfterRemoval(items, index, day)}
          />
        ))}
      </ul>
      {items.length === 0 && !trip.editable && <p className="px-4 py-3 text-muted">{text('itinerary.emptyDay')}</p>}
      {day !== null && trip.editable && <AddItemForm day={day} />}
    </section>
  );
}

/** The id of the element that a keyboard user goes on at when an item has been deleted. */
function rowAfterRemoval(items: readonly Item[], index: number, day: number | null): string {
  const neighbour = items[index + 1] ?? items[index - 1];
  return neighbour === undefined ? `add-${day}` : `item-${neighbour.id}`;
}
