import type { HubEvent } from '../../../src/protocol/hub-messages';
import type { NotificationView } from '../../../src/protocol/notifications';
import { rankOf, tripOf } from '../../../src/protocol/travels';

/** One page of `GET /v1/inbox/notifications`. */
export interface NotificationPage {
  readonly notifications: readonly NotificationView[];
  /** Passed as `cursor` to get the next page; null on the last one. */
  readonly next_cursor: string | null;
  readonly unread_count: number;
}

/** The notifications that are loaded, as the server showed them last. Immutable. */
export interface NotificationList {
  /** Those that came last on top; the order in which they are shown is that of {@link ranked}. */
  readonly views: readonly NotificationView[];
  /** Whether there are more than those that are loaded. */
  readonly hasMore: boolean;
  /** Where the next page begins; null for the first one. */
  readonly nextCursor: string | null;
  /** How many are unread, loaded or not, when all these views were so. */
  readonly unreadCount: number;
}

export const emptyList: NotificationList = { views: [], hasMore: false, nextCursor: null, unreadCount: 0 };

/** The list after the first page was read anew. */
export function withFirstPage({ notifications, next_cursor, unread_count }: NotificationPage): NotificationList {
  return { views: notifications, hasMore: next_cursor !== null, nextCursor: next_cursor, unreadCount: unread_count };
}

/** The list with a further page. */
export function withNextPage(list: NotificationList, page: NotificationPage): NotificationList {
  const loaded = new Set(list.views.map(({ id }) => id));
  const views = [...list.views, ...page.notifications.filter(({ id }) => !loaded.has(id))];
  return { views, hasMore: page.next_cursor !== null, nextCursor: page.next_cursor, unreadCount: page.unread_count };
}

/** The list after the server has shown one notification anew. */
export function withView(list: NotificationList, view: NotificationView): NotificationList {
  const before = list.views.find(({ id }) => id === view.id);
  const cameToTop = before === undefined || view.shown_at > before.shown_at;
  const views = cameToTop
    ? [view, ...list.views.filter(({ id }) => id !== view.id)]
    : list.views.map((each) => (each === before ? view : each));
  return { ...list, views };
}

/** The list after an event; the same one when the event is not about notifications. Applied twice it changes nothing more. */
export function withEvent(list: NotificationList, event: HubEvent): NotificationList {
  switch (event.type) {
    case 'notification:new':
    case 'notification:updated':
      return { ...withView(list, event.data.notification), unreadCount: event.data.unread_count };
    case 'notification:read':
      return marked(list, event.data, { read_at: event.timestamp });
    case 'notification:dismiss':
      return marked(list, event.data, { dismissed_at: event.timestamp });
    case 'notification:read_all': {
      const { read_at, unread_count } = event.data;
      const isRead = (view: NotificationView) => view.read_at !== null || Date.parse(view.shown_at) > Date.parse(read_at);
      return {
        ...list,
        views: list.views.map((view) => (isRead(view) ? view : { ...view, read_at })),
        unreadCount: unread_count,
      };
    }
    default:
      return list;
  }
}

function marked(
  list: NotificationList,
  { notification_id, unread_count }: { readonly notification_id: string; readonly unread_count: number },
  marks: Partial<NotificationView>,
): NotificationList {
  const views = list.views.map((view) => (view.id === notification_id ? { ...view, ...marks } : view));
  return { ...list, views, unreadCount: unread_count };
}

/** The notifications in the order of the server: those of the trip that the person is on, if any, then the latest first. */
export function ranked(views: readonly NotificationView[], travelling: string | null): readonly NotificationView[] {
  const rank = ({ data }: NotificationView) => rankOf(tripOf(data), travelling);
  return views.toSorted((a, b) => rank(b) - rank(a) || Date.parse(b.shown_at) - Date.parse(a.shown_at));
}

/** Whether a notification is in the list at a time: not dismissed, snoozed or expired. */
export function isShown({ dismissed_at, snoozed_until, expires_at }: NotificationView, nowMs: number): boolean {
  const isSnoozed = snoozed_until !== null && Date.parse(snoozed_until) > nowMs;
  const isOver = expires_at !== null && Date.parse(expires_at) <= nowMs;
  return dismissed_at === null && !isSnoozed && !isOver;
}

/** Whether a notification counts as unread at a time. */
export function isCounted(view: NotificationView, nowMs: number): boolean {
  return view.read_at === null && isShown(view, nowMs);
}
