import {
  datesFromStart,
  datesUntilEnd,
  readDetails,
  revertDates,
  setDates,
  setDetails,
  type TripDates,
  tripRoots,
  useShared,
} from '../../react';
import { useToast } from '../design/toast';
import { useTextOf } from '../i18n/use-text-of';
import { DraftField } from './draft-field';
import { useOpenTrip } from './trip-context';
import { tripParts } from './trip-parts';

/** When and where the trip goes. */
export function DetailsForm() {
  const text = useTextOf();
  const { trip } = useOpenTrip();
  const { doc } = trip;
  const details = useShared(tripRoots.details(doc), () => readDetails(doc));
  const { start_date, end_date, destination } = details;
  const change = useChangeDates();

  return (
    <div className="mt-3 grid grid-cols-2 gap-x-3 gap-y-4 @lg:grid-cols-[11rem_11rem_minmax(0,1fr)]">
      <DraftField
        field="start_date"
        part={tripParts.dates}
        partName={text('trip.dates')}
        type="date"
        label={text('trip.start')}
        value={start_date}
        onCommit={(start) => change(datesFromStart(details, start))}
      />
      <DraftField
        field="end_date"
        part={tripParts.dates}
        partName={null}
        type="date"
        label={text('trip.end')}
        value={end_date}
        onCommit={(end) => change(datesUntilEnd(details, end))}
      />
      <DraftField
        field="destination"
        part={tripParts.destination}
        type="text"
        label={text('trip.destination')}
        placeholder={text('trip.destinationPlaceholder')}
        className="@max-lg:col-span-2"
        value={destination}
        onCommit={(value) => setDetails(doc, { destination: value })}
      />
    </div>
  );
}

/** Changes the dates, and says what became of the cards of days that are no more. */
function useChangeDates(): (dates: TripDates) => void {
  const text = useTextOf();
  const show = useToast();
  const { doc } = useOpenTrip().trip;
  return ({ start_date, end_date }) => {
    const change = setDates(doc, { start_date, end_date });
    if (change.unplanned.length === 0) return;
    show({
      text: text('trip.unplanned', { count: change.unplanned.length }),
      action: { label: text('item.bringBack'), onAction: () => revertDates(doc, change) },
    });
  };
}
