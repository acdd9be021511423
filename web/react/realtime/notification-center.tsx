import { type ReactNode, useRef, useState } from 'react';
import { type NotificationCategory, notificationCategories } from '../../sdk';
import { useFocusOnNew } from '../use-focus-on-new';
import { categoryIcon } from './category-icon';
import { NotificationItem } from './notification-item';
import { type RealtimeTexts, type RealtimeTextsProps, realtimeTextsOf } from './realtime-texts';
import { useMinute } from './relative-time';
import { type OpenInbox, useInbox } from './use-inbox';
import { useNotifications } from './use-notifications';

/** What the notification centre shows: everything, or one category. */
export type NotificationFilter = 'all' | NotificationCategory;

export interface NotificationCenterProps extends RealtimeTextsProps {
  /** The picture for a category; those of the component unless given. */
  readonly icon?: (category: NotificationCategory) => ReactNode;
  /** What is shown first; `all` unless given. */
  readonly initialFilter?: NotificationFilter;
  readonly className?: string;
}

/** All notifications of a person: by category, with what can be done with each of them. */
export function NotificationCenter({
  icon = categoryIcon,
  initialFilter = 'all',
  className = '',
  ...props
}: NotificationCenterProps) {
  const texts = realtimeTextsOf(props);
  const open = useInbox();
  const [filter, setFilter] = useState<NotificationFilter>(initialFilter);
  const unreadCount = open?.state.unreadCount ?? 0;
  return (
    <section aria-label={texts.title} className={`tt-notes ${className}`}>
      <header className="tt-notes-head">
        <h2>{texts.title}</h2>
        <span role="status" className="tt-notes-count" data-count={unreadCount}>
          {unreadCount > 0 && texts.unreadCount(unreadCount)}
        </span>
        <button type="button" disabled={unreadCount === 0} onClick={() => open?.inbox.markAllRead()}>
          {texts.readAll}
        </button>
      </header>
      <Filters filter={filter} onFilter={setFilter} texts={texts} />
      {open === null ? (
        <Loading texts={texts} />
      ) : (
        <Notifications open={open} filter={filter} icon={icon} locale={props.locale ?? 'en'} texts={texts} />
      )}
    </section>
  );
}

function Loading({ texts }: { readonly texts: RealtimeTexts }) {
  return (
    <p className="tt-notes-blank" aria-busy="true">
      {texts.loading}
    </p>
  );
}

interface FiltersProps {
  readonly filter: NotificationFilter;
  readonly onFilter: (filter: NotificationFilter) => void;
  readonly texts: RealtimeTexts;
}

function Filters({ filter, onFilter, texts }: FiltersProps) {
  return (
    <div role="toolbar" aria-label={texts.filter} className="tt-notes-filters">
      {(['all', ...notificationCategories] as const).map((each) => (
        <button key={each} type="button" aria-pressed={each === filter} onClick={() => onFilter(each)}>
          {each === 'all' ? texts.all : texts.category[each]}
        </button>
      ))}
    </div>
  );
}

interface NotificationsProps {
  readonly open: OpenInbox;
  readonly filter: NotificationFilter;
  readonly icon: (category: NotificationCategory) => ReactNode;
  readonly locale: string;
  readonly texts: RealtimeTexts;
}

function Notifications({ open, filter, icon, locale, texts }: NotificationsProps) {
  const { inbox } = open;
  const nowMs = useMinute();
  const [openId, setOpenId] = useState<string | null>(null);
  const { notifications, hasMore, isLoading, error, loadMore } = useNotifications(
    open,
    filter === 'all' ? {} : { category: filter },
  );
  const list = useRef<HTMLUListElement>(null);
  const focusNew = useFocusOnNew(list, hasMore);
  return (
    <>
      {notifications === null && error === null && <Loading texts={texts} />}
      {notifications?.length === 0 && <p className="tt-notes-blank">{filter === 'all' ? texts.empty : texts.emptyCategory}</p>}
      <ul ref={list} className="tt-notes-list">
        {notifications?.map((notification) => (
          <NotificationItem
            key={notification.id}
            {...{ inbox, notification, icon, nowMs, locale, texts }}
            isOpen={notification.id === openId}
            onToggle={() => setOpenId((id) => (id === notification.id ? null : notification.id))}
          />
        ))}
      </ul>
      <p role="status">{error !== null && texts.failed}</p>
      {hasMore && (notifications !== null || error !== null) && (
        // One that is disabled would lose the focus.
        <button
          type="button"
          className="tt-notes-more"
          aria-disabled={isLoading}
          onClick={({ currentTarget }) => {
            if (isLoading) return;
            focusNew(currentTarget);
            loadMore();
          }}
        >
          {texts.more}
        </button>
      )}
    </>
  );
}
