import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Inbox } from '../../../../web/sdk/inbox/inbox';
import type { NotificationMatch } from '../../../../web/sdk/inbox/loaded-lists';
import type { FakeSocket } from '../fake-socket';
import { event, notification, send } from '../hub/fake-hub';
import { Device } from '../offline/device';
import { InboxHarness, preferences, settle, titles } from './inbox-harness';

let harness: InboxHarness;

beforeEach(() => {
  harness = new InboxHarness();
});

afterEach(() => harness.close());

describe('[Z9] the notifications of the trip that somebody is on', () => {
  const kyoto = { id: 'kyoto', start_date: '2027-04-01', end_date: '2027-04-01' };
  const about = (n: number, trip_id: string) => notification(n, { data: { trip_id } });
  const arrival = (n: number, trip_id: string) =>
    event(n, 'notification:new', { notification: about(n, trip_id), unread_count: 1, silent: false });

  it('stay first when others come, and come first themselves', async () => {
    harness.rest.answers['GET /v1/inbox/travels'] = () => ({ trips: [kyoto] });
    harness.list([about(1, 'kyoto')]);
    const inbox = await harness.open();
    const socket = await harness.connect({ cursor: 'e:1' });
    send(socket, arrival(2, 'osaka'));
    expect(titles(inbox)).toEqual(['News 1', 'News 2']);
    send(socket, arrival(3, 'kyoto'));
    expect(titles(inbox)).toEqual(['News 3', 'News 1', 'News 2']);
  });

  it('are first again after a reload, among those that are kept and without a network', async () => {
    const device = new Device();
    harness.rest.answers['GET /v1/inbox/travels'] = () => ({ trips: [kyoto] });
    const many = Array.from({ length: 49 }, (_, index) => about(49 - index, 'osaka'));
    harness.list([about(50, 'kyoto'), ...many]);
    const first = await harness.open(device.tab().store);
    const socket = await harness.connect({ cursor: 'e:50' });
    send(socket, arrival(51, 'osaka'), arrival(52, 'osaka'));
    await first.close();
    const again = await harness.open(device.tab().store);
    expect(titles(again)).toHaveLength(50);
    expect(titles(again).slice(0, 3)).toEqual(['News 50', 'News 52', 'News 51']);
  });

  it('are those of another day when it is midnight where they are', async () => {
    const tomorrow = { id: 'osaka', start_date: '2027-04-02', end_date: '2027-04-05' };
    harness.rest.answers['GET /v1/inbox/travels'] = () => ({ trips: [kyoto, tomorrow] });
    harness.rest.answers['GET /v1/inbox/preferences'] = () => ({ ...preferences, time_zone: 'Asia/Tokyo' });
    harness.list([about(2, 'osaka'), about(1, 'kyoto')]);
    const inbox = await harness.open();
    await harness.connect();
    // It is 21:00 in Tokyo.
    expect(titles(inbox)).toEqual(['News 1', 'News 2']);
    await settle(3 * 60 * 60 * 1000 - 1);
    expect(titles(inbox)).toEqual(['News 1', 'News 2']);
    await settle(1);
    expect(titles(inbox)).toEqual(['News 2', 'News 1']);
  });

  it('are others soon after somebody has changed the dates', async () => {
    harness.list([about(2, 'osaka'), about(1, 'kyoto')]);
    const inbox = await harness.open();
    const socket = await harness.connect();
    expect(titles(inbox)).toEqual(['News 2', 'News 1']);
    harness.rest.answers['GET /v1/inbox/travels'] = () => ({ trips: [kyoto] });
    send(socket, event(1, 'entity-updated', { entity_type: 'trip', id: 'kyoto', version: 2, updated_by: null }));
    await settle(10_000);
    expect(titles(inbox)).toEqual(['News 1', 'News 2']);
  });
});

describe('older notifications', () => {
  it('are loaded by the page', async () => {
    harness.list([notification(2)], { next_cursor: 'p2' });
    const inbox = await harness.open();
    await harness.connect();
    harness.list([notification(1)]);
    const loading = inbox.loadMore();
    expect(inbox.state).toMatchObject({ hasMore: true, loadingMore: true });
    await loading;
    expect(inbox.state).toMatchObject({ hasMore: false, loadingMore: false });
    expect(titles(inbox)).toEqual(['News 2', 'News 1']);
    expect(harness.rest.paths.at(-1)).toBe('GET /v1/inbox/notifications?cursor=p2');
  });
});

describe('notifications of one kind', () => {
  const matching = (inbox: Inbox, match: NotificationMatch) => inbox.matching(match).notifications.map(({ title }) => title);

  async function openWithOlder(): Promise<{ inbox: Inbox; socket: FakeSocket }> {
    const read = [4, 3].map((n) => notification(n, { read_at: '2027-04-01T10:00:00.000Z' }));
    harness.list(read, { next_cursor: 'p2', unread_count: 2 });
    const inbox = await harness.open();
    const socket = await harness.connect({ unread_count: 2 });
    expect(matching(inbox, { unread: true })).toEqual([]);
    harness.list([notification(2, { category: 'booking' }), notification(1)]);
    await inbox.loadMore({ unread: true });
    expect(harness.rest.paths.at(-1)).toBe('GET /v1/inbox/notifications?unread=1');
    return { inbox, socket };
  }

  it('are found wherever they are among all, and marked as those are', async () => {
    const { inbox, socket } = await openWithOlder();
    expect(matching(inbox, { unread: true })).toEqual(['News 2', 'News 1']);
    expect(matching(inbox, { unread: true, category: 'booking' })).toEqual([]);
    expect(titles(inbox)).toEqual(['News 4', 'News 3']);
    inbox.markRead(notification(2).id);
    expect(matching(inbox, { unread: true })).toEqual(['News 1']);
    expect(inbox.state.unreadCount).toBe(1);
    send(socket, event(1, 'notification:read', { notification_id: notification(1).id, unread_count: 0 }));
    expect(matching(inbox, { unread: true })).toEqual([]);
    inbox.markUnread(notification(4).id);
    expect(matching(inbox, { unread: true })).toEqual(['News 4']);
  });

  it('come in, and come back when their time has come', async () => {
    const { inbox, socket } = await openWithOlder();
    send(socket, event(1, 'notification:new', { notification: notification(5), unread_count: 3, silent: false }));
    expect(matching(inbox, { unread: true })).toEqual(['News 5', 'News 2', 'News 1']);
    inbox.snooze(notification(1).id, new Date(Date.now() + 60_000));
    expect(matching(inbox, { unread: true })).toEqual(['News 5', 'News 2']);
    let seen: string[] = [];
    inbox.on('state', () => {
      seen = matching(inbox, { unread: true });
    });
    await settle(60_000);
    expect(seen).toEqual(['News 5', 'News 2', 'News 1']);
  });

  it('are not looked for among what was read all at once', async () => {
    harness.list([notification(1)], { next_cursor: 'p2', unread_count: 40 });
    const inbox = await harness.open();
    await harness.connect({ unread_count: 40 });
    expect(inbox.matching({ unread: true }).hasMore).toBe(true);
    inbox.markAllRead();
    expect(inbox.matching({ unread: true })).toMatchObject({ notifications: [], hasMore: false });
    expect(inbox.matching({ category: 'trip' }).hasMore).toBe(true);
  });

  it('are those that the device keeps, where there is no network', async () => {
    const device = new Device();
    harness.list([notification(2, { category: 'booking' }), notification(1)], { next_cursor: 'p2' });
    const first = await harness.open(device.tab().store);
    await harness.connect();
    await settle(300);
    await first.close();
    harness.rest.answers = {};
    const again = await harness.open(device.tab().store);
    expect(matching(again, { category: 'booking' })).toEqual(['News 2']);
    expect(again.matching({ category: 'booking' }).asked).toBe(false);
    await expect(again.loadMore({ category: 'booking' })).rejects.toThrow();
  });
});

describe('a single notification', () => {
  it('is loaded, and can be marked then', async () => {
    harness.list([notification(2)], { next_cursor: 'p2', unread_count: 2 });
    harness.rest.answers[`GET /v1/inbox/notifications/${notification(1).id}`] = () => notification(1);
    const inbox = await harness.open();
    await harness.connect({ unread_count: 2 });
    expect(await inbox.load(notification(1).id)).toEqual(notification(1));
    inbox.markRead(notification(1).id);
    expect(inbox.state.notifications.map(({ title, read_at }) => [title, read_at !== null])).toEqual([
      ['News 2', false],
      ['News 1', true],
    ]);
    expect(inbox.state.unreadCount).toBe(1);
  });

  it('is asked for only when it is not loaded', async () => {
    harness.list([notification(1)]);
    const inbox = await harness.open();
    await harness.connect();
    expect(await inbox.load(notification(1).id)).toBe(inbox.state.notifications[0]);
    await expect(inbox.load(notification(9).id)).rejects.toMatchObject({ code: 'not-found' });
  });
});
