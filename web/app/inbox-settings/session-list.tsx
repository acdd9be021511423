import { useIntl } from 'react-intl';
import { type HubSessionView, useMinute } from '../../react';
import { Button } from '../design/button';
import { Facts } from '../design/facts';
import { useTextOf } from '../i18n/use-text-of';
import { relativeTime } from '../trips/times';
import { sessionFacts, sessionName } from './session-words';

interface SessionListProps {
  /** Null while nothing is known yet. */
  readonly sessions: readonly HubSessionView[] | null;
  /** The device of this page. */
  readonly ownDevice: string;
  readonly onEnd: (id: string) => void;
}

/** Where somebody is connected just now, and was a little while ago. */
export function SessionList({ sessions, ownDevice, onEnd }: SessionListProps) {
  const text = useTextOf();
  const intl = useIntl();
  const nowMs = useMinute();
  if (sessions === null) return <div aria-hidden="true" className="skeleton h-12" />;
  // Each reload of a page ends one: nobody wants to read that of their own device.
  const shown = sessions.filter(({ device_id, ended_at }) => ended_at === null || device_id !== ownDevice);
  if (shown.length === 0) return <p className="text-muted">{text('inboxSettings.sessions.none')}</p>;
  return (
    <ul className="flex flex-col">
      {shown.map((session) => {
        const { id, device_id, connected_at, last_activity, ended_at } = session;
        const isOwn = device_id === ownDevice;
        const { value, unit } = relativeTime(Date.parse(ended_at ?? last_activity) - nowMs);
        const when = intl.formatRelativeTime(value, unit, { numeric: 'auto' });
        return (
          <li key={id} className="flex min-h-14 items-center gap-3 border-b border-line py-1 last:border-b-0">
            <span
              aria-hidden="true"
              className={`size-2.5 shrink-0 rounded-full ${ended_at === null ? 'bg-ok' : 'bg-line-strong'}`}
            />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{sessionName(session, isOwn, text)}</span>
              <Facts
                className="text-sm text-muted"
                facts={[
                  text(ended_at === null ? 'inboxSettings.sessions.active' : 'inboxSettings.sessions.ended', { when }),
                  text('inboxSettings.sessions.since', {
                    time: intl.formatDate(connected_at, { dateStyle: 'medium', timeStyle: 'short' }),
                  }),
                ]}
              />
              <Facts className="wrap-anywhere text-sm text-muted" facts={sessionFacts(session, text)} />
            </span>
            {ended_at === null && !isOwn && <Button onClick={() => onEnd(id)}>{text('inboxSettings.sessions.end')}</Button>}
          </li>
        );
      })}
    </ul>
  );
}
