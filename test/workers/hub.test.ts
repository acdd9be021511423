import { env, exports } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HubEvent } from '../../src/protocol/hub-messages';
import { hubLimits as limits } from '../../src/protocol/limits';
import { relayToHub } from '../../src/routes/hub-relay';
import { base, type Caller, newCaller, tokenFor } from '../support/workers-caller';
import { passTime, stopClock } from '../support/workers-document';
import {
  EventReader,
  event,
  HubSocket,
  inboxOf,
  inInboxStorage,
  publish,
  ringInbox,
  sleepInbox,
  versions,
} from '../support/workers-hub';

beforeEach(() => {
  stopClock();
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** The events after a cursor, over one of the faces over HTTP. */
async function get(caller: Caller, face: 'poll' | 'events', query: Readonly<Record<string, string>> = {}) {
  const { status, body } = await caller.call(
    'GET',
    `/v1/realtime/${face}?${new URLSearchParams({ ...(face === 'poll' ? { wait: '0' } : {}), ...query })}`,
  );
  if (status !== 200) throw new Error(`${face} answered ${status}: ${JSON.stringify(body)}`);
  return body as {
    events: { cursor: string; data: Record<string, unknown> }[];
    cursor: string;
    has_more: boolean;
    reset: string | null;
  };
}

async function ticketFor(caller: Caller): Promise<string> {
  const { status, body } = await caller.call('POST', '/v1/tickets', { document: 'inbox' });
  if (status !== 201) throw new Error(`issuing a ticket answered ${status}: ${JSON.stringify(body)}`);
  return body.ticket as string;
}

async function sessionsOf(caller: Caller) {
  const { body } = await caller.call('GET', '/v1/me/sessions');
  return body.sessions as { id: string; transport: string; device_id: string; ended_at: string | null; rooms: string[] }[];
}

describe('authentication', () => {
  it('[U1] a token in the query or the header opens the hub', async () => {
    const aoi = await newCaller('Aoi');
    const said = { client_version: '1.2.0', device_id: 'laptop', device_name: 'Chrome · Windows' };
    const inQuery = await HubSocket.open({ token: aoi.token, ...said });
    expect(await inQuery.first('auth:ok')).toEqual({
      user: { id: aoi.id, username: 'Aoi', role: 'user' },
      client_id: expect.any(String),
      session_id: expect.any(String),
      cursor: expect.stringMatching(/^[0-9a-f]{32}:0$/),
      unread_count: 0,
      rooms: [],
      expires_at: null,
    });
    const inHeader = await HubSocket.open({}, { authorization: `Bearer ${aoi.token}` });
    expect((await inHeader.first('auth:ok')).user.id).toBe(aoi.id);
    expect(await sessionsOf(aoi)).toMatchObject([{ device_id: null, device_name: null }, said]);
  });

  it('[U2] a first message does, too; what comes after it is passed on', async () => {
    const aoi = await newCaller('Aoi');
    const socket = await HubSocket.open({ device_id: 'phone' });
    const id = socket.send('auth', { token: aoi.token });
    expect(await socket.ask('presence:update', { status: 'active' })).toMatchObject({ status: 'success' });
    expect(socket.of('auth:ok')).toMatchObject([{ metadata: { correlation_id: id }, data: { user: { id: aoi.id } } }]);
    await publish(aoi, event(1));
    expect(versions([await socket.nextEvent()])).toEqual([1]);
    socket.close();
    await vi.waitFor(async () => expect((await sessionsOf(aoi))[0]?.ended_at).not.toBeNull());
  });

  it.each([
    ['another message', () => JSON.stringify(message('presence:update', { status: 'active' })), [4401, 'no valid token']],
    ['a token that is none', () => JSON.stringify(message('auth', { token: 'nonsense' })), [4401, 'no valid token']],
    ['no message', () => 'hello', [4400, 'malformed frame']],
    ['bytes', () => Uint8Array.of(1).buffer, [4400, 'malformed frame']],
    ['too much', () => JSON.stringify(message('auth', { token: 'a'.repeat(limits.maxMessageBytes) })), [4413, 'frame too large']],
  ])('[U2] %s as the first message closes the socket, and no inbox is touched', async (_, frame, close) => {
    const socket = await HubSocket.open({});
    socket.sendRaw(frame());
    expect(await socket.closed).toEqual(close);
    expect(socket.replies).toEqual([]);
  });

  it('[U2] who says nothing in time is closed; pings are answered meanwhile', async () => {
    const wishes = { cursor: null, deviceId: null, deviceName: null, clientVersion: null };
    const { webSocket } = relayToHub(env, wishes, 20);
    if (webSocket === null) throw new Error('no socket');
    const socket = HubSocket.over(webSocket);
    socket.sendRaw('ping');
    expect(await socket.closed).toEqual([4401, 'no valid token']);
    expect(socket.texts).toEqual(['pong']);
  });

  it('[U3] a ticket opens the hub of who got it, once', async () => {
    const aoi = await newCaller('あおい');
    const ticket = await ticketFor(aoi);
    const socket = await HubSocket.open({ ticket });
    expect((await socket.first('auth:ok')).user.id).toBe(aoi.id);
    expect(await (await HubSocket.open({ ticket })).closed).toEqual([4401, 'no valid token']);
    const first = await HubSocket.open({});
    first.send('auth', { token: await ticketFor(aoi) });
    expect((await first.first('auth:ok')).user.id).toBe(aoi.id);
  });

  it("[U3] a ticket names an inbox, and is good for no other one; nor is a document's", async () => {
    const [aoi, ren] = [await newCaller('Aoi'), await newCaller('Ren')];
    const [secret] = (await ticketFor(aoi)).split('.');
    const [, renName] = (await ticketFor(ren)).split('.');
    for (const ticket of [`${secret}.${renName}`, secret as string]) {
      expect(await (await HubSocket.open({ ticket })).closed).toEqual([4401, 'no valid token']);
    }
  });

  it('[U1] a token without the scope is refused', async () => {
    const bot = await newCaller('Bot', { scope: 'trips:write' });
    expect(await (await HubSocket.open({ token: bot.token })).closed).toEqual([
      4403,
      'the scope of the token does not allow this',
    ]);
    for (const path of ['/v1/realtime/poll?wait=0', '/v1/realtime/events', '/v1/realtime/stream', '/v1/me/sessions']) {
      expect((await bot.call('GET', path)).status, path).toBe(403);
    }
    expect((await bot.call('POST', '/v1/tickets', { document: 'inbox' })).status).toBe(403);
  });

  it('[U1] a page of another origin is refused', async () => {
    const aoi = await newCaller('Aoi');
    const socket = await HubSocket.open({ token: aoi.token }, { origin: 'https://evil.example' });
    expect(await socket.closed).toEqual([4403, 'origin not allowed']);
  });

  it('[U6] a token that is about to expire is warned of, renewed in-band, and closes when it is not', async () => {
    const exp = Math.floor(Date.now() / 1000) + 90;
    const claims = { sub: `aoi-${crypto.randomUUID()}` };
    const aoi = { id: claims.sub, token: await tokenFor({ ...claims, exp }) } as Caller;
    const socket = await HubSocket.enter(aoi);
    await sleepInbox(aoi);
    passTime(31_000);
    await ringInbox(aoi);
    expect(await socket.first('auth:expiring')).toEqual({ expires_at: new Date(exp * 1000).toISOString() });
    const renewed = await socket.ask('auth:refresh', { token: await tokenFor({ ...claims, exp: exp + 600 }) });
    expect(renewed).toMatchObject({ status: 'success' });
    expect(socket.of('auth:ok')[1]?.data.expires_at).toBe(new Date((exp + 600) * 1000).toISOString());
    passTime(60_000);
    await ringInbox(aoi);
    expect(await socket.ask('presence:update', { status: 'idle' })).toMatchObject({ status: 'success' });
    passTime(600_000);
    await ringInbox(aoi);
    expect(await socket.closed).toEqual([4401, 'token expired']);
  });

  it('[U6] a token that is good for longer than there are dates opens the hub, too', async () => {
    const aoi = await newCaller('Aoi', { exp: 9_999_999_999_999 });
    const socket = await HubSocket.open({ token: aoi.token });
    expect(await socket.first('auth:ok')).toMatchObject({ user: { id: aoi.id } });
  });

  it("[U6] another person's token closes the socket", async () => {
    const [aoi, ren] = [await newCaller('Aoi'), await newCaller('Ren')];
    const socket = await HubSocket.enter(aoi);
    socket.send('auth:refresh', { token: ren.token });
    expect(await socket.closed).toEqual([4401, 'no valid token']);
  });
});

describe('the four faces', () => {
  it('[E1] WebSocket, SSE, long poll and REST tell the same events, and one goes on where another stopped', async () => {
    const aoi = await newCaller('Aoi');
    const socket = await HubSocket.enter(aoi);
    await publish(aoi, event(1), event(2));
    const first = [await socket.nextEvent(), await socket.nextEvent()];
    socket.close();
    await publish(aoi, event(3));
    const stream = await EventReader.open(aoi, { cursor: first[1]?.cursor ?? '' });
    const third = await stream.nextEvent();
    await publish(aoi, event(4));
    const fourth = await stream.nextEvent();
    await publish(aoi, event(5));
    const polled = await get(aoi, 'poll', { cursor: fourth.cursor });
    await publish(aoi, event(6));
    const listed = await get(aoi, 'events', { cursor: polled.cursor });
    const again = await HubSocket.enter(aoi, { cursor: listed.cursor });
    await publish(aoi, event(7));
    const last = await again.nextEvent();
    const all = [...first, third, fourth, ...polled.events, ...listed.events, last];
    expect(versions(all as never)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(await get(aoi, 'events', { cursor: `${first[0]?.cursor.split(':')[0]}:0` })).toMatchObject({
      events: all,
      reset: null,
    });
    await stream.cancel();
  });

  it('[E1] [E8] a stream of server-sent events says where it is, and goes on after Last-Event-ID', async () => {
    const aoi = await newCaller('Aoi');
    await publish(aoi, event(1), event(2), event(3));
    const { events } = await get(aoi, 'events');
    const stream = await EventReader.open(aoi, { cursor: 'x:9' }, { 'last-event-id': events[0]?.cursor ?? '' });
    expect(await stream.next()).toEqual({ retry: String(limits.sseRetryMs) });
    const hello = await stream.next();
    expect(hello).toEqual({ data: expect.stringContaining('"auth:ok"') });
    expect(await stream.next()).toEqual({ id: events[1]?.cursor, data: JSON.stringify(events[1]) });
    expect((await stream.next())?.id).toBe(events[2]?.cursor);
    await stream.cancel();
  });

  it('[E8] a stream brings all that is kept to who missed it', async () => {
    const aoi = await newCaller('Aoi');
    const { cursor } = await get(aoi, 'events');
    const missed = Array.from({ length: limits.maxEvents }, (_, index) => event(index + 1));
    for (let at = 0; at < missed.length; at += 100) await publish(aoi, ...missed.slice(at, at + 100));
    const stream = await EventReader.open(aoi, { cursor });
    const told: HubEvent[] = [];
    while (told.length < missed.length) told.push(await stream.nextEvent());
    expect(versions(told)).toEqual(missed.map((_, index) => index + 1));
    await stream.cancel();
  });

  it('[U9] [E8] a stream that its person ends says why, and is over', async () => {
    const aoi = await newCaller('Aoi');
    const stream = await EventReader.open(aoi, { device_id: 'kiosk' });
    await stream.next();
    await stream.next();
    const [session] = await sessionsOf(aoi);
    expect(session).toMatchObject({ transport: 'sse', device_id: 'kiosk', ended_at: null });
    expect((await aoi.call('DELETE', `/v1/me/sessions/${session?.id}`)).status).toBe(204);
    expect(await stream.next()).toEqual({ event: 'close', data: '{"code":4403,"reason":"session ended by its person"}' });
    expect(await stream.next()).toBeNull();
  });

  it('[E1] a ticket opens the stream, once', async () => {
    const aoi = await newCaller('Aoi');
    const ticket = await ticketFor(aoi);
    const open = () => exports.default.fetch(`${base}/v1/realtime/stream?ticket=${ticket}`);
    const opened = await open();
    expect([opened.status, opened.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    await opened.body?.cancel();
    const again = await open();
    expect([again.status, await again.json()]).toMatchObject([401, { code: 'unauthenticated' }]);
  });

  it('[E1] a long poll answers when something happens', async () => {
    const aoi = await newCaller('Aoi');
    const waiting = get(aoi, 'poll', { wait: '25', device_id: 'tablet' });
    await vi.waitFor(async () => expect(await sessionsOf(aoi)).toMatchObject([{ transport: 'poll', device_id: 'tablet' }]));
    await publish(aoi, event(1));
    const { events, cursor, reset } = await waiting;
    expect([versions(events as never), cursor, reset]).toEqual([[1], events[0]?.cursor, null]);
  });

  it('[U13] a long poll that its person ends is answered so at once, and so is the next one; others go on waiting', async () => {
    const aoi = await newCaller('Aoi');
    const poll = (wait: number) => aoi.call('GET', `/v1/realtime/poll?wait=${wait}&device_id=kiosk`);
    const waiting = poll(25);
    const other = get(aoi, 'poll', { wait: '25', device_id: 'tablet' });
    await vi.waitFor(async () => expect(await sessionsOf(aoi)).toHaveLength(2));
    const session = (await sessionsOf(aoi)).find(({ device_id }) => device_id === 'kiosk');
    await aoi.call('DELETE', `/v1/me/sessions/${session?.id}`);
    for (const { status, body } of [await waiting, await poll(0)]) expect([status, body.code]).toEqual([403, 'session-ended']);
    // The other device was left alone: it has what comes now in the answer that it waits for.
    await publish(aoi, event(1));
    expect(versions((await other).events as never)).toEqual([1]);
  });

  it('[E4] without a cursor they tell what is recent, or what came after a time', async () => {
    const aoi = await newCaller('Aoi');
    await publish(aoi, event(1));
    const afterFirst = Date.now();
    passTime(limits.recentMs + 1);
    await publish(aoi, event(2));
    expect(versions((await get(aoi, 'poll')).events as never)).toEqual([2]);
    expect(versions((await get(aoi, 'events', { timestamp: String(afterFirst - 1) })).events as never)).toEqual([1, 2]);
    expect(versions((await get(aoi, 'events', { timestamp: new Date(afterFirst).toISOString() })).events as never)).toEqual([2]);
    const socket = await HubSocket.enter(aoi);
    expect(versions([await socket.nextEvent()])).toEqual([2]);
  });

  it('[E3] a cursor of another stream is answered with a reset, everywhere', async () => {
    const aoi = await newCaller('Aoi');
    await publish(aoi, event(1));
    const { cursor } = await get(aoi, 'events');
    const foreign = '0123456789abcdef0123456789abcdef:1';
    for (const face of ['poll', 'events'] as const) {
      expect(await get(aoi, face, { cursor: foreign })).toMatchObject({ events: [], cursor, reset: 'other-epoch' });
    }
    const socket = await HubSocket.enter(aoi, { cursor: foreign });
    expect(await socket.first('sync:reset')).toEqual({ reason: 'other-epoch', cursor });
    const stream = await EventReader.open(aoi, { cursor: foreign });
    const [, , reset] = [await stream.next(), await stream.next(), await stream.next()];
    expect(reset).toEqual({ id: cursor, data: expect.stringContaining('"sync:reset"') });
    await stream.cancel();
  });

  it('[E2] an empty cursor is none, everywhere', async () => {
    const aoi = await newCaller('Aoi');
    await publish(aoi, event(1));
    const [recent] = (await get(aoi, 'events')).events;
    for (const query of [{ cursor: '' }, { cursor: '', lastEventId: '' }]) {
      for (const face of ['poll', 'events'] as const) {
        const { events, reset } = await get(aoi, face, query);
        expect([face, versions(events as never), reset]).toEqual([face, [1], null]);
      }
      const stream = await EventReader.open(aoi, query, { 'last-event-id': '' });
      expect((await stream.nextEvent()).cursor).toBe(recent?.cursor);
      await stream.cancel();
      const socket = await HubSocket.enter(aoi, query);
      expect(versions([await socket.nextEvent()])).toEqual([1]);
      socket.close();
    }
    const late = await HubSocket.open({ cursor: '' });
    late.send('auth', { token: aoi.token, cursor: '' });
    expect(versions([await late.nextEvent()])).toEqual([1]);
    expect(late.of('sync:reset')).toEqual([]);
    expect(await get(aoi, 'events', { cursor: '', lastEventId: recent?.cursor ?? '' })).toMatchObject({
      events: [],
      reset: null,
    });
  });

  it('[E2] a question in the query that is none is answered as one', async () => {
    const aoi = await newCaller('Aoi');
    for (const query of ['limit=0', 'limit=9999', 'wait=99', 'timestamp=yesterday', `cursor=${'a'.repeat(65)}`]) {
      expect((await aoi.call('GET', `/v1/realtime/poll?${query}`)).status, query).toBe(422);
    }
    expect((await aoi.call('GET', '/v1/realtime')).status).toBe(400);
  });
});

describe('connections', () => {
  it('[U5] events reach every open connection, also after the inbox slept', async () => {
    const aoi = await newCaller('Aoi');
    const [one, two] = [await HubSocket.enter(aoi), await HubSocket.enter(aoi)];
    await publish(aoi, event(1));
    await sleepInbox(aoi);
    await publish(aoi, event(2), event(3));
    for (const socket of [one, two]) {
      await socket.until(() => socket.events.length === 3);
      expect(versions(socket.events)).toEqual([1, 2, 3]);
    }
  });

  it('[U4] a client that comes again gets what it missed before what happens then', async () => {
    const aoi = await newCaller('Aoi');
    const socket = await HubSocket.enter(aoi);
    await publish(aoi, event(1));
    const { cursor } = await socket.nextEvent();
    socket.close();
    for (let version = 2; version <= 450; version += 50) {
      await publish(aoi, ...Array.from({ length: 50 }, (_, index) => event(version + index)));
    }
    const again = await HubSocket.enter(aoi, { cursor });
    await publish(aoi, event(1000));
    await again.until(() => again.events.at(-1)?.data !== undefined && versions(again.events).includes(1000));
    expect(versions(again.events)).toEqual([...Array.from({ length: 450 }, (_, index) => index + 2), 1000]);
    expect((await again.first('auth:ok')).cursor).toBe(cursor);
  });

  it.each(['websocket', 'sse'])('a connection that cannot be begun is closed, and comes again: %s', async (transport) => {
    const aoi = await newCaller('Aoi');
    await publish(aoi, event(1));
    const { cursor } = await get(aoi, 'events');
    await publish(aoi, event(2));
    const { cursor: last } = await get(aoi, 'events', { cursor });
    const inSql = (query: string) => inInboxStorage(aoi, ({ sql }) => void sql.exec(query));
    await inSql("CREATE TRIGGER broken BEFORE UPDATE ON hub_stream BEGIN SELECT RAISE(ABORT, 'disk full'); END");
    const recovering = { code: 1013, reason: 'recovering, try again' };
    if (transport === 'websocket') {
      const socket = await HubSocket.open({ token: aoi.token, cursor: last });
      expect(await socket.closed).toEqual(Object.values(recovering));
    } else {
      const stream = await EventReader.open(aoi, { cursor: last });
      await stream.next();
      expect(await stream.next()).toEqual({ event: 'close', data: JSON.stringify(recovering) });
    }
    await inSql('DROP TRIGGER broken');
    const again = await HubSocket.enter(aoi, { cursor });
    expect(versions([await again.nextEvent()])).toEqual([2]);
  });

  it('[U9] the sixth connection closes the oldest, for good', async () => {
    const aoi = await newCaller('Aoi');
    const sockets = [await HubSocket.enter(aoi)];
    for (let count = 1; count <= limits.maxConnectionsPerPerson; count++) {
      passTime(10);
      sockets.push(await HubSocket.enter(aoi));
    }
    expect(await sockets[0]?.closed).toEqual([4409, 'a newer connection of yours took over']);
    expect((await sessionsOf(aoi)).filter(({ ended_at }) => ended_at === null)).toHaveLength(limits.maxConnectionsPerPerson);
  });

  it('[U12] a connection that fell silent is closed at the next one', async () => {
    const aoi = await newCaller('Aoi');
    const silent = await HubSocket.enter(aoi);
    passTime(limits.deadConnectionMs + 1);
    await HubSocket.enter(aoi);
    expect(await silent.closed).toEqual([4000, 'connection went silent']);
  });

  it('[U13] sessions are listed for half an hour after their end, and a person ends one', async () => {
    const aoi = await newCaller('Aoi');
    const socket = await HubSocket.enter(aoi, { device_id: 'phone' });
    const [open] = await sessionsOf(aoi);
    expect(open).toMatchObject({ transport: 'websocket', device_id: 'phone', ended_at: null, rooms: [] });
    expect((await aoi.call('DELETE', `/v1/me/sessions/${open?.id}`)).status).toBe(204);
    expect(await socket.closed).toEqual([4403, 'session ended by its person']);
    expect((await aoi.call('DELETE', `/v1/me/sessions/${open?.id}`)).status).toBe(404);
    expect(await sessionsOf(aoi)).toMatchObject([{ id: open?.id, ended_at: new Date().toISOString() }]);
    passTime(limits.keepEndedSessionMs);
    expect(await sessionsOf(aoi)).toEqual([]);
  });

  it("[U13] nobody lists or ends another person's session", async () => {
    const [aoi, ren] = [await newCaller('Aoi'), await newCaller('Ren')];
    await HubSocket.enter(aoi);
    const [session] = await sessionsOf(aoi);
    expect(await sessionsOf(ren)).toEqual([]);
    expect((await ren.call('DELETE', `/v1/me/sessions/${session?.id}`)).status).toBe(404);
    expect((await sessionsOf(aoi))[0]?.ended_at).toBeNull();
  });

  it("[U1] the object itself refuses another person's calls, and nothing is stored for them", async () => {
    const [aoi, ren] = [await newCaller('Aoi'), await newCaller('Ren')];
    const identity = { id: ren.id, name: 'Ren', avatar: null, role: 'admin', scopes: null, expiresAtMs: null } as const;
    const inbox = inboxOf(aoi);
    const query = { cursor: null, sinceMs: null, limit: 10 };
    const refused = { ok: false, refusal: { code: 'forbidden' } };
    expect(await inbox.hub(identity, 'sessions')).toEqual(refused);
    expect(await inbox.notifications(identity, 'unreadCount')).toEqual(refused);
    expect(
      await inbox.poll(identity, { ...query, waitMs: 0 }, { deviceId: null, deviceName: null, clientVersion: null }),
    ).toEqual(refused);
    const tables = await inInboxStorage(aoi, ({ sql }) =>
      sql.exec("SELECT name FROM sqlite_master WHERE type = 'table'").toArray(),
    );
    expect(tables.filter(({ name }) => !String(name).startsWith('_cf'))).toEqual([]);
  });
});

function message(type: string, data: object) {
  const metadata = { client_id: null, correlation_id: null };
  return { type, id: crypto.randomUUID(), timestamp: new Date().toISOString(), data, metadata };
}
