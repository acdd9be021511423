import { CalendarDays, MapPin } from 'lucide-react';
import { useIntl } from 'react-intl';
import { Link } from 'wouter';
import type { TripSummary } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { calendarDay, relativeTime } from './times';

/** One trip in the list; the whole card is the link. */
export function TripCard({ trip }: { trip: TripSummary }) {
  const text = useTextOf();
  const intl = useIntl();
  const { value, unit } = relativeTime(Date.parse(trip.updated_at) - Date.now());
  return (
    <li>
      <Link href={`/trips/${trip.id}`} className="card block p-4 hover:border-accent">
        <span className="flex items-baseline justify-between gap-3">
          <span className="min-w-0 truncate text-lg font-medium">{trip.title || text('trips.untitled')}</span>
          <span className="shrink-0 text-sm text-muted">{text(`role.${trip.role}`)}</span>
        </span>
        <span className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted">
          <span className="inline-flex items-center gap-1.5">
            <CalendarDays size={15} aria-hidden="true" />
            <Dates from={trip.start_date} to={trip.end_date} />
          </span>
          {trip.destination !== null && (
            <span className="inline-flex min-w-0 items-center gap-1.5">
              <MapPin size={15} aria-hidden="true" className="shrink-0" />
              <span className="truncate">{trip.destination}</span>
            </span>
          )}
          <span className="ml-auto">
            {text('trips.updated', { when: intl.formatRelativeTime(value, unit, { numeric: 'auto' }) })}
          </span>
        </span>
      </Link>
    </li>
  );
}

function Dates({ from, to }: { from: string | null; to: string | null }) {
  const text = useTextOf();
  const intl = useIntl();
  const start = from ?? to;
  if (start === null) return <>{text('trips.noDates')}</>;
  const format = { dateStyle: 'medium', timeZone: 'UTC' } as const;
  return <>{intl.formatDateTimeRange(calendarDay(start), calendarDay(to ?? start), format)}</>;
}
