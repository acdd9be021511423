import { type ReactNode, useEffect, useState } from 'react';
import type { NotificationCategory, NotificationView } from '../../sdk';
import { categoryIcon } from './category-icon';
import { popupMs } from './popups';
import { type RealtimeTexts, type RealtimeTextsProps, realtimeTextsOf } from './realtime-texts';
import { useInbox } from './use-inbox';
import { usePopups } from './use-popups';

export interface NotificationOverlayProps extends RealtimeTextsProps {
  /** The picture for a category; those of the component unless given. */
  readonly icon?: (category: NotificationCategory) => ReactNode;
  /** What happens when somebody presses a pop-up, besides that it is read. */
  readonly onOpen?: (notification: NotificationView) => void;
  readonly className?: string;
}

/**
 * Notifications of high and critical priority, as they come in: at most three, each for five seconds, or as long as
 * somebody points at it or has the focus in it. What was read on another device goes.
 */
export function NotificationOverlay({ icon = categoryIcon, onOpen, className = '', ...props }: NotificationOverlayProps) {
  const texts = realtimeTextsOf(props);
  const { popups, close, read } = usePopups(useInbox());
  return (
    <section aria-label={texts.overlay} aria-live="polite" className={`tt-popups ${className}`}>
      {popups.map((notification) => (
        <Popup
          key={notification.id}
          {...{ notification, icon, texts, onGone: close }}
          onOpen={() => {
            read(notification.id);
            onOpen?.(notification);
          }}
        />
      ))}
    </section>
  );
}

interface PopupProps {
  readonly notification: NotificationView;
  readonly icon: (category: NotificationCategory) => ReactNode;
  readonly texts: RealtimeTexts;
  readonly onOpen: () => void;
  readonly onGone: (id: string) => void;
}

function Popup({ notification: { id, title, body, category, priority }, icon, texts, onOpen, onGone }: PopupProps) {
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(() => onGone(id), popupMs);
    return () => clearTimeout(timer);
  }, [isHeld, onGone, id]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointing at it only keeps it from going.
    <div
      className="tt-popup"
      role={priority === 'critical' ? 'alert' : undefined}
      data-priority={priority}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <button type="button" className="tt-popup-button" onClick={onOpen}>
        <span className="tt-note-icon" aria-hidden="true">
          {icon(category)}
        </span>
        <span className="tt-note-words">
          <span dir="auto" className="tt-note-title">
            {title}
          </span>
          <span dir="auto" className="tt-note-body">
            {body}
          </span>
        </span>
      </button>
      <button type="button" className="tt-popup-close" aria-label={texts.close(title)} onClick={() => onGone(id)}>
        <span aria-hidden="true">×</span>
      </button>
    </div>
  );
}
