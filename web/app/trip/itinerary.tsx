import { CalendarPlus } from 'lucide-react';
import { useState } from 'react';
import { readDetails, readItems, tripRoots, useShared } from '../../react';
import { Button } from '../design/button';
import { useTextOf } from '../i18n/use-text-of';
import { DaySection } from './day-section';
import { shownDays } from './days';
import { useOpenTrip } from './trip-context';

/** The plan of the trip: its items, day by day. */
export function Itinerary() {
  const text = useTextOf();
  const { trip } = useOpenTrip();
  const { doc } = trip;
  const items = useShared(tripRoots.itinerary(doc), () => readItems(doc));
  const details = useShared(tripRoots.details(doc), () => readDetails(doc));
  // A day without items is nowhere in the document: one that was just added lives here until it has an item.
  const [addedDay, setAddedDay] = useState(0);
  const days = shownDays(items, details, addedDay);
  const unplanned = items.filter(({ day }) => day === null);
  return (
    <section aria-labelledby="plan-title" className="flex flex-col gap-6">
      <h2 id="plan-title" className="-mb-3 text-xl font-semibold">
        {text('itinerary.title')}
      </h2>
      {days.map((day) => (
        <DaySection
          key={day}
          day={day}
          days={days}
          startDate={details.start_date}
          items={items.filter((item) => item.day === day)}
        />
      ))}
      {unplanned.length > 0 && <DaySection day={null} days={days} startDate={null} items={unplanned} />}
      {trip.editable && (
        <Button className="self-start" onClick={() => setAddedDay((days.at(-1) ?? 0) + 1)}>
          <CalendarPlus size={18} aria-hidden="true" />
          {text('itinerary.addDay')}
        </Button>
      )}
    </section>
  );
}
