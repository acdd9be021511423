import { useState } from 'react';
import {
  type FoundNotifications,
  type NotificationCategory,
  type NotificationMatch,
  type NotificationView,
  type OpenInbox,
  useNotifications,
} from '../../react';

export type NotificationFilter = 'all' | 'unread' | NotificationCategory;

interface ListedNotifications extends FoundNotifications {
  readonly filter: NotificationFilter;
  readonly setFilter: (filter: NotificationFilter) => void;
  /** To be called with one that is opened, and so read. */
  readonly stay: (notification: NotificationView) => void;
  /** To be called with one that is to go from the list. */
  readonly leave: (id: string) => void;
}

const none: ReadonlyMap<string, NotificationView> = new Map();

/**
 * The notifications that a filter lets through. Of the unread ones those stay that were opened since: whoever reads one would see
 * it vanish under the pointer.
 */
export function useListedNotifications(open: OpenInbox): ListedNotifications {
  const [filter, setFilter] = useState<NotificationFilter>('all');
  const [opened, setOpened] = useState(none);
  const found = useNotifications(open, matchOf(filter));
  const isUnread = filter === 'unread';
  const { notifications: latest } = open.state;
  return {
    ...found,
    notifications: isUnread && found.notifications !== null ? together(found.notifications, latest, opened) : found.notifications,
    filter,
    setFilter: (next) => {
      setFilter(next);
      setOpened(none);
    },
    stay: (notification) => {
      if (isUnread) setOpened((all) => new Map(all).set(notification.id, notification));
    },
    leave: (id) => setOpened((all) => new Map([...all].filter(([other]) => other !== id))),
  };
}

function matchOf(filter: NotificationFilter): NotificationMatch {
  if (filter === 'all') return {};
  return filter === 'unread' ? { unread: true } : { category: filter };
}

/**
 * @param latest the newest ones, read or not, in their order
 * @param opened those to stay, as they were when they were opened
 */
function together(
  unread: readonly NotificationView[],
  latest: readonly NotificationView[],
  opened: ReadonlyMap<string, NotificationView>,
): readonly NotificationView[] {
  if (opened.size === 0) return unread;
  const wanted = new Set([...unread.map(({ id }) => id), ...opened.keys()]);
  const first = latest.filter(({ id }) => wanted.has(id));
  for (const { id } of first) wanted.delete(id);
  const older = new Map([...opened, ...unread.map((each) => [each.id, each] as const)]);
  const rest = [...older.values()].filter(({ id }) => wanted.has(id));
  return [...first, ...rest.toSorted((a, b) => Date.parse(b.shown_at) - Date.parse(a.shown_at))];
}
