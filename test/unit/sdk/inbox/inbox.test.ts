import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HubMessage } from '../../../../src/protocol/hub-messages';
import type { InboxPreferences, NotificationView } from '../../../../src/protocol/notifications';
import type { Inbox } from '../../../../web/sdk/inbox/inbox';
import type { InboxEvents } from '../../../../web/sdk/inbox/inbox-state';
import type { NotificationMatch } from '../../../../web/sdk/inbox/loaded-lists';
import { openInbox } from '../../../../web/sdk/inbox/open-inbox';
import type { DeviceStore } from '../../../../web/sdk/offline/device-store';
import { FakeNetwork, FakePage, FakeSocket } from '../fake-socket';
import { ack, event, FakeEventSource, FakeRest, lastSent, news, notification, reply, send, sent, welcome } from '../hub/fake-hub';
import { Device } from '../offline/device';

const preferences: InboxPreferences = {
  language: 'en',
  time_zone: 'UTC',
  quiet_hours: { enabled: true, from: '22:00', to: '07:00' },
  channels: { in_app: true, push: true, email: true, sms: true },
  types: {},
};

let rest: FakeRest;
let page: FakePage;
let opened: Inbox[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: Date.UTC(2027, 3, 1, 12) });
  FakeSocket.all = [];
  rest = new FakeRest();
  page = new FakePage();
  opened = [];
  rest.answers = {
    'POST /v1/tickets': () => ({ ticket: 'tkt_1' }),
    'GET /v1/inbox/preferences': () => preferences,
    'GET /v1/inbox/travels': () => ({ trips: [] }),
    ...listOf([]),
  };
});

afterEach(async () => {
  for (const inbox of opened) await inbox.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function listOf(notifications: readonly NotificationView[], change: object = {}) {
  const unread_count = notifications.filter(({ read_at }) => read_at === null).length;
  return { 'GET /v1/inbox/notifications': () => ({ notifications, next_cursor: null, unread_count, ...change }) };
}

async function open(store: DeviceStore | null = null): Promise<Inbox> {
  const inbox = await openInbox({
    url: 'https://trips.example',
    credentials: { token: 'token' },
    WebSocket: FakeSocket,
    EventSource: FakeEventSource,
    network: new FakeNetwork(),
    random: () => 0,
    ...{ page, store },
  });
  opened.push(inbox);
  return inbox;
}

/** Connects the socket, and lets the list arrive. */
async function connect(change: Parameters<typeof welcome>[0] = {}): Promise<FakeSocket> {
  await settle();
  const socket = FakeSocket.last;
  socket.open();
  send(socket, welcome(change));
  await settle();
  return socket;
}

/** Timers that are due, and everything that was awaited for them; the database answers in real time. */
async function settle(ms = 0): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
}

function titles(inbox: Inbox): string[] {
  return inbox.state.notifications.map(({ title }) => title);
}

describe('opening an inbox', () => {
  it('loads the newest notifications when it is connected', async () => {
    Object.assign(rest.answers, listOf([notification(2), notification(1)]));
    const inbox = await open();
    expect(inbox.state).toMatchObject({
      loaded: false,
      status: { name: 'connecting' },
      storage: { kind: 'memory', reason: 'off' },
    });
    await connect();
    expect(inbox.state).toMatchObject({ loaded: true, unreadCount: 2, hasMore: false, status: { name: 'live' }, preferences });
    expect(titles(inbox)).toEqual(['News 2', 'News 1']);
  });

  it('[U13] tells the server what its person may call this device', async () => {
    vi.stubGlobal('navigator', { userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0' });
    await open();
    await connect();
    expect(new URL(FakeSocket.last.url).searchParams.get('device_name')).toBe('Firefox · Linux');
  });

  it('loses nothing that comes while the list is on its way', async () => {
    let answer: (list: unknown) => void = () => undefined;
    const list = new Promise((resolve) => {
      answer = resolve;
    });
    vi.stubGlobal('fetch', async (url: string) => {
      if (url.endsWith('/tickets')) return Response.json({ ticket: 'tkt_1' });
      if (url.endsWith('/travels')) return Response.json({ trips: [] });
      return Response.json(url.endsWith('/preferences') ? preferences : await list);
    });
    const inbox = await open();
    const socket = await connect({ cursor: 'e:1' });
    send(socket, news(2), event(3, 'notification:read', { notification_id: notification(1).id, unread_count: 1 }));
    answer({ notifications: [notification(1)], next_cursor: null, unread_count: 1 });
    await settle();
    expect(titles(inbox)).toEqual(['News 2', 'News 1']);
    expect(inbox.state.notifications.map(({ read_at }) => read_at !== null)).toEqual([false, true]);
    expect(inbox.state.unreadCount).toBe(1);
  });

  it('asks for the list again until it comes', async () => {
    rest.answers['GET /v1/inbox/notifications'] = () => Response.json({ code: 'unavailable' }, { status: 503 });
    const inbox = await open();
    await connect();
    expect(inbox.state.loaded).toBe(false);
    Object.assign(rest.answers, listOf([notification(1)]));
    await settle(1_000);
    expect(inbox.state.loaded).toBe(true);
  });

  it('loads it anew when the stream has gone on elsewhere', async () => {
    const inbox = await open();
    const socket = await connect();
    Object.assign(rest.answers, listOf([notification(9)]));
    send(socket, reply('sync:reset', { reason: 'too-old', cursor: 'e:900' }));
    await settle();
    expect(titles(inbox)).toEqual(['News 9']);
  });

  it('says in which zone its person is, if nobody has yet', async () => {
    await open();
    const socket = await connect();
    await settle(100);
    const asked = lastSent(socket, 'inbox:sync');
    send(socket, reply('inbox:state', { update: 'AAA=', state_vector: 'AA==' }, asked.id), ack(asked));
    await settle(100);
    expect(lastSent(socket, 'inbox:sync').data).toHaveProperty('update');
  });
});

describe('notifications that come in', () => {
  it('are told once, with whether they may interrupt, and counted', async () => {
    const inbox = await open();
    const told: InboxEvents['notification'][] = [];
    inbox.on('notification', (one) => told.push(one));
    const socket = await connect();
    const silent = event(2, 'notification:new', { notification: notification(2), unread_count: 2, silent: true });
    send(socket, news(1), news(1), silent);
    expect(told.map(({ notification: { title }, silent: isSilent }) => [title, isSilent])).toEqual([
      ['News 1', false],
      ['News 2', true],
    ]);
    expect(inbox.state.unreadCount).toBe(2);
  });

  it('[K7] are told once more, when they were silent and are not any more; on a device that has told them, never again', async () => {
    const device = new Device();
    // Known from the list, from a silent event, and from one that was told.
    Object.assign(rest.answers, listOf([notification(1)]));
    const told: string[] = [];
    const listen = (inbox: Inbox) =>
      inbox.on('notification', ({ notification: { title }, silent }) => told.push(`${title}${silent ? ' silently' : ''}`));
    const newsOf = (offset: number, n: number, silent: boolean) =>
      event(offset, 'notification:new', { notification: notification(n), unread_count: 3, silent });
    const first = await open(device.tab().store);
    listen(first);
    const socket = await connect();
    send(socket, newsOf(1, 2, true), newsOf(2, 3, false));
    send(socket, newsOf(3, 2, true), newsOf(4, 1, false), newsOf(5, 2, false), newsOf(6, 3, false));
    expect(told).toEqual(['News 2 silently', 'News 3', 'News 1', 'News 2']);
    await settle(300);
    await first.close();

    told.length = 0;
    listen(await open(device.tab().store));
    const again = await connect();
    send(again, newsOf(7, 1, false), newsOf(8, 2, false), newsOf(9, 3, false));
    expect(told).toEqual([]);
  });

  it('and trips that were changed by others, are events', async () => {
    const inbox = await open();
    const changed: string[] = [];
    inbox.on('entity', ({ id }) => changed.push(id));
    inbox.onMessage('entity-updated', ({ version }) => changed.push(`version ${version}`));
    const socket = await connect();
    send(socket, event(1, 'entity-updated', { entity_type: 'trip', id: 't1', version: 4, updated_by: 'ben' }));
    expect(changed).toEqual(['t1', 'version 4']);
  });
});

describe('[Z9] the notifications of the trip that somebody is on', () => {
  const kyoto = { id: 'kyoto', start_date: '2027-04-01', end_date: '2027-04-01' };
  const about = (n: number, trip_id: string) => notification(n, { data: { trip_id } });
  const arrival = (n: number, trip_id: string) =>
    event(n, 'notification:new', { notification: about(n, trip_id), unread_count: 1, silent: false });

  it('stay first when others come, and come first themselves', async () => {
    rest.answers['GET /v1/inbox/travels'] = () => ({ trips: [kyoto] });
    Object.assign(rest.answers, listOf([about(1, 'kyoto')]));
    const inbox = await open();
    const socket = await connect({ cursor: 'e:1' });
    send(socket, arrival(2, 'osaka'));
    expect(titles(inbox)).toEqual(['News 1', 'News 2']);
    send(socket, arrival(3, 'kyoto'));
    expect(titles(inbox)).toEqual(['News 3', 'News 1', 'News 2']);
  });

  it('are first again after a reload, among those that are kept and without a network', async () => {
    const device = new Device();
    rest.answers['GET /v1/inbox/travels'] = () => ({ trips: [kyoto] });
    const many = Array.from({ length: 49 }, (_, index) => about(49 - index, 'osaka'));
    Object.assign(rest.answers, listOf([about(50, 'kyoto'), ...many]));
    const first = await open(device.tab().store);
    const socket = await connect({ cursor: 'e:50' });
    send(socket, arrival(51, 'osaka'), arrival(52, 'osaka'));
    await first.close();
    const again = await open(device.tab().store);
    expect(titles(again)).toHaveLength(50);
    expect(titles(again).slice(0, 3)).toEqual(['News 50', 'News 52', 'News 51']);
  });

  it('are those of another day when it is midnight where they are', async () => {
    const tomorrow = { id: 'osaka', start_date: '2027-04-02', end_date: '2027-04-05' };
    rest.answers['GET /v1/inbox/travels'] = () => ({ trips: [kyoto, tomorrow] });
    rest.answers['GET /v1/inbox/preferences'] = () => ({ ...preferences, time_zone: 'Asia/Tokyo' });
    Object.assign(rest.answers, listOf([about(2, 'osaka'), about(1, 'kyoto')]));
    const inbox = await open();
    await connect();
    // It is 21:00 in Tokyo.
    expect(titles(inbox)).toEqual(['News 1', 'News 2']);
    await settle(3 * 60 * 60 * 1000 - 1);
    expect(titles(inbox)).toEqual(['News 1', 'News 2']);
    await settle(1);
    expect(titles(inbox)).toEqual(['News 2', 'News 1']);
  });

  it('are others soon after somebody has changed the dates', async () => {
    Object.assign(rest.answers, listOf([about(2, 'osaka'), about(1, 'kyoto')]));
    const inbox = await open();
    const socket = await connect();
    expect(titles(inbox)).toEqual(['News 2', 'News 1']);
    rest.answers['GET /v1/inbox/travels'] = () => ({ trips: [kyoto] });
    send(socket, event(1, 'entity-updated', { entity_type: 'trip', id: 'kyoto', version: 2, updated_by: null }));
    await settle(10_000);
    expect(titles(inbox)).toEqual(['News 1', 'News 2']);
  });
});

describe('marks', () => {
  it('hold at once, are counted, and are brought to the server', async () => {
    Object.assign(rest.answers, listOf([notification(3), notification(2), notification(1)]));
    const inbox = await open();
    const socket = await connect({ unread_count: 3 });
    inbox.markRead(notification(1).id);
    inbox.dismiss(notification(2).id);
    expect(inbox.state).toMatchObject({ unreadCount: 1, saved: false });
    expect(titles(inbox)).toEqual(['News 3', 'News 1']);
    inbox.restore(notification(2).id);
    inbox.markUnread(notification(1).id);
    expect(inbox.state.unreadCount).toBe(3);
    await settle(100);
    expect(lastSent(socket, 'inbox:sync').data).toMatchObject({ state_vector: expect.any(String) });
  });

  it('read everything, also what is not loaded', async () => {
    Object.assign(rest.answers, listOf([notification(2), notification(1)], { next_cursor: 'more', unread_count: 40 }));
    const inbox = await open();
    const socket = await connect({ unread_count: 40 });
    expect(inbox.state.unreadCount).toBe(40);
    inbox.markAllRead();
    expect(inbox.state.unreadCount).toBe(0);
    send(socket, event(1, 'notification:read_all', { read_at: new Date().toISOString(), unread_count: 0 }));
    send(
      socket,
      event(2, 'notification:new', {
        notification: notification(3, { shown_at: '2027-04-01T13:00:00.000Z' }),
        unread_count: 1,
        silent: false,
      }),
    );
    expect(inbox.state.unreadCount).toBe(1);
  });

  it('put off a notification until its time', async () => {
    Object.assign(rest.answers, listOf([notification(1)]));
    const inbox = await open();
    await connect({ unread_count: 1 });
    inbox.snooze(notification(1).id, new Date(Date.now() + 60_000));
    expect(inbox.state).toMatchObject({ notifications: [], unreadCount: 0 });
    await settle(59_000);
    expect(titles(inbox)).toEqual([]);
    await settle(1_000);
    expect(titles(inbox)).toEqual(['News 1']);
    expect(inbox.state.unreadCount).toBe(1);
  });

  it('change preferences without the server', async () => {
    const inbox = await open();
    await connect();
    inbox.setPreferences({ channels: { ...preferences.channels, sms: false } });
    expect(inbox.state.preferences?.channels.sms).toBe(false);
    expect(inbox.state.preferences?.channels.push).toBe(true);
  });
});

describe('buttons', () => {
  it('are pressed on the server, and show what came of it', async () => {
    const action = { id: 'ok', label: 'OK', style: 'primary', url: null, done_at: null, failure: null } as const;
    const pending = notification(1, { actions: [action] });
    Object.assign(rest.answers, listOf([pending]));
    const done = { ...pending, actions: [{ ...action, done_at: '2027-04-01T12:00:01.000Z' }] };
    rest.answers[`POST /v1/inbox/notifications/${pending.id}/actions/ok`] = () => done;
    const inbox = await open();
    await connect();
    await inbox.runAction(pending.id, 'ok');
    expect(inbox.state.notifications[0]?.actions[0]?.done_at).toBe('2027-04-01T12:00:01.000Z');
  });

  it('that have failed by the time the press is answered stay so', async () => {
    const action = { id: 'ok', label: 'OK', style: 'primary', url: null, done_at: null, failure: null } as const;
    const pending = notification(1, { actions: [action] });
    Object.assign(rest.answers, listOf([pending]));
    const inbox = await open();
    const socket = await connect();
    rest.answers[`POST /v1/inbox/notifications/${pending.id}/actions/ok`] = () => {
      const failed = { ...pending, actions: [{ ...action, failure: 'refused' as const }] };
      send(socket, event(1, 'notification:updated', { notification: failed, unread_count: 1 }));
      return { ...pending, actions: [{ ...action, done_at: '2027-04-01T12:00:01.000Z' }] };
    };
    await inbox.runAction(pending.id, 'ok');
    expect(inbox.state.notifications[0]?.actions).toMatchObject([{ done_at: null, failure: 'refused' }]);
  });
});

describe('older notifications', () => {
  it('are loaded by the page', async () => {
    Object.assign(rest.answers, listOf([notification(2)], { next_cursor: 'p2' }));
    const inbox = await open();
    await connect();
    Object.assign(rest.answers, listOf([notification(1)]));
    const loading = inbox.loadMore();
    expect(inbox.state).toMatchObject({ hasMore: true, loadingMore: true });
    await loading;
    expect(inbox.state).toMatchObject({ hasMore: false, loadingMore: false });
    expect(titles(inbox)).toEqual(['News 2', 'News 1']);
    expect(rest.paths.at(-1)).toBe('GET /v1/inbox/notifications?cursor=p2');
  });
});

describe('notifications of one kind', () => {
  const matching = (inbox: Inbox, match: NotificationMatch) => inbox.matching(match).notifications.map(({ title }) => title);

  async function openWithOlder(): Promise<{ inbox: Inbox; socket: FakeSocket }> {
    const read = [4, 3].map((n) => notification(n, { read_at: '2027-04-01T10:00:00.000Z' }));
    Object.assign(rest.answers, listOf(read, { next_cursor: 'p2', unread_count: 2 }));
    const inbox = await open();
    const socket = await connect({ unread_count: 2 });
    expect(matching(inbox, { unread: true })).toEqual([]);
    Object.assign(rest.answers, listOf([notification(2, { category: 'booking' }), notification(1)]));
    await inbox.loadMore({ unread: true });
    expect(rest.paths.at(-1)).toBe('GET /v1/inbox/notifications?unread=1');
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
    Object.assign(rest.answers, listOf([notification(1)], { next_cursor: 'p2', unread_count: 40 }));
    const inbox = await open();
    await connect({ unread_count: 40 });
    expect(inbox.matching({ unread: true }).hasMore).toBe(true);
    inbox.markAllRead();
    expect(inbox.matching({ unread: true })).toMatchObject({ notifications: [], hasMore: false });
    expect(inbox.matching({ category: 'trip' }).hasMore).toBe(true);
  });

  it('are those that the device keeps, where there is no network', async () => {
    const device = new Device();
    Object.assign(rest.answers, listOf([notification(2, { category: 'booking' }), notification(1)], { next_cursor: 'p2' }));
    const first = await open(device.tab().store);
    await connect();
    await settle(300);
    await first.close();
    rest.answers = {};
    const again = await open(device.tab().store);
    expect(matching(again, { category: 'booking' })).toEqual(['News 2']);
    expect(again.matching({ category: 'booking' }).asked).toBe(false);
    await expect(again.loadMore({ category: 'booking' })).rejects.toThrow();
  });
});

describe('a single notification', () => {
  it('is loaded, and can be marked then', async () => {
    Object.assign(rest.answers, listOf([notification(2)], { next_cursor: 'p2', unread_count: 2 }));
    rest.answers[`GET /v1/inbox/notifications/${notification(1).id}`] = () => notification(1);
    const inbox = await open();
    await connect({ unread_count: 2 });
    expect(await inbox.load(notification(1).id)).toEqual(notification(1));
    inbox.markRead(notification(1).id);
    expect(inbox.state.notifications.map(({ title, read_at }) => [title, read_at !== null])).toEqual([
      ['News 2', false],
      ['News 1', true],
    ]);
    expect(inbox.state.unreadCount).toBe(1);
  });

  it('is asked for only when it is not loaded', async () => {
    Object.assign(rest.answers, listOf([notification(1)]));
    const inbox = await open();
    await connect();
    expect(await inbox.load(notification(1).id)).toBe(inbox.state.notifications[0]);
    await expect(inbox.load(notification(9).id)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a device that keeps the inbox', () => {
  it('shows it without a network, marks included, and goes on from its cursor', async () => {
    const device = new Device();
    Object.assign(rest.answers, listOf([notification(1)]));
    const first = await open(device.tab().store);
    const socket = await connect();
    send(socket, news(1), news(2));
    first.markRead(notification(2).id);
    await settle(300);
    expect(first.state.storage).toEqual({ kind: 'persistent' });
    await first.close();

    const again = await open(device.tab().store);
    expect(again.state.loaded).toBe(true);
    expect(titles(again)).toEqual(['News 2', 'News 1']);
    expect(again.state.unreadCount).toBe(1);
    expect(again.deviceId).toBe(first.deviceId);
    await settle();
    expect(FakeSocket.last.url).toContain('cursor=e%3A2');
  });

  it('keeps nothing of it readable', async () => {
    const device = new Device();
    Object.assign(rest.answers, listOf([notification(1, { title: 'Surprise party' })]));
    const inbox = await open(device.tab().store);
    await connect();
    await inbox.close();
    const records = JSON.stringify(await device.records(), (_key, value: unknown) =>
      value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value,
    );
    expect(records).not.toContain('Surprise');
    expect((await device.records()).map(({ store }) => store)).toContain('facts');
  });

  it('keeps the marks of two tabs', async () => {
    const device = new Device();
    Object.assign(rest.answers, listOf([notification(2), notification(1)]));
    const one = await open(device.tab().store);
    await connect();
    await settle(300);
    const other = await open(device.tab().store);
    await connect();
    one.markRead(notification(1).id);
    other.markRead(notification(2).id);
    await settle(300);
    await one.close();
    await other.close();
    const third = await open(device.tab().store);
    expect(third.state.notifications.map(({ read_at }) => read_at !== null)).toEqual([true, true]);
  });

  it('forgets it with its person', async () => {
    const device = new Device();
    const tab = device.tab();
    Object.assign(rest.answers, listOf([notification(1)]));
    const inbox = await open(tab.store);
    await connect();
    await settle(300);
    await inbox.close();
    await tab.store.clear();
    const again = await open(device.tab().store);
    expect(again.state).toMatchObject({ loaded: false, notifications: [] });
  });
});

describe('whether somebody is there', () => {
  it('is told to the server when it changes', async () => {
    await open();
    const socket = await connect();
    page.change(true);
    page.change(false);
    page.touch();
    await settle(300_000);
    const statuses = sent(socket).flatMap(({ type, data }) =>
      type === 'presence:update' ? [(data as { status: string }).status] : [],
    );
    expect(statuses).toEqual(['active', 'idle', 'active', 'idle']);
  });

  it.each(['sse', 'poll'])('is told to the server over HTTP where there is no socket: %s', async (transport) => {
    const at = new Date().toISOString();
    rest.answers['GET /v1/realtime/poll'] = () => ({
      ...{ events: [], cursor: 'e:0', has_more: false, reset: null, timestamp: at, client_id: 'polls', rooms: [] },
    });
    rest.answers['POST /v1/realtime/messages'] = () => ({ messages: [] });
    await open();
    for (let i = 0; i < 5; i++) {
      await settle();
      FakeSocket.last.drop();
      await settle(i < 4 ? 1_000 * 2 ** i : 0);
    }
    // The first poll has found the place; a stream begins there.
    await settle(5_000);
    if (transport === 'sse') FakeEventSource.last.open();
    else FakeEventSource.last.fail();
    await settle();
    const told = () =>
      rest.calls.filter(({ path }) => path === '/v1/realtime/messages').map(({ body }) => body as HubMessage<string, object>);
    const client_id = transport === 'sse' ? 'stream' : 'polls';
    expect(told().at(-1)).toMatchObject({ type: 'presence:update', data: { status: 'active' }, metadata: { client_id } });
    page.change(true);
    await settle();
    expect(told().at(-1)?.data).toEqual({ status: 'idle' });
  });
});
