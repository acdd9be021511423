import { type OpenTrip, useTrip } from '../../react';
import { Notices } from '../design/notices';
import { useInvisible } from '../sign-in/use-invisible';
import { ClosedPage, isClosedPage } from './closed-page';
import type { TripSection } from './sections';
import { TripNotice } from './trip-notice';
import { TripSkeleton } from './trip-skeleton';
import { TripView } from './trip-view';

/** One trip, live. */
export function TripPage({ id, section }: { id: string; section: TripSection }) {
  const { invisible, setInvisible } = useInvisible();
  const trip = useTrip(id, { invisible, saving: false });
  if (trip === null) return <TripSkeleton />;
  return (
    <>
      <TripBody trip={trip} section={section} invisible={{ on: invisible, onChange: setInvisible }} />
      <Notices>
        <TripNotice trip={trip} />
      </Notices>
    </>
  );
}

interface TripBodyProps {
  readonly trip: OpenTrip;
  readonly section: TripSection;
  readonly invisible: { readonly on: boolean; readonly onChange: (on: boolean) => void };
}

function TripBody({ trip, section, invisible }: TripBodyProps) {
  const { status, loaded } = trip.state;
  if (status.name === 'denied' && (isClosedPage(status.reason) || !loaded)) {
    return <ClosedPage status={status} onReconnect={() => trip.session.reconnect()} />;
  }
  if (!loaded) return <TripSkeleton offline={status.name === 'offline'} />;
  return <TripView trip={trip} section={section} invisible={invisible} />;
}
