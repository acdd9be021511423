import { CalendarDays, RotateCcw } from 'lucide-react';
import { useIntl } from 'react-intl';
import type { TripSummary } from '../../react';
import { Button } from '../design/button';
import { useTextOf } from '../i18n/use-text-of';
import { CardFrame, CardLine } from './card-frame';
import { TripDates } from './trip-dates';
import type { TripActions } from './use-trip-actions';

/** A trip that was deleted and can still be restored. It leads nowhere. */
export function DeletedCard({ trip, actions }: { trip: TripSummary; actions: TripActions }) {
  const text = useTextOf();
  const intl = useIntl();
  const when = intl.formatDate(trip.restorable_until ?? undefined, { month: 'long', day: 'numeric' });
  return (
    <CardFrame tripId={trip.id} cover={trip.cover} faded>
      <h2 className="flex min-h-10 items-center py-1 pr-2.5">
        <span dir="auto" className="line-clamp-2 text-lg font-semibold">
          {trip.title || text('trips.untitled')}
        </span>
      </h2>
      <CardLine icon={<CalendarDays size={15} aria-hidden="true" className="shrink-0" />}>
        <TripDates start={trip.start_date} end={trip.end_date} />
      </CardLine>
      <CardLine>{text('trips.restorable', { when })}</CardLine>
      <Button className="mt-2 mr-2.5" onClick={() => actions.restore(trip)}>
        <RotateCcw size={17} aria-hidden="true" />
        {text('trips.restore')}
        <span className="sr-only">{trip.title}</span>
      </Button>
    </CardFrame>
  );
}
