import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Inbox } from '../../../../web/sdk/inbox/inbox';
import type { InboxEvents } from '../../../../web/sdk/inbox/inbox-state';
import { FakeSocket } from '../fake-socket';
import { ack, event, lastSent, news, notification, reply, send } from '../hub/fake-hub';
import { Device } from '../offline/device';
import { InboxHarness, preferences, settle, titles } from './inbox-harness';

let harness: InboxHarness;

beforeEach(() => {
  harness = new InboxHarness();
});

afterEach(() => harness.close());

describe('opening an inbox', () => {
  it('loads the newest notifications when it is connected', async () => {
    harness.list([notification(2), notification(1)]);
    const inbox = await harness.open();
    expect(inbox.state).toMatchObject({
      loaded: false,
      status: { name: 'connecting' },
      storage: { kind: 'memory', reason: 'off' },
    });
    await harness.connect();
    expect(inbox.state).toMatchObject({ loaded: true, unreadCount: 2, hasMore: false, status: { name: 'live' }, preferences });
    expect(titles(inbox)).toEqual(['News 2', 'News 1']);
  });

  it('[U13] tells the server what its person may call this device', async () => {
    vi.stubGlobal('navigator', { userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:131.0) Gecko/20100101 Firefox/131.0' });
    await harness.open();
    await harness.connect();
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
    const inbox = await harness.open();
    const socket = await harness.connect({ cursor: 'e:1' });
    send(socket, news(2), event(3, 'notification:read', { notification_id: notification(1).id, unread_count: 1 }));
    answer({ notifications: [notification(1)], next_cursor: null, unread_count: 1 });
    await settle();
    expect(titles(inbox)).toEqual(['News 2', 'News 1']);
    expect(inbox.state.notifications.map(({ read_at }) => read_at !== null)).toEqual([false, true]);
    expect(inbox.state.unreadCount).toBe(1);
  });

  it('asks for the list again until it comes', async () => {
    harness.rest.answers['GET /v1/inbox/notifications'] = () => Response.json({ code: 'unavailable' }, { status: 503 });
    const inbox = await harness.open();
    await harness.connect();
    expect(inbox.state.loaded).toBe(false);
    harness.list([notification(1)]);
    await settle(1_000);
    expect(inbox.state.loaded).toBe(true);
  });

  it('loads it anew when the stream has gone on elsewhere', async () => {
    const inbox = await harness.open();
    const socket = await harness.connect();
    harness.list([notification(9)]);
    send(socket, reply('sync:reset', { reason: 'too-old', cursor: 'e:900' }));
    await settle();
    expect(titles(inbox)).toEqual(['News 9']);
  });

  it('says in which zone its person is, if nobody has yet', async () => {
    await harness.open();
    const socket = await harness.connect();
    await settle(100);
    const asked = lastSent(socket, 'inbox:sync');
    send(socket, reply('inbox:state', { update: 'AAA=', state_vector: 'AA==' }, asked.id), ack(asked));
    await settle(100);
    expect(lastSent(socket, 'inbox:sync').data).toHaveProperty('update');
  });
});

describe('notifications that come in', () => {
  it('are told once, with whether they may interrupt, and counted', async () => {
    const inbox = await harness.open();
    const told: InboxEvents['notification'][] = [];
    inbox.on('notification', (one) => told.push(one));
    const socket = await harness.connect();
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
    harness.list([notification(1)]);
    const told: string[] = [];
    const listen = (inbox: Inbox) =>
      inbox.on('notification', ({ notification: { title }, silent }) => told.push(`${title}${silent ? ' silently' : ''}`));
    const newsOf = (offset: number, n: number, silent: boolean) =>
      event(offset, 'notification:new', { notification: notification(n), unread_count: 3, silent });
    const first = await harness.open(device.tab().store);
    listen(first);
    const socket = await harness.connect();
    send(socket, newsOf(1, 2, true), newsOf(2, 3, false));
    send(socket, newsOf(3, 2, true), newsOf(4, 1, false), newsOf(5, 2, false), newsOf(6, 3, false));
    expect(told).toEqual(['News 2 silently', 'News 3', 'News 1', 'News 2']);
    await settle(300);
    await first.close();

    told.length = 0;
    listen(await harness.open(device.tab().store));
    const again = await harness.connect();
    send(again, newsOf(7, 1, false), newsOf(8, 2, false), newsOf(9, 3, false));
    expect(told).toEqual([]);
  });

  it('and trips that were changed by others, are events', async () => {
    const inbox = await harness.open();
    const changed: string[] = [];
    inbox.on('entity', ({ id }) => changed.push(id));
    inbox.onMessage('entity-updated', ({ version }) => changed.push(`version ${version}`));
    const socket = await harness.connect();
    send(socket, event(1, 'entity-updated', { entity_type: 'trip', id: 't1', version: 4, updated_by: 'ben' }));
    expect(changed).toEqual(['t1', 'version 4']);
  });
});

describe('marks', () => {
  it('hold at once, are counted, and are brought to the server', async () => {
    harness.list([notification(3), notification(2), notification(1)]);
    const inbox = await harness.open();
    const socket = await harness.connect({ unread_count: 3 });
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
    harness.list([notification(2), notification(1)], { next_cursor: 'more', unread_count: 40 });
    const inbox = await harness.open();
    const socket = await harness.connect({ unread_count: 40 });
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
    harness.list([notification(1)]);
    const inbox = await harness.open();
    await harness.connect({ unread_count: 1 });
    inbox.snooze(notification(1).id, new Date(Date.now() + 60_000));
    expect(inbox.state).toMatchObject({ notifications: [], unreadCount: 0 });
    await settle(59_000);
    expect(titles(inbox)).toEqual([]);
    await settle(1_000);
    expect(titles(inbox)).toEqual(['News 1']);
    expect(inbox.state.unreadCount).toBe(1);
  });

  it('change preferences without the server', async () => {
    const inbox = await harness.open();
    await harness.connect();
    inbox.setPreferences({ channels: { ...preferences.channels, sms: false } });
    expect(inbox.state.preferences?.channels.sms).toBe(false);
    expect(inbox.state.preferences?.channels.push).toBe(true);
  });
});

describe('buttons', () => {
  const action = { id: 'ok', label: 'OK', style: 'primary', url: null, done_at: null, under_way: false, failure: null } as const;

  it('are pressed on the server, and show what came of it', async () => {
    const pending = notification(1, { actions: [action] });
    harness.list([pending]);
    const done = { ...pending, actions: [{ ...action, done_at: '2027-04-01T12:00:01.000Z' }] };
    harness.rest.answers[`POST /v1/inbox/notifications/${pending.id}/actions/ok`] = () => done;
    const inbox = await harness.open();
    await harness.connect();
    await inbox.runAction(pending.id, 'ok');
    expect(inbox.state.notifications[0]?.actions[0]?.done_at).toBe('2027-04-01T12:00:01.000Z');
  });

  it('that have failed by the time the press is answered stay so', async () => {
    const pending = notification(1, { actions: [action] });
    harness.list([pending]);
    const inbox = await harness.open();
    const socket = await harness.connect();
    harness.rest.answers[`POST /v1/inbox/notifications/${pending.id}/actions/ok`] = () => {
      const failed = { ...pending, actions: [{ ...action, failure: 'refused' as const }] };
      send(socket, event(1, 'notification:updated', { notification: failed, unread_count: 1 }));
      return { ...pending, actions: [{ ...action, done_at: '2027-04-01T12:00:01.000Z' }] };
    };
    await inbox.runAction(pending.id, 'ok');
    expect(inbox.state.notifications[0]?.actions).toMatchObject([{ done_at: null, under_way: false, failure: 'refused' }]);
  });
});
