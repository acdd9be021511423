import { useState } from 'react';
import type { PopupQueue } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { Popup } from './popup';

interface PopupsProps extends PopupQueue {
  readonly onOpen: (id: string) => void;
}

/**
 * Important notifications, shown for a moment over whatever page is open. While somebody points at one or has the focus in it, it
 * stays, and so do those above it: it would slip away from under the pointer.
 */
export function Popups({ popups, close, read, onOpen }: PopupsProps) {
  const text = useTextOf();
  const [held, setHeld] = useState<string | null>(null);
  const heldPlace = popups.findIndex(({ id }) => id === held);
  return (
    <section
      aria-label={text('inbox.popups')}
      className="pointer-events-none fixed top-16 right-4 z-30 w-[min(24rem,calc(100vw-2rem))]"
    >
      <ul aria-live="polite" className="flex flex-col gap-2">
        {popups.map((notification, place) => (
          <Popup
            key={notification.id}
            notification={notification}
            isHeld={place <= heldPlace}
            onHold={(isHeld) => setHeld((now) => (isHeld ? notification.id : now === notification.id ? null : now))}
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
