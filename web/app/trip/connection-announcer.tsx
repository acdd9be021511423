import { useEffect, useRef, useState } from 'react';
import { useTextOf } from '../i18n/use-text-of';
import { closedTexts } from './closed-page';
import { useOpenTrip } from './trip-context';

/** Tells people who use a screen reader when the connection goes and comes. Single saves are not worth a word. */
export function ConnectionAnnouncer() {
  const text = useTextOf();
  const { connection } = useOpenTrip().trip.state;
  const [message, setMessage] = useState('');
  const wasLost = useRef(false);
  useEffect(() => {
    if (connection.name === 'waiting') {
      wasLost.current = true;
      setMessage(text('status.announce.offline'));
    } else if (connection.name === 'closed') {
      wasLost.current = true;
      setMessage(text(closedTexts(connection.code).title));
    } else if (connection.name === 'open' && wasLost.current) {
      wasLost.current = false;
      setMessage(text('status.announce.online'));
    }
  }, [connection, text]);
  return (
    <p role="status" data-testid="connection-announcement" className="sr-only">
      {message}
    </p>
  );
}
