import { useEffect, useState } from 'react';
import { type OpenTrip, type TripSession, useClient, useTrip } from '../../react';
import { Button } from '../design/button';
import { useTextOf } from '../i18n/use-text-of';
import { ClosedPage, isClosedPage } from './closed-page';
import { FloatingNotice } from './floating-notice';
import { TripContent } from './trip-content';
import { TripSkeleton } from './trip-skeleton';

/** One trip, live. */
export function TripPage({ id, onSignOut }: { id: string; onSignOut: () => void }) {
  const trip = useTrip(useClient(), id);
  if (trip === null) return <TripSkeleton />;
  return (
    <>
      <TripBody trip={trip} onSignOut={onSignOut} />
      <ReplacedNotice session={trip.session} />
    </>
  );
}

function TripBody({ trip, onSignOut }: { trip: OpenTrip; onSignOut: () => void }) {
  const { connection, loaded } = trip.state;
  const reconnect = () => trip.session.reconnect();
  if (connection.name === 'closed' && (isClosedPage(connection.code) || !loaded)) {
    const { code, reason } = connection;
    return <ClosedPage code={code} reason={reason} onSignOut={onSignOut} onReconnect={reconnect} />;
  }
  if (!loaded) return <TripSkeleton offline={connection.name === 'waiting'} onTryNow={reconnect} />;
  // A document that was loaded anew is another one: nothing stays bound to the old one.
  return <TripContent key={trip.doc.guid} trip={trip} onSignOut={onSignOut} />;
}

/** Tells a person that their unsaved edits are gone, until they have read it. */
function ReplacedNotice({ session }: { session: TripSession }) {
  const text = useTextOf();
  const [replaced, setReplaced] = useState(false);
  useEffect(() => session.on('replaced', () => setReplaced(true)), [session]);
  if (!replaced) return null;
  return (
    <FloatingNotice text={text('status.replaced')}>
      <Button onClick={() => setReplaced(false)}>{text('trip.noticeSeen')}</Button>
    </FloatingNotice>
  );
}
