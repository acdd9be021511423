import { useCallback, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react';
import { readDetails, tripLength, tripRoots, useShared } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { AddDay } from './add-day';
import { useBoard } from './board-context';
import { moveHintId } from './card-mark';
import { Column } from './column';
import { DayChips } from './day-chips';
import { maxEmptyDays, shownDays } from './days';
import { useDragging } from './use-dragging';
import { useIsNarrow } from './use-is-narrow';

/** The columns of the board: what is not planned yet, and the days. */
export function Plan() {
  const text = useTextOf();
  const { doc, editable, columns } = useBoard();
  const root = useRef<HTMLElement>(null);
  const isNarrow = useIsNarrow();
  const details = useShared(tripRoots.details(doc), () => readDetails(doc));
  // A day without items is nowhere in the document: one that was just added lives here until it has an item.
  const [addedDay, setAddedDay] = useState(0);
  const days = shownDays(useDaysWithItems(), details, addedDay);
  const lastDay = days.at(-1) ?? 0;
  useLayoutEffect(() => {
    columns.current = [null, ...days];
  });
  useDragging(root);

  const showDay = (day: number) => {
    // One that the dates of the trip have is known to everybody, unless they have too many.
    if (tripLength(details) === 0 || day > maxEmptyDays) setAddedDay(day);
    requestAnimationFrame(() => document.getElementById(`add-${day}`)?.focus());
  };
  return (
    <section ref={root} aria-labelledby="plan-title" className="board">
      <h2 id="plan-title" className="mb-3 text-xl font-semibold">
        {text('itinerary.title')}
      </h2>
      <p id={moveHintId} hidden>
        {text('item.moveHint')}
      </p>
      {isNarrow && <DayChips days={days} startDate={details.start_date} board={root} />}
      <div data-strip="" tabIndex={editable ? undefined : 0} className="strip">
        <Column day={null} startDate={null} />
        {days.map((day) => (
          <Column key={day} day={day} startDate={details.start_date} />
        ))}
        {editable && <AddDay dates={details} lastDay={lastDay} onAdded={showDay} />}
      </div>
    </section>
  );
}

function useDaysWithItems(): readonly number[] {
  const { index } = useBoard();
  const subscribe = useCallback((changed: () => void) => index.onDays(changed), [index]);
  return useSyncExternalStore(subscribe, () => index.days);
}
