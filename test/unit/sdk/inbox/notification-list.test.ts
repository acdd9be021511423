import { describe, expect, it } from 'vitest';
import {
  emptyList,
  isCounted,
  isShown,
  type NotificationList,
  withEvent,
  withFirstPage,
  withNextPage,
} from '../../../../web/sdk/inbox/notification-list';
import { event, news, notification } from '../hub/fake-hub';

const ids = ({ views }: NotificationList) => views.map(({ title }) => Number(title.split(' ')[1]));
const nowMs = Date.UTC(2027, 3, 1, 12);

describe('the list of notifications', () => {
  it('has new ones on top, each once, and counts as the server does', () => {
    const list = [news(1), news(2, 2), news(2, 2)].reduce(withEvent, emptyList);
    expect(ids(list)).toEqual([2, 1]);
    expect(list.unreadCount).toBe(2);
  });

  it('has what was shown anew on top, and what changed otherwise where it was', () => {
    const list = [news(1), news(2)].reduce(withEvent, emptyList);
    const read = notification(1, { read_at: '2027-04-01T10:00:00.000Z' });
    const changed = withEvent(list, event(3, 'notification:updated', { notification: read, unread_count: 1 }));
    expect(ids(changed)).toEqual([2, 1]);
    expect(changed.views[1]?.read_at).toBe(read.read_at);
    const digested = notification(1, { count: 2, shown_at: '2027-04-01T11:00:00.000Z' });
    expect(ids(withEvent(changed, event(4, 'notification:updated', { notification: digested, unread_count: 2 })))).toEqual([
      1, 2,
    ]);
  });

  it('takes marks that were made elsewhere', () => {
    const list = [news(1), news(2), news(3)].reduce(withEvent, emptyList);
    const read = withEvent(list, event(4, 'notification:read', { notification_id: notification(2).id, unread_count: 2 }));
    expect(read.views.map(({ read_at }) => read_at === null)).toEqual([true, false, true]);
    const gone = withEvent(read, event(5, 'notification:dismiss', { notification_id: notification(3).id, unread_count: 1 }));
    expect(gone.views.filter((view) => isShown(view, nowMs))).toHaveLength(2);
    const all = withEvent(gone, event(6, 'notification:read_all', { read_at: notification(1).shown_at, unread_count: 0 }));
    expect(all.views.map(({ read_at }) => read_at === null)).toEqual([true, false, false]);
    expect(all.unreadCount).toBe(0);
  });

  it('is what it was after events about other things', () => {
    const list = withEvent(emptyList, news(1));
    const other = event(2, 'entity-updated', { entity_type: 'trip', id: 't', version: 1, updated_by: null });
    expect(withEvent(list, other)).toBe(list);
  });

  it('grows by pages without showing one twice', () => {
    const first = withFirstPage({ notifications: [notification(3), notification(2)], next_cursor: 'p2', unread_count: 3 });
    expect(first).toMatchObject({ hasMore: true, nextCursor: 'p2' });
    const next = withNextPage(first, { notifications: [notification(2), notification(1)], next_cursor: null, unread_count: 3 });
    expect(ids(next)).toEqual([3, 2, 1]);
    expect(next.hasMore).toBe(false);
  });
});

describe('what is shown and counted', () => {
  const soon = new Date(nowMs + 1_000).toISOString();
  const before = new Date(nowMs - 1_000).toISOString();

  it.each([
    [{}, true, true],
    [{ read_at: before }, true, false],
    [{ dismissed_at: before }, false, false],
    [{ snoozed_until: soon }, false, false],
    [{ snoozed_until: before }, true, true],
    [{ expires_at: soon }, true, true],
    [{ expires_at: before }, false, false],
  ])('%j: shown %s, counted %s', (change, shown, counted) => {
    const view = notification(1, change);
    expect(isShown(view, nowMs)).toBe(shown);
    expect(isCounted(view, nowMs)).toBe(counted);
  });
});
