import { describe, expect, it } from 'vitest';
import { closes } from '../../../../src/protocol/closes';
import type { HubMessage } from '../../../../src/protocol/hub-messages';
import { ack, FakeEventSource, hubOfEachTest, news, pollAnswer, send } from './fake-hub';

const openHub = hubOfEachTest();

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('where sockets do not get through', () => {
  it('a stream brings the events after five failures, from the cursor on, and the socket takes over again', async () => {
    const harness = openHub({ cursor: 'e:0' });
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
    const harness = openHub({ cursor: 'e:0' });
    let offset = 0;
    harness.rest.answers['GET /v1/realtime/poll'] = () => {
      offset++;
      return pollAnswer({ events: [news(offset)], cursor: `e:${offset}` });
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
    const harness = openHub({ cursor: 'e:0' });
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
    const harness = openHub({ cursor: 'e:0' });
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
    const harness = openHub({ cursor: 'e:0', EventSource: null });
    harness.rest.answers['GET /v1/realtime/poll'] = () => pollAnswer({ events: [news(1)], cursor: 'e:1' });
    await harness.untilFallback();
    await harness.settle(5_000);
    expect(harness.offsets).toEqual([1]);
    expect(harness.rest.paths.filter((path) => path.startsWith('POST'))).toEqual([]);
  });

  it('a message for a connection that the server has lost goes again with the next one', async () => {
    const harness = openHub({ cursor: 'e:0', EventSource: null });
    const gone = () => Response.json({ code: 'session-ended', title: 'gone' }, { status: 403 });
    harness.rest.answers = { 'GET /v1/realtime/poll': () => pollAnswer(), 'POST /v1/realtime/messages': gone };
    await harness.untilFallback();
    await harness.settle();
    const done = harness.hub.request('presence:update', { status: 'active' });
    await harness.settle();
    harness.rest.answers['POST /v1/realtime/messages'] = ({ body }) => ({ messages: [ack(body as HubMessage)] });
    await harness.settle(5_000);
    await expect(done).resolves.toBeUndefined();
  });

  it('polls once to find its place before it streams', async () => {
    const harness = openHub();
    harness.rest.answers['GET /v1/realtime/poll'] = () => pollAnswer({ events: [news(7)], cursor: 'e:7' });
    await harness.untilFallback();
    await harness.settle();
    expect(harness.hub.cursor).toBe('e:7');
    expect(harness.resets).toBe(1);
    expect(harness.offsets).toEqual([]);
    await harness.settle(5_000);
    expect(FakeEventSource.last.url).toContain('cursor=e%3A7');
  });

  it('takes a stream that says nothing for ten seconds for blocked', async () => {
    const harness = openHub({ cursor: 'e:0' });
    harness.rest.answers['GET /v1/realtime/poll'] = () => pollAnswer();
    await harness.untilFallback();
    await harness.settle(10_000);
    expect(FakeEventSource.last.isClosed).toBe(true);
    expect(harness.hub.state.transport).toBe('poll');
  });

  it('is denied when a stream is ended for good', async () => {
    const harness = openHub({ cursor: 'e:0' });
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
    const harness = openHub({ cursor: 'e:0' });
    await harness.untilFallback();
    FakeEventSource.last.open();
    await harness.settle();
    FakeEventSource.last.fail();
    await harness.settle(5_000);
    expect(FakeEventSource.all).toHaveLength(2);
  });

  it('does not poll before the server wants to be asked again', async () => {
    const harness = openHub({ cursor: 'e:0', EventSource: null });
    const headers = { 'retry-after': '60' };
    const refused = () => Response.json({ code: 'rate-limited', title: 'Too many requests' }, { status: 429, headers });
    harness.rest.answers['GET /v1/realtime/poll'] = refused;
    await harness.untilFallback();
    await harness.settle();
    harness.rest.answers['GET /v1/realtime/poll'] = () => pollAnswer();
    await harness.settle(59_999);
    expect(harness.rest.paths).toHaveLength(1);
    await harness.settle(1);
    expect(harness.rest.paths).toHaveLength(2);
  });

  it('polls every five minutes while nobody looks', async () => {
    const harness = openHub({ cursor: 'e:0' });
    harness.rest.answers['GET /v1/realtime/poll'] = () => pollAnswer();
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
