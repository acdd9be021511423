import { useEffect, useState } from 'react';
import { useSaved } from '../../react';
import { Button } from '../design/button';
import { useTextOf } from '../i18n/use-text-of';
import { closedTexts } from './closed-page';
import { FloatingNotice } from './floating-notice';
import { useOpenTrip } from './trip-context';

/** A connection that is back within this time was not worth a notice, in milliseconds. */
const shortLossMs = 1_500;

/** What a person should know about the connection now, and what they can do about it. */
export function ConnectionNotice({ onSignOut }: { onSignOut: () => void }) {
  const text = useTextOf();
  const { trip } = useOpenTrip();
  const { connection } = trip.state;
  const saved = useSaved(trip);
  const lost = useStaysTrue(connection.name !== 'open' && connection.name !== 'closed', shortLossMs);

  if (connection.name === 'closed') {
    const { title, text: detail } = closedTexts(connection.code);
    const { unsaved } = trip.state;
    const loss = unsaved > 0 ? ` ${text('closed.unsaved', { count: unsaved })}` : '';
    return (
      <FloatingNotice title={text(title)} text={text(detail, { reason: connection.reason }) + loss}>
        {connection.code === 4401 ? (
          <Button onClick={onSignOut}>{text('closed.4401.action')}</Button>
        ) : (
          <Button onClick={() => trip.session.reconnect()}>{text('closed.reconnect')}</Button>
        )}
      </FloatingNotice>
    );
  }
  if (lost) {
    return (
      <FloatingNotice text={text(trip.editable ? 'status.offlineBanner' : 'status.offlineBannerViewer')}>
        <Button onClick={() => trip.session.reconnect()}>{text('status.tryNow')}</Button>
      </FloatingNotice>
    );
  }
  if (saved.kind === 'refused') {
    const full = saved.code === 'document-full';
    return (
      <FloatingNotice text={full ? text('status.refused.document-full') : text('status.refused.other', { code: saved.code })} />
    );
  }
  return null;
}

/** True once `value` has been true for that long without a break. */
function useStaysTrue(value: boolean, forMs: number): boolean {
  const [stayed, setStayed] = useState(false);
  useEffect(() => {
    if (!value) return;
    const timer = setTimeout(() => setStayed(true), forMs);
    return () => {
      clearTimeout(timer);
      setStayed(false);
    };
  }, [value, forMs]);
  return value && stayed;
}
