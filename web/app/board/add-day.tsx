import { CalendarPlus } from 'lucide-react';
import { dateAfter, setDates, type TripDates, tripLength } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { useLockAgainst } from '../locks/use-locks';
import { tripParts } from '../trip/trip-parts';
import { useBoard } from './board-context';

interface AddDayProps {
  readonly dates: TripDates;
  /** The last day that is shown. */
  readonly lastDay: number;
  /** Called with the new day. */
  readonly onAdded: (day: number) => void;
}

/** Adds a day at the end of the plan. A trip that has dates ends later then. */
export function AddDay({ dates, lastDay, onAdded }: AddDayProps) {
  const text = useTextOf();
  const { doc } = useBoard();
  const isLocked = useLockAgainst(tripParts.dates) !== null;
  const add = () => {
    const day = lastDay + 1;
    const { start_date } = dates;
    const length = tripLength(dates);
    // A trip so long that its last days are not shown keeps its end.
    if (start_date !== null && length > 0 && day > length)
      setDates(doc, { start_date, end_date: dateAfter(start_date, day - 1) });
    onAdded(day);
  };
  return (
    <button type="button" disabled={isLocked} onClick={add} className="add-day disabled:opacity-60">
      <CalendarPlus size={18} aria-hidden="true" />
      {text('itinerary.addDay')}
    </button>
  );
}
