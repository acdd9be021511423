import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import type * as Y from 'yjs';
import {
  type BookingStatus,
  bookingStatuses,
  type Item,
  itemText,
  moveToDay,
  moveWithinDay,
  placePath,
  removeItem,
  setBookingStatus,
  useShared,
} from '../../react';
import { IconButton } from '../design/button';
import { useTextOf } from '../i18n/use-text-of';
import { FieldFrame } from './field-frame';
import { ItemIcon } from './item-icon';
import { SharedTextField } from './shared-text-field';
import { useOpenTrip } from './trip-context';

interface ItemRowProps {
  readonly item: Item;
  readonly days: readonly number[];
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Id of the element to go on at when this item is deleted. */
  readonly focusAfterRemoval: string;
}

/** One item of the plan. */
export function ItemRow(props: ItemRowProps) {
  const { trip } = useOpenTrip();
  const title = itemText(trip.doc, props.item.id, 'title');
  // The server gives every item its texts; one that lacks them is about to be repaired.
  return title === null ? null : <BoundItemRow {...props} title={title} />;
}

function BoundItemRow({ item, days, isFirst, isLast, focusAfterRemoval, title }: ItemRowProps & { title: Y.Text }) {
  const text = useTextOf();
  const { trip, announce } = useOpenTrip();
  const { doc, editable } = trip;
  const place = useMemo(() => ({ section: 'itinerary', index: item.id, field: 'title' }), [item.id]);
  const name = useShared(title, () => title.toString()) || text('item.untitled');

  const remove = () => {
    document.getElementById(focusAfterRemoval)?.focus();
    removeItem(doc, item.id);
    announce(text('item.removed', { title: name }));
  };

  return (
    <li data-testid="item">
      <FieldFrame
        field={`item:${item.id}`}
        typedAs={placePath(place)}
        className="flex flex-wrap items-center gap-x-1 gap-y-1 p-2"
      >
        <div className="flex min-w-0 flex-1 basis-60 items-center">
          <span className="flex w-19 shrink-0 items-center gap-1.5 pl-2 text-sm text-muted">
            <ItemIcon type={item.type} />
            {item.time_slot}
          </span>
          <SharedTextField place={place} text={title} className="min-w-0">
            {(ref) => (
              <input
                id={`item-${item.id}`}
                ref={ref}
                readOnly={!editable}
                autoComplete="off"
                aria-label={text('item.title')}
                placeholder={text('item.untitled')}
                className={`field-plain min-h-10 min-w-0 font-medium ${item.booking_status === 'cancelled' ? 'text-muted line-through' : ''}`}
              />
            )}
          </SharedTextField>
        </div>
        <div className="flex items-center gap-1 max-sm:w-full max-sm:pl-2">
          <StatusSelect item={item} />
          {editable && (
            <>
              <DaySelect item={item} days={days} />
              <span className="ml-auto flex">
                <IconButton
                  label={text('item.up', { title: name })}
                  disabled={isFirst}
                  onClick={() => moveWithinDay(doc, item.id, -1)}
                >
                  <ArrowUp size={17} aria-hidden="true" />
                </IconButton>
                <IconButton
                  label={text('item.down', { title: name })}
                  disabled={isLast}
                  onClick={() => moveWithinDay(doc, item.id, 1)}
                >
                  <ArrowDown size={17} aria-hidden="true" />
                </IconButton>
                <IconButton label={text('item.remove', { title: name })} className="hover:text-danger" onClick={remove}>
                  <Trash2 size={17} aria-hidden="true" />
                </IconButton>
              </span>
            </>
          )}
        </div>
      </FieldFrame>
    </li>
  );
}

const statusColors = { pending: 'text-warn', confirmed: 'text-ok', cancelled: 'text-muted' } as const;

function StatusSelect({ item }: { item: Item }) {
  const text = useTextOf();
  const { trip } = useOpenTrip();
  return (
    <select
      aria-label={text('item.status')}
      disabled={!trip.editable}
      value={item.booking_status}
      onChange={(event) => setBookingStatus(trip.doc, item.id, event.target.value as BookingStatus)}
      className={`field w-auto px-2 text-sm font-medium ${statusColors[item.booking_status]}`}
    >
      {bookingStatuses.map((status) => (
        <option key={status} value={status}>
          {text(`item.status.${status}`)}
        </option>
      ))}
    </select>
  );
}

function DaySelect({ item, days }: { item: Item; days: readonly number[] }) {
  const text = useTextOf();
  const { trip } = useOpenTrip();
  const nextDay = (days.at(-1) ?? 0) + 1;
  return (
    <select
      aria-label={text('item.day')}
      value={item.day ?? ''}
      onChange={(event) => moveToDay(trip.doc, item.id, event.target.value === '' ? null : Number(event.target.value))}
      className="field w-auto max-w-26 min-w-0 px-2 text-sm"
    >
      {[...days, nextDay].map((day) => (
        <option key={day} value={day}>
          {text('itinerary.day', { day })}
        </option>
      ))}
      <option value="">{text('itinerary.unplanned')}</option>
    </select>
  );
}
