import { describe, expect, it } from 'vitest';
import { closes } from '../../../../src/protocol/closes';
import { FakeSocket } from '../fake-socket';
import { event, FakeEventSource, hubOfEachTest, lastSent, news, pollAnswer, reply, send, sent, welcome } from './fake-hub';

const openHub = hubOfEachTest();

describe('the handshake', () => {
  it('brings a ticket, the cursor and the device in the address, and is live when the server has said whom it sees', async () => {
    const harness = openHub({ cursor: 'e:7' });
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
    const harness = openHub();
    await harness.connect({ cursor: 'e:9' });
    expect(harness.hub.cursor).toBe('e:9');
    expect(harness.resets).toBe(1);
  });

  it('renews its credential on the open socket by the clock of the server', async () => {
    const harness = openHub();
    const expires_at = new Date(Date.now() + 600_000).toISOString();
    const socket = await harness.connect({ expires_at });
    await harness.settle(540_000);
    expect(lastSent(socket, 'auth:refresh').data).toEqual({ token: 'ticket-2' });
    expect(FakeSocket.all).toHaveLength(1);
  });

  it('is denied when the server ends it for good, and comes back to a page that somebody looks at again', async () => {
    const harness = openHub();
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
    const harness = openHub({ cursor: 'e:0' });
    const socket = await harness.connect();
    send(socket, reply('batch', { messages: [news(1), news(2)] }), news(2), news(1), news(3));
    expect(harness.offsets).toEqual([1, 2, 3]);
    expect(harness.hub.cursor).toBe('e:3');
  });

  it('are asked for when some are missing, and what came meanwhile is not lost', async () => {
    const harness = openHub({ cursor: 'e:0' });
    harness.rest.answers['GET /v1/realtime/events'] = ({ path }) =>
      path.includes('cursor=e%3A1')
        ? pollAnswer({ events: [news(2), news(3)], cursor: 'e:3', has_more: true })
        : pollAnswer({ events: [news(4), news(5)], cursor: 'e:5' });
    const socket = await harness.connect();
    send(socket, news(1), news(4), news(5));
    expect(harness.offsets).toEqual([1]);
    await harness.settle();
    expect(harness.offsets).toEqual([1, 2, 3, 4, 5]);
    expect(harness.rest.calls).toHaveLength(2);
  });

  it('are asked for again when the answer does not come', async () => {
    const harness = openHub({ cursor: 'e:0' });
    let isDown = true;
    harness.rest.answers['GET /v1/realtime/events'] = () => {
      if (isDown) throw new TypeError('failed to fetch');
      return pollAnswer({ events: [news(1), news(2)], cursor: 'e:2' });
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
    const harness = openHub({ cursor: 'old:5' });
    const socket = await harness.connect({ cursor: 'e:40' });
    send(socket, reply('sync:reset', { reason: 'other-epoch', cursor: 'e:40' }), news(41));
    expect(harness.resets).toBe(1);
    expect(harness.offsets).toEqual([41]);
  });

  it('are acknowledged at once, then at most every second, and only when there are new ones', async () => {
    const harness = openHub({ cursor: 'e:0' });
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
    const harness = openHub();
    const told: string[] = [];
    harness.hub.events.on('reply', ({ type }) => told.push(type));
    const socket = await harness.connect();
    send(socket, reply('inbox:state', { update: 'AAA=' }), reply('auth:expiring', { expires_at: new Date().toISOString() }));
    expect(told).toEqual(['inbox:state', 'auth:expiring']);
  });
});

describe('a stream of many events', () => {
  it('is taken exactly once over any sequence of transports', async () => {
    const harness = openHub({ cursor: 'e:0' });
    const missedAt = (cursor: string | null) =>
      Array.from({ length: 40 }, (_, i) => i + 1).filter((n) => n > Number(cursor?.split(':')[1]));
    const cursorIn = (url: string) => new URL(url, 'https://trips.example').searchParams.get('cursor');
    let head = 0;
    harness.rest.answers['GET /v1/realtime/poll'] = ({ path }) => {
      const events = missedAt(cursorIn(path)).filter((n) => n <= head);
      return pollAnswer({ events: events.map((n) => news(n)), cursor: `e:${head}` });
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
    const harness = openHub({ cursor: 'e:0' });
    const socket = await harness.connect();
    send(socket, event(1, 'entity-updated', { entity_type: 'trip', id: 't', version: 3, updated_by: null }));
    expect(harness.events[0]).toMatchObject({ type: 'entity-updated', data: { id: 't', version: 3 } });
  });
});
