import { type ReactNode, useId } from 'react';
import type { Inbox, NotificationCategory, NotificationView } from '../../sdk';
import { NotificationDetails } from './notification-details';
import { isUrgent } from './popups';
import type { RealtimeTexts } from './realtime-texts';
import { relativeTime } from './relative-time';

export interface NotificationItemProps {
  readonly inbox: Inbox;
  readonly notification: NotificationView;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly icon: (category: NotificationCategory) => ReactNode;
  readonly nowMs: number;
  readonly locale: string;
  readonly texts: RealtimeTexts;
}

/** One notification: a press reads and unfolds it. */
export function NotificationItem({ inbox, notification, isOpen, onToggle, icon, nowMs, locale, texts }: NotificationItemProps) {
  const detailsId = useId();
  const { id, title, body, category, priority, read_at, shown_at } = notification;
  const press = () => {
    if (read_at === null) inbox.markRead(id);
    onToggle();
  };
  return (
    <li className="tt-note" data-unread={read_at === null} data-priority={priority} data-category={category}>
      <button type="button" className="tt-note-button" aria-expanded={isOpen} aria-controls={detailsId} onClick={press}>
        <span className="tt-note-icon" aria-hidden="true">
          {icon(category)}
        </span>
        <span className="tt-note-words">
          <span dir="auto" className="tt-note-title">
            {read_at === null && (
              <span dir="auto" className="tt-unseen">
                {texts.unread}:{' '}
              </span>
            )}
            {title}
          </span>
          <span dir="auto" className="tt-note-body">
            {body}
          </span>
          {isUrgent(notification) && (
            <span className="tt-note-badge">{priority === 'critical' ? texts.critical : texts.high}</span>
          )}
        </span>
        <time className="tt-note-time" dateTime={shown_at}>
          {relativeTime(Date.parse(shown_at), nowMs, locale)}
        </time>
      </button>
      <div id={detailsId} hidden={!isOpen}>
        {isOpen && <NotificationDetails inbox={inbox} notification={notification} locale={locale} texts={texts} />}
      </div>
    </li>
  );
}
