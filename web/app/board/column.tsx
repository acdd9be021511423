import { memo } from 'react';
import type { Day } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { AddCardForm } from './add-card-form';
import { useBoard } from './board-context';
import { Card } from './card';
import { ColumnHeader } from './column-header';
import { useIdsOf } from './use-board';

interface ColumnProps {
  readonly day: Day;
  readonly startDate: string | null;
}

/** One day of the plan, or what is not planned yet. */
export const Column = memo(function Column({ day, startDate }: ColumnProps) {
  const { editable } = useBoard();
  const ids = useIdsOf(day);
  const name = day ?? 'none';
  const headingId = `day-${name}-title`;
  // Who may only look needs no place for ideas that are not there.
  if (day === null && ids.length === 0 && !editable) return null;
  return (
    <section
      id={`day-${name}`}
      aria-labelledby={headingId}
      data-testid={`day-${name}`}
      data-column={name}
      className={`column ${day === null ? 'column-tray' : ''}`}
    >
      <ColumnHeader day={day} startDate={startDate} id={headingId} />
      <ul data-list="" className="column-list">
        {ids.map((id) => (
          <Card key={id} id={id} />
        ))}
      </ul>
      {ids.length === 0 && <EmptyColumn day={day} />}
      {editable && <AddCardForm day={day} />}
    </section>
  );
});

function EmptyColumn({ day }: { day: Day }) {
  const text = useTextOf();
  const { editable } = useBoard();
  return (
    <p className="px-3 py-3 text-sm text-balance text-muted">
      {!editable ? text('itinerary.emptyDay') : day === null ? text('itinerary.emptyTray') : text('itinerary.emptyInvite')}
    </p>
  );
}
