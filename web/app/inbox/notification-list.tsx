import { BellOff, CheckCheck } from 'lucide-react';
import { useRef, useState } from 'react';
import { notificationCategories, type OpenInbox, useMinute } from '../../react';
import { Button } from '../design/button';
import { ErrorNotice } from '../design/error-notice';
import { MoreButton } from '../design/more-button';
import type { MessageId } from '../i18n/locale';
import { useTextOf } from '../i18n/use-text-of';
import { type NotificationCommands, NotificationItem } from './notification-item';
import { NotificationSkeletons } from './notification-skeletons';
import { useFocusAfterRemoval } from './use-focus-after-removal';
import { type NotificationFilter, useListedNotifications } from './use-listed-notifications';

const filters: readonly NotificationFilter[] = ['all', 'unread', ...notificationCategories];

interface NotificationListProps {
  readonly open: OpenInbox;
  readonly commands: NotificationCommands;
  /** The one to show unfolded at first; null for none. */
  readonly opened: string | null;
}

/** The notification centre: filters, the list, and what to see when there is none. */
export function NotificationList({ open, commands, opened }: NotificationListProps) {
  const text = useTextOf();
  const nowMs = useMinute();
  const root = useRef<HTMLDivElement>(null);
  const [openId, setOpenId] = useState(opened);
  const list = useRef<HTMLUListElement>(null);
  const {
    notifications: shown,
    hasMore,
    isLoading,
    error,
    loadMore,
    filter,
    setFilter,
    stay,
    leave,
  } = useListedNotifications(open);
  const handFocusOn = useFocusAfterRemoval(root, shown);
  const goes = (id: string) => {
    handFocusOn(id);
    leave(id);
  };
  const own: NotificationCommands = {
    ...commands,
    markRead: (id) => {
      if (filter === 'unread') goes(id);
      commands.markRead(id);
    },
    dismiss: (id) => {
      goes(id);
      commands.dismiss(id);
    },
    snooze: (id, until) => {
      goes(id);
      commands.snooze(id, until);
    },
  };
  return (
    <div ref={root}>
      <div className="flex flex-wrap items-center gap-1 border-b border-line p-3">
        <Filters filter={filter} onFilter={setFilter} />
        <Button look="quiet" disabled={open.state.unreadCount === 0} onClick={() => open.inbox.markAllRead()} className="ml-auto">
          <CheckCheck size={17} aria-hidden="true" />
          {text('inbox.readAll')}
        </Button>
      </div>
      {error !== null && (
        <div className="p-3">
          <ErrorNotice error={error} onRetry={loadMore} />
        </div>
      )}
      {shown === null && error === null && <NotificationSkeletons />}
      {shown !== null && shown.length === 0 && <Empty filter={filter} />}
      {shown !== null && shown.length > 0 && (
        <ul ref={list} aria-label={text('inbox.title')}>
          {shown.map((notification) => (
            <NotificationItem
              key={notification.id}
              notification={notification}
              nowMs={nowMs}
              isOpen={openId === notification.id}
              onToggle={() => {
                stay(notification);
                if (notification.read_at === null) commands.markRead(notification.id);
                setOpenId((id) => (id === notification.id ? null : notification.id));
              }}
              commands={own}
            />
          ))}
        </ul>
      )}
      <div className="flex justify-center not-empty:p-3">
        <MoreButton list={list} hasMore={hasMore && shown !== null} isLoading={isLoading} onMore={loadMore}>
          {text(isLoading ? 'inbox.loading' : 'inbox.more')}
        </MoreButton>
      </div>
    </div>
  );
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

const emptyTexts: Partial<Record<NotificationFilter, MessageId>> = {
  all: 'inbox.empty.title',
  unread: 'inbox.empty.unread',
};

function Empty({ filter }: { readonly filter: NotificationFilter }) {
  const text = useTextOf();
  return (
    <div className="flex flex-col items-center gap-3 px-6 py-14 text-center">
      <span className="inline-flex size-14 items-center justify-center rounded-full bg-sunken text-muted">
        <BellOff size={24} aria-hidden="true" />
      </span>
      <p className="font-semibold">{text(emptyTexts[filter] ?? 'inbox.empty.filtered')}</p>
      {filter === 'all' && <p className="max-w-72 text-pretty text-muted">{text('inbox.empty.text')}</p>}
    </div>
  );
}
