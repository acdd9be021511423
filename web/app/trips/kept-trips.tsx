import { CalendarDays } from 'lucide-react';
import { useIntl } from 'react-intl';
import { Link } from 'wouter';
import { type KeptTrip, useKeptTrips } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { CardFrame, CardGrid, CardLine } from './card-frame';
import { relativeTime } from './times';
import { TripDates } from './trip-dates';

/** The trips that are kept on this device: what can be opened while the server cannot be reached. */
export function KeptTrips() {
  const text = useTextOf();
  const trips = useKeptTrips();
  if (trips === null || trips.length === 0) return null;
  return (
    <section aria-labelledby="kept-title" className="flex flex-col gap-4">
      <div>
        <h2 id="kept-title" className="text-lg font-semibold">
          {text('kept.title')}
        </h2>
        <p className="text-muted">{text('kept.text')}</p>
      </div>
      <CardGrid>
        {trips.map((trip) => (
          <KeptCard key={trip.id} trip={trip} />
        ))}
      </CardGrid>
    </section>
  );
}

function KeptCard({ trip }: { trip: KeptTrip }) {
  const text = useTextOf();
  const intl = useIntl();
  const { value, unit } = relativeTime(trip.openedAtMs - Date.now());
  return (
    <CardFrame tripId={trip.id} cover={trip.cover}>
      <h3 className="flex min-h-10 items-center py-1 pr-2.5">
        <Link
          href={`/trips/${trip.id}`}
          dir="auto"
          className="line-clamp-2 text-lg font-semibold after:absolute after:inset-0 after:rounded-lg focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
        >
          {trip.title || text('trips.untitled')}
        </Link>
      </h3>
      <CardLine icon={<CalendarDays size={15} aria-hidden="true" className="shrink-0" />}>
        <TripDates start={trip.start_date} end={trip.end_date} />
      </CardLine>
      <CardLine>{text('kept.opened', { when: intl.formatRelativeTime(value, unit, { numeric: 'auto' }) })}</CardLine>
      {trip.unsaved > 0 && <p className="text-sm font-medium text-warn">{text('kept.unsaved', { count: trip.unsaved })}</p>}
    </CardFrame>
  );
}
