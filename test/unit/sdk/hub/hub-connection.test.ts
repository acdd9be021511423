import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closes } from '../../../../src/protocol/codes';
import type { HubMessage } from '../../../../src/protocol/hub-messages';
import { FakeSocket } from '../fake-socket';
import { ack, event, FakeEventSource, HubHarness, lastSent, news, reply, send, sent, welcome } from './fake-hub';

let harness: HubHarness;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  harness.hub.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const page = (change: object = {}) => ({
  events: [],
  cursor: 'e:0',
  has_more: false,
  reset: null,
  client_id: 'c1',
  rooms: [],
  timestamp: new Date().toISOString(),
  ...change,
});

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('the handshake', () => {
  it('brings a ticket, the cursor and the device in the address, and is live when the server has said whom it sees', async () => {
    harness = new HubHarness({ cursor: 'e:7' });
    await harness.settle();
    expect(FakeSocket.last.url).toBe(
      'wss://trips.example/v1/realtime?device_id=d1&client_version=test&cursor=e%3A7&ticket=ticket-1',
    );
    FakeSocket.last.open();
    expect(harness.hub.state).toMatchObject({ status: { name: 'connecting' }, isGreeting: true, transport: null });
    send(FakeSocket.last, welcome({ cursor: 'e:9' }));
    expect(harness.hub.state).toEqual({ status: { name: 'live' }, isGreeting: false, transport: 'websocket' });
    expect(harness.hub.cursor).toBe('e:7');
    expect(harness.resets).toBe(0);
  });

  it('finds its place where it has none, and says that all has to be read', async () => {
    harness = new HubHarness();
    await harness.connect({ cursor: 'e:9' });
    expect(harness.hub.cursor).toBe('e:9');
    expect(harness.resets).toBe(1);
  });

  it('renews its credential on the open socket by the clock of the server', async () => {
    harness = new HubHarness();
    const expires_at = new Date(Date.now() + 600_000).toISOString();
    const socket = await harness.connect({ expires_at });
    await harness.settle(540_000);
    expect(lastSent(socket, 'auth:refresh').data).toEqual({ token: 'ticket-2' });
    expect(FakeSocket.all).toHaveLength(1);
  });

  it('is denied when the server ends it for good, and comes back to a page that somebody looks at again', async () => {
    harness = new HubHarness();
    const socket = await harness.connect();
    socket.drop(closes.tooManyOfPerson.code, closes.tooManyOfPerson.reason);
    expect(harness.hub.state.status).toMatchObject({ name: 'denied', reason: 'conflict' });
    await harness.settle(60_000);
    expect(FakeSocket.all).toHaveLength(1);
    harness.page.change(true);
    harness.page.change(false);
    await harness.connect();
    expect(harness.hub.state.status.name).toBe('live');
  });
});

describe('events', () => {
  it('are taken once and in order, whatever is sent twice', async () => {
    harness = new HubHarness({ cursor: 'e:0' });
    const socket = await harness.connect();
    send(socket, reply('batch', { messages: [news(1), news(2)] }), news(2), news(1), news(3));
    expect(harness.offsets).toEqual([1, 2, 3]);
    expect(harness.hub.cursor).toBe('e:3');
  });

  it('are asked for when some are missing, and what came meanwhile is not lost', async () => {
    harness = new HubHarness({ cursor: 'e:0' });
    harness.rest.answers['GET /v1/realtime/events'] = ({ path }) =>
      path.includes('cursor=e%3A1')
        ? page({ events: [news(2), news(3)], cursor: 'e:3', has_more: true })
        : page({ events: [news(4), news(5)], cursor: 'e:5' });
    const socket = await harness.connect();
    send(socket, news(1), news(4), news(5));
    expect(harness.offsets).toEqual([1]);
    await harness.settle();
    expect(harness.offsets).toEqual([1, 2, 3, 4, 5]);
    expect(harness.rest.calls).toHaveLength(2);
  });

  it('are asked for again when the answer does not come', async () => {
    harness = new HubHarness({ cursor: 'e:0' });
    let isDown = true;
    harness.rest.answers['GET /v1/realtime/events'] = () => {
      if (isDown) throw new TypeError('failed to fetch');
      return page({ events: [news(1), news(2)], cursor: 'e:2' });
    };
    const socket = await harness.connect();
    send(socket, news(2));
    await harness.settle();
    expect(harness.offsets).toEqual([]);
    isDown = false;
    await harness.settle(5_000);
    expect(harness.offsets).toEqual([1, 2]);
  });

  it('go on elsewhere after a reset, which is told', async () => {
    harness = new HubHarness({ cursor: 'old:5' });
    const socket = await harness.connect({ cursor: 'e:40' });
    send(socket, reply('sync:reset', { reason: 'other-epoch', cursor: 'e:40' }), news(41));
    expect(harness.resets).toBe(1);
    expect(harness.offsets).toEqual([41]);
  });

  it('are acknowledged at once, then at most every second, and only when there are new ones', async () => {
    harness = new HubHarness({ cursor: 'e:0' });
    const socket = await harness.connect();
    const acked = () =>
      sent(socket).flatMap(({ type, data }) => (type === 'sync:ack' ? [(data as { cursor: string }).cursor] : []));
    send(socket, news(1), news(2), news(3));
    expect(acked()).toEqual(['e:1']);
    await harness.settle(999);
    expect(acked()).toEqual(['e:1']);
    await harness.settle(1);
    expect(acked()).toEqual(['e:1', 'e:3']);
    await harness.settle(10_000);
    expect(acked()).toEqual(['e:1', 'e:3']);
  });

  it('that have no place of their own are told as replies', async () => {
    harness = new HubHarness();
    const told: string[] = [];
    harness.hub.events.on('reply', ({ type }) => told.push(type));
    const socket = await harness.connect();
    send(socket, reply('inbox:state', { update: 'AAA=' }), reply('auth:expiring', { expires_at: new Date().toISOString() }));
    expect(told).toEqual(['inbox:state', 'auth:expiring']);
  });
});

describe('where sockets do not get through', () => {
  it('a stream brings the events after five failures, from the cursor on, and the socket takes over again', async () => {
    harness = new HubHarness({ cursor: 'e:0' });
    const socket = await harness.connect();
    send(socket, news(1));
    await harness.settle(6_000);
    await harness.untilFallback();
    const stream = FakeEventSource.last;
    expect(stream.url).toMatch(
      /^https:\/\/trips\.example\/v1\/realtime\/stream\?device_id=d1&client_version=test&cursor=e%3A1&ticket=ticket-\d+$/,
    );
    stream.open();
    stream.receive(news(2));
    await harness.settle();
    expect(harness.hub.state).toMatchObject({ status: { name: 'polling', reason: 'blocked' }, transport: 'sse' });
    await harness.settle(16_000);
    expect(FakeEventSource.all).toHaveLength(1);
    const next = await harness.connect();
    send(next, news(2), news(3));
    expect(stream.isClosed).toBe(true);
    expect(harness.hub.state.transport).toBe('websocket');
    expect(harness.offsets).toEqual([1, 2, 3]);
  });

  it('polls every five seconds where streams do not get through either', async () => {
    harness = new HubHarness({ cursor: 'e:0' });
    let offset = 0;
    harness.rest.answers['GET /v1/realtime/poll'] = () => {
      offset++;
      return page({ events: [news(offset)], cursor: `e:${offset}` });
    };
    await harness.untilFallback();
    FakeEventSource.last.fail();
    await harness.settle();
    expect(harness.hub.state.transport).toBe('poll');
    await harness.settle(10_000);
    expect(harness.offsets).toEqual([1, 2, 3]);
    const polls = harness.rest.paths.slice(0, 3).map((path) => new URL(path.replace('GET ', ''), 'https://trips.example'));
    expect(polls.map(({ pathname, searchParams: { size } }) => [pathname, size])).toEqual(
      Array(3).fill(['/v1/realtime/poll', 5]),
    );
    expect(polls.map(({ searchParams }) => searchParams.get('cursor'))).toEqual(['e:0', 'e:1', 'e:2']);
    // By its own name first, then by what the server calls it.
    expect(polls.map(({ searchParams }) => searchParams.get('client_id'))).toEqual([expect.stringMatching(uuid), 'c1', 'c1']);
    expect(FakeEventSource.all).toHaveLength(1);
  });

  it('events of a stream are acknowledged over HTTP for that stream, at most every second', async () => {
    harness = new HubHarness({ cursor: 'e:0' });
    harness.rest.answers['POST /v1/realtime/messages'] = () => ({ messages: [] });
    await harness.untilFallback();
    const stream = FakeEventSource.last;
    stream.open();
    for (const n of [1, 2, 3]) stream.receive(news(n));
    await harness.settle();
    const acked = () => harness.rest.calls.map(({ body }) => body as HubMessage);
    expect(acked()).toMatchObject([{ type: 'sync:ack', data: { cursor: 'e:1' }, metadata: { client_id: 'stream' } }]);
    await harness.settle(1_000);
    expect(acked().map(({ data }) => data)).toEqual([{ cursor: 'e:1' }, { cursor: 'e:3' }]);
    await harness.settle(5_000);
    expect(acked()).toHaveLength(2);
  });

  it('an acknowledgement that waits for a slow network gives way to the next one', async () => {
    harness = new HubHarness({ cursor: 'e:0' });
    const answers: ((answer: object) => void)[] = [];
    harness.rest.answers['POST /v1/realtime/messages'] = () => new Promise((resolve) => answers.push(resolve));
    await harness.untilFallback();
    FakeEventSource.last.open();
    for (const n of [1, 2, 3, 4]) {
      FakeEventSource.last.receive(news(n));
      await harness.settle(1_000);
    }
    expect(answers).toHaveLength(1);
    answers[0]?.({ messages: [] });
    await harness.settle();
    expect(harness.rest.calls.map(({ body }) => (body as HubMessage).data)).toEqual([{ cursor: 'e:1' }, { cursor: 'e:4' }]);
  });

  it('polls acknowledge by their cursor alone', async () => {
    harness = new HubHarness({ cursor: 'e:0', EventSource: null });
    harness.rest.answers['GET /v1/realtime/poll'] = () => page({ events: [news(1)], cursor: 'e:1' });
    await harness.untilFallback();
    await harness.settle(5_000);
    expect(harness.offsets).toEqual([1]);
    expect(harness.rest.paths.filter((path) => path.startsWith('POST'))).toEqual([]);
  });

  it('a message for a connection that the server has lost goes again with the next one', async () => {
    harness = new HubHarness({ cursor: 'e:0', EventSource: null });
    const gone = () => Response.json({ code: 'session-ended', title: 'gone' }, { status: 403 });
    harness.rest.answers = { 'GET /v1/realtime/poll': () => page(), 'POST /v1/realtime/messages': gone };
    await harness.untilFallback();
    await harness.settle();
    const done = harness.hub.request('presence:update', { status: 'active' });
    await harness.settle();
    harness.rest.answers['POST /v1/realtime/messages'] = ({ body }) => ({ messages: [ack(body as HubMessage)] });
    await harness.settle(5_000);
    await expect(done).resolves.toBeUndefined();
  });

  it('polls once to find its place before it streams', async () => {
    harness = new HubHarness();
    harness.rest.answers['GET /v1/realtime/poll'] = () => page({ events: [news(7)], cursor: 'e:7' });
    await harness.untilFallback();
    await harness.settle();
    expect(harness.hub.cursor).toBe('e:7');
    expect(harness.resets).toBe(1);
    expect(harness.offsets).toEqual([]);
    await harness.settle(5_000);
    expect(FakeEventSource.last.url).toContain('cursor=e%3A7');
  });

  it('takes a stream that says nothing for ten seconds for blocked', async () => {
    harness = new HubHarness({ cursor: 'e:0' });
    harness.rest.answers['GET /v1/realtime/poll'] = () => page();
    await harness.untilFallback();
    await harness.settle(10_000);
    expect(FakeEventSource.last.isClosed).toBe(true);
    expect(harness.hub.state.transport).toBe('poll');
  });

  it('is denied when a stream is ended for good', async () => {
    harness = new HubHarness({ cursor: 'e:0' });
    await harness.untilFallback();
    const stream = FakeEventSource.last;
    stream.open();
    await harness.settle();
    stream.end(closes.endedSession.code, closes.endedSession.reason);
    expect(harness.hub.state.transport).toBeNull();
    await harness.settle(5_000);
    expect(harness.hub.state.status).toMatchObject({ name: 'denied', reason: 'forbidden' });
  });

  it('opens a lost stream anew at the next turn', async () => {
    harness = new HubHarness({ cursor: 'e:0' });
    await harness.untilFallback();
    FakeEventSource.last.open();
    await harness.settle();
    FakeEventSource.last.fail();
    await harness.settle(5_000);
    expect(FakeEventSource.all).toHaveLength(2);
  });

  it('polls every five minutes while nobody looks', async () => {
    harness = new HubHarness({ cursor: 'e:0' });
    harness.rest.answers['GET /v1/realtime/poll'] = () => page();
    const socket = await harness.connect();
    harness.page.change(true);
    await harness.settle(300_000);
    expect(socket.closedWith).not.toBeNull();
    expect(harness.rest.paths).toHaveLength(1);
    expect(harness.hub.state).toMatchObject({ status: { name: 'polling', reason: 'hidden' }, transport: 'poll' });
    await harness.settle(300_000);
    expect(harness.rest.paths).toHaveLength(2);
    expect(FakeEventSource.all).toHaveLength(0);
    harness.page.change(false);
    await harness.connect();
    expect(harness.hub.state.transport).toBe('websocket');
  });
});

describe('requests', () => {
  it('resolve with their acknowledgement, and carry whom they are from', async () => {
    harness = new HubHarness();
    const socket = await harness.connect({ client_id: 's9' });
    const done = harness.hub.request('room:leave', { room_id: 'public' });
    const message = lastSent(socket, 'room:leave');
    expect(message.metadata).toEqual({ client_id: 's9', correlation_id: null });
    send(socket, ack(message));
    await expect(done).resolves.toBeUndefined();
  });

  it('fail with the code of the refusal', async () => {
    harness = new HubHarness();
    const socket = await harness.connect();
    const done = harness.hub.request('room:join', { room_id: 'trip:x' });
    send(socket, ack(lastSent(socket, 'room:join'), { code: 'forbidden', title: 'no', detail: 'Not a member.' }));
    await expect(done).rejects.toMatchObject({ code: 'forbidden', status: 403, message: 'Not a member.' });
  });

  it('go again with the same id after five seconds, three times, and then fail', async () => {
    harness = new HubHarness();
    const socket = await harness.connect();
    const done = harness.hub.request('room:leave', { room_id: 'public' });
    const failed = expect(done).rejects.toMatchObject({ code: 'network' });
    await harness.settle(15_000);
    const tries = sent(socket).filter(({ type }) => type === 'room:leave');
    expect(tries).toHaveLength(4);
    expect(new Set(tries.map(({ id }) => id)).size).toBe(1);
    await harness.settle(5_000);
    await failed;
    expect(sent(socket).filter(({ type }) => type === 'room:leave')).toHaveLength(4);
  });

  it('that were not acknowledged go again over the next socket, in order and with their ids', async () => {
    harness = new HubHarness();
    const first = await harness.connect();
    const rooms = ['a', 'b', 'c'].map((name) => `hashtag:${name}`);
    const [, second] = rooms.map((room_id) => harness.hub.request('room:leave', { room_id }));
    const [, message] = sent(first).filter(({ type }) => type === 'room:leave');
    if (message === undefined) throw new Error('nothing was sent');
    send(first, ack(message));
    await second;
    first.drop(1012, 'restart');
    const next = await harness.connect();
    const again = sent(next).map(({ data }) => (data as { room_id: string }).room_id);
    expect(again).toEqual(['hashtag:a', 'hashtag:c']);
    expect(sent(next).map(({ id }) => id)).toEqual([sent(first)[0]?.id, sent(first)[2]?.id]);
    for (const each of sent(next)) send(next, ack(each));
  });

  it('wait when there have been too many of them, as long as the server says', async () => {
    harness = new HubHarness();
    const socket = await harness.connect();
    const done = harness.hub.request('room:leave', { room_id: 'public' });
    send(socket, ack(lastSent(socket, 'room:leave'), { code: 'rate-limited', title: 'slow down', retry_after: 2 }));
    await harness.settle(1_999);
    expect(sent(socket)).toHaveLength(1);
    await harness.settle(1);
    expect(sent(socket)).toHaveLength(2);
    send(socket, ack(lastSent(socket, 'room:leave')));
    await done;
  });

  it('that only a socket can carry fail after 30 s without one, however often the rest changes', async () => {
    harness = new HubHarness({ cursor: 'e:0', EventSource: null });
    harness.rest.answers['GET /v1/realtime/poll'] = () => page();
    await harness.untilFallback();
    const done = harness.hub.request('sync:request', {});
    const failed = expect(done).rejects.toMatchObject({ code: 'network', message: expect.stringContaining('no connection') });
    await harness.settle(30_000);
    await failed;
  });

  it('about notifications go over REST where there is no socket, and are acknowledged alike', async () => {
    harness = new HubHarness({ cursor: 'e:0', EventSource: null });
    harness.rest.answers = {
      'GET /v1/realtime/poll': () => page(),
      'POST /v1/inbox/sync': ({ body }) => ({ update: 'AAA=', state_vector: (body as { state_vector: string }).state_vector }),
      'POST /v1/inbox/notifications/n1/snooze': () => Response.json({ code: 'invalid', title: 'no' }, { status: 422 }),
    };
    const replies: unknown[] = [];
    harness.hub.events.on('reply', ({ type, data }) => replies.push([type, data]));
    await harness.untilFallback();
    await harness.settle();
    await harness.hub.request('inbox:sync', { state_vector: 'AA==' });
    expect(replies).toEqual([['inbox:state', { update: 'AAA=', state_vector: 'AA==' }]]);
    const snooze = harness.hub.request('notification:snooze', { notification_id: 'n1', until: '2027-01-01T00:00:00Z' });
    await expect(snooze).rejects.toMatchObject({ code: 'invalid', status: 422 });
  });

  it('that the server would close the connection for are not sent', async () => {
    harness = new HubHarness();
    const socket = await harness.connect();
    const data = 'あ'.repeat(30_000);
    await expect(harness.hub.request('room:message', { room_id: 'public', event: 'x', data })).rejects.toMatchObject({
      code: 'too-large',
    });
    expect(sent(socket)).toEqual([]);
  });

  it('fail when the connection is closed', async () => {
    harness = new HubHarness();
    const done = harness.hub.request('room:leave', { room_id: 'public' });
    harness.hub.close();
    await expect(done).rejects.toMatchObject({ code: 'network' });
  });
});

describe('a stream of many events', () => {
  it('is taken exactly once over any sequence of transports', async () => {
    harness = new HubHarness({ cursor: 'e:0' });
    const missedAt = (cursor: string | null) =>
      Array.from({ length: 40 }, (_, i) => i + 1).filter((n) => n > Number(cursor?.split(':')[1]));
    const cursorIn = (url: string) => new URL(url, 'https://trips.example').searchParams.get('cursor');
    let head = 0;
    harness.rest.answers['GET /v1/realtime/poll'] = ({ path }) => {
      const events = missedAt(cursorIn(path)).filter((n) => n <= head);
      return page({ events: events.map((n) => news(n)), cursor: `e:${head}` });
    };
    const overSocket = async () => {
      const socket = await harness.connect();
      for (const n of missedAt(cursorIn(FakeSocket.last.url)).filter((each) => each <= head)) send(socket, news(n));
      for (let i = 0; i < 4; i++) send(socket, news(++head), news(head));
      return socket;
    };
    const overStream = async () => {
      const stream = FakeEventSource.last;
      stream.open();
      for (const n of missedAt(cursorIn(stream.url)).filter((each) => each <= head)) stream.receive(news(n));
      for (let i = 0; i < 4; i++) stream.receive(news(++head));
      await harness.settle();
      return stream;
    };
    (await overSocket()).drop();
    head += 2;
    await harness.untilFallback();
    (await overStream()).fail();
    head += 2;
    await harness.settle(5_000);
    FakeEventSource.last.fail();
    await harness.settle(10_000);
    head += 2;
    await harness.settle(1_000);
    await overSocket();
    expect(harness.offsets).toEqual(Array.from({ length: head }, (_, i) => i + 1));
    expect(head).toBeGreaterThan(15);
  });
});

describe('an event of a kind that is about nothing here', () => {
  it('is taken as well', async () => {
    harness = new HubHarness({ cursor: 'e:0' });
    const socket = await harness.connect();
    send(socket, event(1, 'entity-updated', { entity_type: 'trip', id: 't', version: 3, updated_by: null }));
    expect(harness.events[0]).toMatchObject({ type: 'entity-updated', data: { id: 't', version: 3 } });
  });
});
