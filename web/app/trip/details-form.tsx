import { readDetails, setDetails, tripRoots, useShared } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { DraftField } from './draft-field';
import { useOpenTrip } from './trip-context';

/** When and where the trip goes. */
export function DetailsForm() {
  const text = useTextOf();
  const { trip } = useOpenTrip();
  const { doc } = trip;
  const { start_date, end_date, destination } = useShared(tripRoots.details(doc), () => readDetails(doc));

  // The end is never before the start: the other date goes along, in the same edit.
  const setStart = (start: string | null) =>
    setDetails(doc, {
      start_date: start,
      ...(start !== null && end_date !== null && end_date < start ? { end_date: start } : {}),
    });
  const setEnd = (end: string | null) =>
    setDetails(doc, { end_date: end, ...(end !== null && start_date !== null && end < start_date ? { start_date: end } : {}) });

  return (
    <div className="mt-3 grid grid-cols-2 gap-x-3 gap-y-4 sm:grid-cols-[11rem_11rem_minmax(0,1fr)]">
      <DraftField field="start_date" type="date" label={text('trip.start')} value={start_date} onCommit={setStart} />
      <DraftField field="end_date" type="date" label={text('trip.end')} value={end_date} onCommit={setEnd} />
      <DraftField
        field="destination"
        type="text"
        label={text('trip.destination')}
        placeholder={text('trip.destinationPlaceholder')}
        className="max-sm:col-span-2"
        value={destination}
        onCommit={(value) => setDetails(doc, { destination: value })}
      />
    </div>
  );
}
