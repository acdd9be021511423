import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { HubEvent, HubMessage, HubReplies } from '../../../../src/protocol/hub-messages';
import { Rooms } from '../../../../web/sdk/inbox/rooms';
import type { ProblemError } from '../../../../web/sdk/problem';
import type { FakeSocket } from '../fake-socket';
import { ack, event, FakeEventSource, HubHarness, lastSent, reply, send, sent } from '../hub/fake-hub';

const room_id = 'hashtag:kyoto';
const aoi = { id: 'aoi', name: '葵' };
const ben = { id: 'ben', name: 'Ben' };

let harness: HubHarness;
let rooms: Rooms;
let failed: ProblemError[];

beforeEach(() => {
  vi.useFakeTimers();
  harness = new HubHarness({ cursor: 'e:0' });
  failed = [];
  rooms = new Rooms(harness.hub, (problem) => failed.push(problem));
});

afterEach(() => {
  rooms.stop();
  harness.hub.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function letIn(socket: FakeSocket, change: Partial<HubReplies['room:joined']> = {}): void {
  const message = lastSent(socket, 'room:join');
  send(
    socket,
    reply('room:joined', { room_id, room_cursor: 'r:5', retained: 'sunny', users: [aoi], ...change }, message.id),
    ack(message),
  );
}

function said(offset: number, roomOffset: number, text: string) {
  return event(offset, 'room:message', { room_id, event: 'said', data: text, room_cursor: `r:${roomOffset}`, sent_by: 'ben' });
}

const joins = (socket: FakeSocket) => sent(socket).filter(({ type }) => type === 'room:join');

describe('a room', () => {
  it('is joined once, however many use it, and left with the last of them', async () => {
    const socket = await harness.connect();
    const entries = [rooms.join(room_id), rooms.join(room_id)];
    letIn(socket);
    const [one, other] = await Promise.all(entries);
    expect(one?.state).toEqual({ joined: true, users: [aoi], messages: [], retained: 'sunny' });
    expect(joins(socket)).toHaveLength(1);
    one?.leave();
    one?.leave();
    expect(sent(socket).filter(({ type }) => type === 'room:leave')).toHaveLength(0);
    other?.leave();
    expect(lastSent(socket, 'room:leave').data).toEqual({ room_id });
    send(socket, ack(lastSent(socket, 'room:leave')));
  });

  it('shows who comes and goes, and each message once', async () => {
    const socket = await harness.connect();
    const joining = rooms.join(room_id);
    letIn(socket);
    const room = await joining;
    const heard: unknown[] = [];
    room.on('message', ({ data }) => heard.push(data));
    send(
      socket,
      event(1, 'presence:joined', { room_id, user: ben }),
      said(2, 6, 'hello'),
      said(3, 6, 'hello'),
      said(4, 7, 'bye'),
    );
    expect(room.state.users).toEqual([aoi, ben]);
    send(socket, event(5, 'presence:left', { room_id, user: ben }));
    expect(room.state.users).toEqual([aoi]);
    expect(heard).toEqual(['hello', 'bye']);
    expect(room.state.messages.map(({ sentBy }) => sentBy)).toEqual(['ben', 'ben']);
  });

  it('cannot be joined by who may not, and can be tried again', async () => {
    const socket = await harness.connect();
    const joining = rooms.join(room_id);
    send(socket, ack(lastSent(socket, 'room:join'), { code: 'forbidden', title: 'no' }));
    await expect(joining).rejects.toMatchObject({ code: 'forbidden' });
    expect(rooms.all).toEqual([]);
    const again = rooms.join(room_id);
    letIn(socket);
    await expect(again).resolves.toBeDefined();
  });

  it('is taken back by the server after an interruption, and joined again only where it was not', async () => {
    const first = await harness.connect();
    const joining = rooms.join(room_id);
    letIn(first);
    await joining;
    first.drop(1012);
    const second = await harness.connect({ rooms: [room_id] });
    expect(joins(second)).toHaveLength(0);
    await harness.settle(6_000);
    second.drop(1012);
    const third = await harness.connect({ rooms: [] });
    expect(lastSent(third, 'room:join').data).toEqual({ room_id, cursor: 'r:5' });
    letIn(third);
    await harness.settle();
    expect(failed).toEqual([]);
  });

  it('of an earlier page is left when nobody joins it anew in time', async () => {
    const socket = await harness.connect({ rooms: [room_id, 'hashtag:nara'] });
    const joining = rooms.join(room_id);
    letIn(socket);
    await joining;
    await harness.settle(9_999);
    expect(sent(socket).some(({ type }) => type === 'room:leave')).toBe(false);
    await harness.settle(1);
    expect(
      sent(socket)
        .filter(({ type }) => type === 'room:leave')
        .map(({ data }) => data),
    ).toEqual([{ room_id: 'hashtag:nara' }]);
    send(socket, ack(lastSent(socket, 'room:leave')));
  });

  it('says when messages were missed for good', async () => {
    const socket = await harness.connect();
    const joining = rooms.join(room_id);
    letIn(socket);
    const room = await joining;
    let resets = 0;
    room.on('reset', () => resets++);
    send(
      socket,
      said(1, 6, 'old'),
      event(2, 'room:reset', { room_id, room_cursor: 'r:50' }),
      said(3, 50, 'known'),
      said(4, 51, 'new'),
    );
    expect(resets).toBe(1);
    expect(room.state.messages.map(({ data }) => data)).toEqual(['new']);
  });

  it('is told things', async () => {
    const socket = await harness.connect();
    const joining = rooms.join(room_id);
    letIn(socket);
    const room = await joining;
    const sending = room.send('said', { text: 'hi' });
    const message = lastSent(socket, 'room:message');
    expect(message.data).toEqual({ room_id, event: 'said', data: { text: 'hi' } });
    send(socket, ack(message));
    await sending;
  });
});

describe('where sockets do not get through', () => {
  let inRooms: string[];
  let news: HubEvent[];
  let asked: HubMessage<string, { room_id: string }>[];
  /** Why nobody is let in; null while everybody is. */
  let refusal: Response | null;

  beforeEach(() => {
    [inRooms, news, asked, refusal] = [[], [], [], null];
    harness.rest.answers = {
      'GET /v1/realtime/poll': () => {
        const events = news.splice(0);
        const timestamp = new Date().toISOString();
        return {
          events,
          cursor: events.at(-1)?.cursor ?? 'e:0',
          has_more: false,
          reset: null,
          timestamp,
          client_id: 'c',
          rooms: inRooms,
        };
      },
      'POST /v1/realtime/messages': ({ body }) => {
        const message = body as HubMessage<string, { room_id: string }>;
        asked.push(message);
        if (message.type === 'room:join' && refusal !== null) return refusal.clone();
        const joined = reply('room:joined', { room_id, room_cursor: 'r:5', retained: null, users: [aoi] }, message.id);
        if (message.type === 'room:join') inRooms = [message.data.room_id];
        if (message.type === 'room:leave') inRooms = [];
        return { messages: [...(message.type === 'room:join' ? [joined] : []), ack(message)] };
      },
    };
  });

  const askedFor = (type: string) => asked.filter((message) => message.type === type);

  it.each(['sse', 'poll'])('a room is joined, heard, told things and left over HTTP: %s', async (transport) => {
    await harness.untilFallback();
    if (transport === 'sse') FakeEventSource.last.open();
    else FakeEventSource.last.fail();
    await harness.settle();
    const room = await rooms.join(room_id);
    expect(room.state).toMatchObject({ joined: true, users: [aoi] });
    if (transport === 'sse') FakeEventSource.last.receive(said(1, 6, 'hello'));
    else news.push(said(1, 6, 'hello'));
    await harness.settle(5_000);
    expect(room.state.messages.map(({ data }) => data)).toEqual(['hello']);
    await room.send('said', 'hi');
    expect(askedFor('room:message').map(({ data }) => data)).toEqual([{ room_id, event: 'said', data: 'hi' }]);
    room.leave();
    await harness.settle();
    expect(askedFor('room:leave').map(({ data }) => data)).toEqual([{ room_id }]);
    await harness.settle(20_000);
    expect([askedFor('room:join').length, askedFor('room:leave').length, failed]).toEqual([1, 1, []]);
    expect(new Set(asked.map(({ metadata }) => metadata.client_id))).toEqual(new Set([transport === 'sse' ? 'stream' : 'c']));
  });

  it('a room that the server has forgotten meanwhile is joined again with the next poll, where it was', async () => {
    await harness.untilFallback();
    FakeEventSource.last.fail();
    await harness.settle();
    await rooms.join(room_id);
    await harness.settle(20_000);
    expect(askedFor('room:join')).toHaveLength(1);
    inRooms = [];
    await harness.settle(20_000);
    expect(askedFor('room:join').map(({ data }) => data)).toEqual([{ room_id }, { room_id, cursor: 'r:5' }]);
  });

  it('who is not let in any more is out, and is told once', async () => {
    await harness.untilFallback();
    FakeEventSource.last.fail();
    await harness.settle();
    const room = await rooms.join(room_id);
    inRooms = [];
    refusal = Response.json({ code: 'forbidden', title: 'no' }, { status: 403 });
    await harness.settle(20_000);
    expect(failed.map(({ code }) => code)).toEqual(['forbidden']);
    expect([room.state.joined, rooms.all]).toEqual([false, []]);
  });

  it('nobody comes and goes for a page that is not looked at', async () => {
    const socket = await harness.connect();
    const joining = rooms.join(room_id);
    letIn(socket);
    await joining;
    harness.page.change(true);
    await harness.settle(900_000);
    expect(harness.hub.state).toMatchObject({ status: { name: 'polling', reason: 'hidden' }, transport: 'poll' });
    expect(asked).toEqual([]);
  });
});
