import { useEffect, useState } from 'react';
import { type OpenTrip, useSettled } from '../../react';
import { describeError } from '../../react/errors';
import { Button } from '../design/button';
import { Notice } from '../design/notices';
import { useLocale } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';
import { isClosedPage, WayBack } from './closed-page';

/** A connection that is back within this time was not worth a notice, in milliseconds. */
const shortLossMs = 1_500;

/** What a person should know about the connection now, and what they can do about it. */
export function TripNotice({ trip }: { trip: OpenTrip }) {
  const text = useTextOf();
  const { locale } = useLocale();
  const { status, loaded, storage } = trip.state;
  const saved = useSettled(trip);
  const unsaved = saved.kind === 'saved' ? 0 : saved.unsaved;
  const lost = useStaysTrue(status.name === 'offline' || status.name === 'connecting', shortLossMs);
  const reconnect = () => trip.session.reconnect();

  if (status.name === 'denied') {
    if (!loaded || isClosedPage(status.reason)) return null;
    const loss = unsaved > 0 && storage.kind === 'memory' ? ` ${text('closed.unsaved', { count: unsaved })}` : '';
    return (
      <Notice title={text(`closed.${status.reason}`)} text={(describeError(status, locale)?.message ?? '') + loss}>
        <WayBack status={status} onReconnect={reconnect} />
      </Notice>
    );
  }
  if (lost) {
    const what = (status.name === 'offline' ? describeError(status, locale) : describeError('network', locale))?.message ?? '';
    return (
      <Notice text={loaded && !trip.editable ? text('status.offlineViewer') : what}>
        <Button onClick={reconnect}>{text('status.tryNow')}</Button>
      </Notice>
    );
  }
  if (saved.kind === 'refused') return <Notice text={describeError(saved.code, locale).message} />;
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
