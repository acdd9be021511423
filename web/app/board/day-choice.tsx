import { useId } from 'react';
import type { Item } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { useBoard } from './board-context';
import { useDayName } from './use-day-name';
import { usePlaceCard } from './use-place-card';

/** On which day a card is: the way to another one without dragging. */
export function DayChoice({ item }: { item: Item }) {
  const text = useTextOf();
  const id = useId();
  const dayName = useDayName();
  const { index, editable, columns } = useBoard();
  const placeCard = usePlaceCard();
  const days = columns.current.filter((day) => day !== null);
  const next = (days.at(-1) ?? 0) + 1;
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block text-sm text-muted">
        {text('item.day')}
      </label>
      <select
        id={id}
        data-part="day"
        disabled={!editable}
        value={item.day ?? ''}
        onChange={({ target: { value } }) => {
          const day = value === '' ? null : Number(value);
          placeCard(item.id, day, index.idsOf(day).length);
        }}
        className="field"
      >
        <option value="">{dayName(null)}</option>
        {[...days, next].map((day) => (
          <option key={day} value={day}>
            {dayName(day)}
          </option>
        ))}
      </select>
    </div>
  );
}
