import { useCallback, useEffect, useState } from 'react';
import { type Inbox, isUrgent, type NotificationView, stillUnread, withNewest } from '../../react';
import { useShowError } from '../design/use-show-error';
import { useTextOf } from '../i18n/use-text-of';
import { Popup } from './popup';

interface PopupsProps {
  readonly inbox: Inbox;
  /** All that is loaded: what was read elsewhere leaves. */
  readonly notifications: readonly NotificationView[];
  readonly onOpen: (id: string) => void;
}

/** Important notifications, shown for a moment over whatever page is open. */
export function Popups({ inbox, notifications, onOpen }: PopupsProps) {
  const text = useTextOf();
  const showError = useShowError();
  const [queue, setQueue] = useState<readonly NotificationView[]>([]);
  useEffect(
    () =>
      inbox.on('notification', ({ notification, silent }) => {
        if (!silent && isUrgent(notification)) setQueue((shown) => withNewest(shown, notification));
      }),
    [inbox],
  );
  // Marks that the server does not take.
  useEffect(() => inbox.on('problem', showError), [inbox, showError]);
  const remove = useCallback((id: string) => setQueue((shown) => shown.filter((each) => each.id !== id)), []);
  return (
    <section
      aria-label={text('inbox.popups')}
      className="pointer-events-none fixed top-16 right-4 z-30 w-[min(24rem,calc(100vw-2rem))]"
    >
      <ul aria-live="polite" className="flex flex-col gap-2">
        {stillUnread(queue, notifications).map((notification) => (
          <Popup
            key={notification.id}
            notification={notification}
            onOpen={() => {
              remove(notification.id);
              inbox.markRead(notification.id);
              onOpen(notification.id);
            }}
            onGone={remove}
          />
        ))}
      </ul>
    </section>
  );
}
