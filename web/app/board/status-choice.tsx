import { useId } from 'react';
import { bookingStatuses, type Item, setItem } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { useBoard } from './board-context';
import { statusNames } from './type-names';

/** How far the booking of a card is. It goes forward; back only for who may do that. */
export function StatusChoice({ item }: { item: Item }) {
  const text = useTextOf();
  const { doc, editable, mayLowerStatus } = useBoard();
  const name = useId();
  const current = bookingStatuses.indexOf(item.booking_status);
  const isBound = editable && !mayLowerStatus && current > 0;
  return (
    <fieldset disabled={!editable}>
      <legend className="mb-1 text-sm text-muted">{text('item.status')}</legend>
      <div className="grid auto-cols-fr grid-flow-col gap-1">
        {bookingStatuses.map((status, rank) => (
          <label key={status} data-status={status} className="choice text-sm font-medium">
            <input
              type="radio"
              name={name}
              data-part={`status-${status}`}
              checked={item.booking_status === status}
              disabled={isBound && rank < current}
              onChange={() => setItem(doc, item.id, { booking_status: status })}
              className="sr-only"
            />
            {text(statusNames[status])}
          </label>
        ))}
      </div>
      {isBound && <p className="mt-1 text-sm text-muted">{text('item.statusHint')}</p>}
    </fieldset>
  );
}
