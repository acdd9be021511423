import { useIntl } from 'react-intl';
import { Link } from 'wouter';
import { type KeptTrip, useKeptTrips } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { relativeTime } from './times';

/** The trips that are kept on this device: what can be opened while the server cannot be reached. */
export function KeptTrips() {
  const text = useTextOf();
  const trips = useKeptTrips();
  if (trips === null || trips.length === 0) return null;
  return (
    <section aria-labelledby="kept-title" className="flex flex-col gap-3">
      <div>
        <h2 id="kept-title" className="text-lg font-semibold">
          {text('kept.title')}
        </h2>
        <p className="text-muted">{text('kept.text')}</p>
      </div>
      <ul className="flex flex-col gap-3">
        {trips.map((trip) => (
          <KeptCard key={trip.id} trip={trip} />
        ))}
      </ul>
    </section>
  );
}

function KeptCard({ trip }: { trip: KeptTrip }) {
  const text = useTextOf();
  const intl = useIntl();
  const { value, unit } = relativeTime(trip.openedAtMs - Date.now());
  return (
    <li>
      <Link href={`/trips/${trip.id}`} className="card block p-4 hover:border-accent">
        <span className="block truncate text-lg font-medium">{trip.title || text('trips.untitled')}</span>
        <span className="mt-1 flex flex-wrap justify-between gap-x-4 text-sm text-muted">
          <span>{text('kept.opened', { when: intl.formatRelativeTime(value, unit, { numeric: 'auto' }) })}</span>
          {trip.unsaved > 0 && <span className="font-medium text-warn">{text('kept.unsaved', { count: trip.unsaved })}</span>}
        </span>
      </Link>
    </li>
  );
}
