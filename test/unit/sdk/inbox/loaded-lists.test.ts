import { beforeEach, describe, expect, it } from 'vitest';
import type { NotificationView } from '../../../../src/protocol/notifications';
import type { NotificationQuery } from '../../../../web/sdk/inbox/inbox-calls';
import { LoadedLists, type NotificationMatch } from '../../../../web/sdk/inbox/loaded-lists';
import { type NotificationPage, withFirstPage } from '../../../../web/sdk/inbox/notification-list';
import { event, notification } from '../hub/fake-hub';

const unread: NotificationMatch = { unread: true };
const bookings: NotificationMatch = { category: 'booking' };
const read = (n: number) => notification(n, { read_at: '2027-04-01T10:00:00.000Z' });

/** What was asked, and the pages that answer. */
let asked: NotificationQuery[];
let pages: (NotificationPage | Promise<NotificationPage>)[];
let changes: number;
let lists: LoadedLists;

const page = (notifications: readonly NotificationView[], next_cursor: string | null = null): NotificationPage => ({
  ...{ notifications, next_cursor, unread_count: 1 },
});

beforeEach(() => {
  asked = [];
  pages = [];
  changes = 0;
  const listNotifications = async (query: NotificationQuery = {}) => {
    asked.push(query);
    const answer = await pages.shift();
    if (answer === undefined) throw new Error('no network');
    return answer;
  };
  // The newest two of many, both read.
  lists = new LoadedLists({ listNotifications }, withFirstPage(page([read(9), read(8)], 'all-2')), () => changes++);
});

const titles = (match: NotificationMatch) => lists.matching(match).notifications.map(({ title }) => title);

describe('what matches', () => {
  it('is asked for by what it is, from the newest on, and page by page', async () => {
    expect(lists.matching(unread)).toMatchObject({ asked: false, hasMore: true, loadingMore: false });
    pages = [page([notification(3)], 'unread-2'), page([notification(1)])];
    const loading = lists.loadMore(unread);
    expect(lists.matching(unread)).toMatchObject({ asked: false, loadingMore: true });
    await loading;
    expect(lists.matching(unread)).toMatchObject({ asked: true, hasMore: true, loadingMore: false });
    await lists.loadMore(unread);
    await lists.loadMore(unread);
    expect(asked).toEqual([
      { unread: true, cursor: null },
      { unread: true, cursor: 'unread-2' },
    ]);
    expect(titles(unread)).toEqual(['News 9', 'News 8', 'News 3', 'News 1']);
    expect(lists.matching(unread).hasMore).toBe(false);
    expect(changes).toBeGreaterThan(2);
  });

  it('leaves no gap in the list of all, nor in what matches something else', async () => {
    pages = [page([notification(3)])];
    await lists.loadMore(unread);
    expect(titles({})).toEqual(['News 9', 'News 8']);
    expect(titles(bookings)).toEqual(['News 9', 'News 8']);
    expect(lists.matching({}).hasMore).toBe(true);
    expect(lists.matching(bookings).asked).toBe(false);
    expect(lists.views.map(({ title }) => title)).toEqual(['News 9', 'News 8', 'News 3']);
  });

  it('needs no asking where everything is loaded', async () => {
    pages = [page([notification(3)])];
    await lists.loadMore({});
    expect(lists.matching(unread)).toMatchObject({ asked: true, hasMore: false });
    expect(titles(unread)).toEqual(['News 9', 'News 8', 'News 3']);
  });

  it('can be asked for again after a failure', async () => {
    await expect(lists.loadMore(unread)).rejects.toThrow('no network');
    expect(lists.matching(unread)).toMatchObject({ asked: false, hasMore: true, loadingMore: false });
    pages = [page([notification(3)])];
    await lists.loadMore(unread);
    expect(lists.matching(unread).asked).toBe(true);
  });
});

describe('what is loaded of what matches', () => {
  it('hears of events, also of those that come while it is on its way', async () => {
    let answer: (first: NotificationPage) => void = () => undefined;
    pages = [new Promise((resolve) => (answer = resolve))];
    const loading = lists.loadMore(unread);
    lists.apply(event(1, 'notification:read', { notification_id: notification(3).id, unread_count: 1 }));
    answer(page([notification(3), notification(1)]));
    await loading;
    lists.apply(event(2, 'notification:dismiss', { notification_id: notification(1).id, unread_count: 0 }));
    lists.apply(event(3, 'notification:new', { notification: notification(10), unread_count: 1, silent: false }));
    const { notifications } = lists.matching(unread);
    const marks = notifications.map(({ title, read_at, dismissed_at }) => [title, read_at !== null, dismissed_at !== null]);
    expect(marks).toEqual([
      ['News 10', false, false],
      ['News 9', true, false],
      ['News 8', true, false],
      ['News 3', true, false],
      ['News 1', false, true],
    ]);
  });

  it('is replaced where it is, and does not come into the list of all', async () => {
    pages = [page([notification(3)])];
    await lists.loadMore(unread);
    lists.replace(notification(3, { title: 'Pressed' }));
    expect([titles({}), titles(unread).at(-1)]).toEqual([['News 9', 'News 8'], 'Pressed']);
    lists.replace(notification(5));
    expect(titles({})).toContain('News 5');
  });

  it('is forgotten when all is read anew, also what was on its way', async () => {
    let answer: (first: NotificationPage) => void = () => undefined;
    pages = [page([notification(3)]), new Promise((resolve) => (answer = resolve))];
    await lists.loadMore(unread);
    const loading = lists.loadMore(bookings);
    lists.begin(withFirstPage(page([read(20)], 'all-2')));
    answer(page([notification(4)]));
    await loading;
    for (const match of [unread, bookings]) {
      expect(lists.matching(match)).toMatchObject({ asked: false, hasMore: true, loadingMore: false });
      expect(titles(match)).toEqual(['News 20']);
    }
  });
});
