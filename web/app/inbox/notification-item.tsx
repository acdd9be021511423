import { AlarmClock, Circle, CircleDot, Trash2 } from 'lucide-react';
import { useId } from 'react';
import { useIntl } from 'react-intl';
import { isUrgent, type NotificationView } from '../../react';
import { MenuButton, type MenuItem } from '../design/menu';
import { useTextOf } from '../i18n/use-text-of';
import { CategoryIcon } from './category-icon';
import { NotificationDetails } from './notification-details';
import { NotificationTime } from './notification-time';
import { dayFormat, snoozeChoices, snoozeUntil } from './snooze-times';

/** What can be done with one notification. */
export interface NotificationCommands {
  readonly markRead: (id: string) => void;
  readonly markUnread: (id: string) => void;
  readonly dismiss: (id: string) => void;
  readonly snooze: (id: string, until: Date) => void;
  readonly runAction: (id: string, actionId: string) => void;
  /** Goes to a page of the app. */
  readonly follow: (path: string) => void;
}

interface NotificationItemProps {
  readonly notification: NotificationView;
  readonly nowMs: number;
  readonly isOpen: boolean;
  /** It was pressed: unfolded and read, or folded again. */
  readonly onToggle: () => void;
  readonly commands: NotificationCommands;
}

/** One notification in the list: a press reads and unfolds it. */
export function NotificationItem({ notification, nowMs, isOpen, onToggle, commands }: NotificationItemProps) {
  const text = useTextOf();
  const detailsId = useId();
  const { id, title, body, category, read_at } = notification;
  const isUnread = read_at === null;
  const urgent = isUrgent(notification);
  return (
    <li className={`relative border-b border-line last:border-b-0 ${isUnread ? 'bg-accent-soft/40' : ''}`}>
      {isUnread && <span aria-hidden="true" className="absolute inset-y-0 left-0 w-1 bg-accent" />}
      <div className="flex items-start pr-1">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={detailsId}
          data-notification={id}
          onClick={onToggle}
          className="flex min-w-0 flex-1 items-start gap-3 py-3 pr-2 pl-4 text-start hover:bg-sunken/60 focus-visible:-outline-offset-2"
        >
          <CategoryIcon category={category} urgent={urgent} />
          <span className="flex min-w-0 flex-1 flex-col gap-0.5">
            <span className="flex items-baseline justify-between gap-3">
              <span
                dir="auto"
                className={`min-w-0 ${isOpen ? '' : 'line-clamp-2'} ${isUnread ? 'font-semibold' : 'font-medium'}`}
              >
                {/* By its own direction, so that it says nothing of that of the title. */}
                {isUnread && (
                  <span dir="auto" className="sr-only">
                    {text('inbox.unreadOne')}{' '}
                  </span>
                )}
                {title}
              </span>
              <NotificationTime at={notification.shown_at} nowMs={nowMs} />
            </span>
            {body !== '' && (
              <span
                dir="auto"
                className={`text-pretty break-words text-muted ${isOpen ? 'whitespace-pre-line' : 'line-clamp-2'}`}
              >
                {body}
              </span>
            )}
            <Badges notification={notification} urgent={urgent} />
          </span>
        </button>
        <ItemMenu notification={notification} commands={commands} />
      </div>
      <div id={detailsId} hidden={!isOpen}>
        {isOpen && (
          <NotificationDetails
            notification={notification}
            onAction={(actionId) => commands.runAction(id, actionId)}
            onFollow={commands.follow}
          />
        )}
      </div>
    </li>
  );
}

function Badges({ notification, urgent }: { readonly notification: NotificationView; readonly urgent: boolean }) {
  const text = useTextOf();
  const { category, priority, count } = notification;
  return (
    <span className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted">
      {urgent && (
        <span className="rounded-full bg-danger-soft px-2 font-medium text-danger">
          {text(priority === 'critical' ? 'inbox.priority.critical' : 'inbox.priority.high')}
        </span>
      )}
      {text(`inbox.category.${category}`)}
      {count > 1 && <span>{text('inbox.times', { count })}</span>}
    </span>
  );
}

function ItemMenu({ notification, commands }: Pick<NotificationItemProps, 'notification' | 'commands'>) {
  const text = useTextOf();
  const intl = useIntl();
  const { id, title, read_at } = notification;
  const now = new Date();
  const snoozes = snoozeChoices.flatMap((choice): MenuItem[] => {
    const until = snoozeUntil(choice, now);
    if (until === null) return [];
    const clock = intl.formatDate(until, { hour: 'numeric', minute: '2-digit' });
    const time = text('inbox.snooze.at', { day: intl.formatDate(until, dayFormat(until, now, 'short')), clock });
    return [
      {
        id: choice,
        label: text(`inbox.snooze.${choice}`, { time }),
        icon: AlarmClock,
        onAction: () => commands.snooze(id, until),
      },
    ];
  });
  const mark: MenuItem =
    read_at === null
      ? { id: 'read', label: text('inbox.markRead'), icon: Circle, onAction: () => commands.markRead(id) }
      : { id: 'unread', label: text('inbox.markUnread'), icon: CircleDot, onAction: () => commands.markUnread(id) };
  const dismiss: MenuItem = {
    id: 'dismiss',
    label: text('inbox.dismiss'),
    icon: Trash2,
    danger: true,
    onAction: () => commands.dismiss(id),
  };
  return <MenuButton label={text('inbox.menu', { title })} items={[mark, ...snoozes, dismiss]} className="mt-2" />;
}
