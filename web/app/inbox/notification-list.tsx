import { BellOff, CheckCheck } from 'lucide-react';
import { useState } from 'react';
import { type NotificationCategory, type NotificationView, notificationCategories, useMinute } from '../../react';
import { Button } from '../design/button';
import { ErrorNotice } from '../design/error-notice';
import { useTextOf } from '../i18n/use-text-of';
import { type NotificationCommands, NotificationItem } from './notification-item';
import { NotificationSkeletons } from './notification-skeletons';

export type NotificationFilter = 'all' | 'unread' | NotificationCategory;

const filters: readonly NotificationFilter[] = ['all', 'unread', ...notificationCategories];

interface NotificationListProps {
  /** Newest first; null while nothing is known yet. */
  readonly notifications: readonly NotificationView[] | null;
  readonly unreadCount: number;
  readonly error: Error | null;
  readonly onRetry: () => void;
  /** Null: all are there. */
  readonly onMore: (() => void) | null;
  readonly isLoadingMore: boolean;
  readonly onReadAll: () => void;
  readonly commands: NotificationCommands;
  /** The one to show unfolded at first; null for none. */
  readonly opened: string | null;
}

/** The notification centre: filters, the list, and what to see when there is none. */
export function NotificationList(props: NotificationListProps) {
  const { notifications, unreadCount, error, onRetry, onMore, isLoadingMore, onReadAll, commands } = props;
  const text = useTextOf();
  const nowMs = useMinute();
  const [filter, setFilter] = useState<NotificationFilter>('all');
  const [openId, setOpenId] = useState(props.opened);
  const shown = notifications?.filter((notification) => passes(notification, filter)) ?? null;
  return (
    <>
      <div className="flex flex-wrap items-center gap-1 border-b border-line p-3">
        <Filters filter={filter} onFilter={setFilter} />
        {/* Not disabled: whoever has just pressed it would lose their place on the page. */}
        <Button look="quiet" aria-disabled={unreadCount === 0} onClick={onReadAll} className="ml-auto aria-disabled:opacity-60">
          <CheckCheck size={17} aria-hidden="true" />
          {text('inbox.readAll')}
        </Button>
      </div>
      {error !== null && (
        <div className="p-3">
          <ErrorNotice error={error} onRetry={onRetry} />
        </div>
      )}
      {shown === null && error === null && <NotificationSkeletons />}
      {shown !== null && shown.length === 0 && <Empty filter={filter} />}
      {shown !== null && shown.length > 0 && (
        <ul aria-label={text('inbox.title')}>
          {shown.map((notification) => (
            <NotificationItem
              key={notification.id}
              notification={notification}
              nowMs={nowMs}
              isOpen={openId === notification.id}
              onToggle={() => setOpenId((id) => (id === notification.id ? null : notification.id))}
              commands={commands}
            />
          ))}
        </ul>
      )}
      {onMore !== null && shown !== null && (
        <div className="flex justify-center p-3">
          <Button disabled={isLoadingMore} onClick={onMore}>
            {text(isLoadingMore ? 'inbox.loading' : 'inbox.more')}
          </Button>
        </div>
      )}
    </>
  );
}

function passes({ category, read_at }: NotificationView, filter: NotificationFilter): boolean {
  if (filter === 'all') return true;
  return filter === 'unread' ? read_at === null : category === filter;
}

function Filters({
  filter,
  onFilter,
}: {
  readonly filter: NotificationFilter;
  readonly onFilter: (filter: NotificationFilter) => void;
}) {
  const text = useTextOf();
  return (
    // All of them are seen: they take as many lines as they need, and the last one has room for what stands beside them.
    <fieldset className="contents">
      <legend className="sr-only">{text('inbox.filter')}</legend>
      {filters.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={filter === name}
          onClick={() => onFilter(name)}
          className="min-h-10 shrink-0 rounded-full border border-line px-3.5 text-sm whitespace-nowrap text-muted hover:text-ink aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-ink"
        >
          {text(name === 'all' || name === 'unread' ? `inbox.show.${name}` : `inbox.category.${name}`)}
        </button>
      ))}
    </fieldset>
  );
}

function Empty({ filter }: { readonly filter: NotificationFilter }) {
  const text = useTextOf();
  return (
    <div className="flex flex-col items-center gap-3 px-6 py-14 text-center">
      <span className="inline-flex size-14 items-center justify-center rounded-full bg-sunken text-muted">
        <BellOff size={24} aria-hidden="true" />
      </span>
      <p className="font-semibold">{text(filter === 'all' ? 'inbox.empty.title' : 'inbox.empty.filtered')}</p>
      {filter === 'all' && <p className="max-w-72 text-pretty text-muted">{text('inbox.empty.text')}</p>}
    </div>
  );
}
