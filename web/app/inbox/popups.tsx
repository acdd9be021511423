import type { PopupQueue } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { Popup } from './popup';

interface PopupsProps extends PopupQueue {
  readonly onOpen: (id: string) => void;
}

/** Important notifications, shown for a moment over whatever page is open. */
export function Popups({ popups, close, read, onOpen }: PopupsProps) {
  const text = useTextOf();
  return (
    <section
      aria-label={text('inbox.popups')}
      className="pointer-events-none fixed top-16 right-4 z-30 w-[min(24rem,calc(100vw-2rem))]"
    >
      <ul aria-live="polite" className="flex flex-col gap-2">
        {popups.map((notification) => (
          <Popup
            key={notification.id}
            notification={notification}
            onOpen={() => {
              read(notification.id);
              onOpen(notification.id);
            }}
            onGone={close}
          />
        ))}
      </ul>
    </section>
  );
}
