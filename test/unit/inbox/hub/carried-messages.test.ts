import { describe, expect, it } from 'vitest';
import type { CarriedAnswer } from '../../../../src/inbox/hub/carried-messages';
import { Hub } from '../../../../src/inbox/hub/hub';
import { newHubSessionFacts } from '../../../../src/inbox/hub/hub-session';
import type { HubEvent, HubMessage, HubRequests } from '../../../../src/protocol/hub-messages';
import { hubLimits as limits } from '../../../../src/protocol/limits';
import { person } from '../../../support/engine-harness';
import { HubHarness, partOf } from './hub-harness';

const aoi = person('aoi');
const query = { cursor: null, sinceMs: null, limit: 1 };

type Answer = Parameters<CarriedAnswer>[0];

/** A message over HTTP, and what it was answered until now. */
function carry<T extends keyof HubRequests>(
  hub: HubHarness,
  client_id: string,
  type: T,
  data: HubRequests[T],
  { id = hub.newId(), as = aoi } = {},
): Answer[] {
  const answers: Answer[] = [];
  const message = { ...hub.message(type, data, id), metadata: { client_id, correlation_id: null } };
  const begun = hub.engine.carry(as, message, (answer) => answers.push(answer));
  if (!begun.ok) answers.push(begun);
  return answers;
}

/** Somebody polls; answers what they are called. */
function poll(hub: HubHarness, clientId?: string, deviceId: string | null = 'phone'): string {
  const client = { deviceId, deviceName: null, clientVersion: null, ...(clientId === undefined ? {} : { clientId }) };
  const outcome = hub.engine.poll(aoi, query, client);
  if (!outcome.ok) throw new Error(outcome.refusal.code);
  return outcome.value.clientId;
}

/** The rooms that the next poll of somebody tells. */
function roomsOf(hub: HubHarness, clientId: string): readonly string[] {
  const outcome = hub.engine.poll(aoi, query, { deviceId: 'phone', deviceName: null, clientVersion: null, clientId });
  if (!outcome.ok) throw new Error(outcome.refusal.code);
  return outcome.value.rooms;
}

/** The newest event, as a poll tells it. */
function eventsOf(hub: HubHarness): readonly HubEvent[] {
  const outcome = hub.engine.poll(aoi, query, { deviceId: 'other', deviceName: null, clientVersion: null });
  if (!outcome.ok) throw new Error(outcome.refusal.code);
  return outcome.value.events;
}

const typesIn = (answer: Answer | undefined) => (answer?.ok ? answer.value.map(({ type }: HubMessage) => type) : answer);
const refused = (code: string) => ({ ok: false, refusal: { code } });
const noNotifications = () => {
  throw new Error('nothing is said of notifications here');
};
const presenceOf = (hub: HubHarness) => hub.sql.rows("SELECT status FROM hub_sessions WHERE transport = 'poll'");

describe('a message over HTTP', () => {
  it('[U18] of a stream is answered the way it came, as a socket would be', () => {
    const hub = new HubHarness();
    const stream = hub.connect({ transport: 'sse' });
    const answers = carry(hub, stream, 'presence:update', { status: 'active' });
    expect(answers.map(typesIn)).toEqual([['ack']]);
    expect(hub.line(stream).acks).toEqual([]);
  });

  it('[U18] [E6] acknowledges events, or is told that the cursor is of another stream', () => {
    const hub = new HubHarness();
    const stream = hub.connect({ transport: 'sse' });
    hub.publish(1, 2);
    const cursor = hub.line(stream).events[1]?.cursor ?? '';
    expect(carry(hub, stream, 'sync:ack', { cursor })).toEqual([{ ok: true, value: [] }]);
    expect(hub.sql.rows('SELECT seen FROM hub_stream')).toEqual([{ seen: 2 }]);
    expect(carry(hub, stream, 'sync:ack', { cursor: 'elsewhere:1' })).toMatchObject([refused('invalid')]);
    expect(hub.line(stream).of('error')).toEqual([]);
  });

  it('[U18] for a connection that is not open, or not of the caller, has no effect', () => {
    const hub = new HubHarness();
    const stream = hub.connect({ transport: 'sse' });
    const say = (client: string, as = aoi) => carry(hub, client, 'presence:update', { status: 'active' }, { as });
    expect(say(stream, person('mallory'))).toMatchObject([refused('forbidden')]);
    hub.disconnect(stream);
    for (const client of [stream, hub.newId(), '']) expect(say(client)).toMatchObject([refused('session-ended')]);
    const polls = poll(hub);
    expect(hub.engine.hub(aoi, 'endSession', [polls]).ok).toBe(true);
    expect(say(polls)).toMatchObject([refused('session-ended')]);
    expect(presenceOf(hub)).toEqual([{ status: 'idle' }]);
  });

  it('[U18] [U10] of a stream counts as one of its messages', () => {
    const hub = new HubHarness();
    const stream = hub.connect({ transport: 'sse' });
    for (let count = 0; count < limits.messageBurst; count++) carry(hub, stream, 'presence:update', { status: 'idle' });
    expect(carry(hub, stream, 'presence:update', { status: 'active' })).toMatchObject([
      { ...refused('rate-limited'), refusal: { extensions: { retryAfterMs: 1_000 } } },
    ]);
  });
});

describe('who polls', () => {
  it('[U10] [U18] sends no more than any other connection, each for itself', () => {
    const hub = new HubHarness();
    const [one, two] = [poll(hub, hub.newId()), poll(hub, hub.newId())];
    const say = (client: string) => carry(hub, client, 'presence:update', { status: 'active' });
    const limited = [refused('rate-limited')];
    for (let count = 0; count < limits.messageBurst; count++) expect(say(one).map(typesIn)).toEqual([['ack']]);
    expect(say(one)).toMatchObject(limited);
    // Polling gives nothing back; time does.
    poll(hub, one);
    expect(say(one)).toMatchObject(limited);
    expect(say(two).map(typesIn)).toEqual([['ack']]);
    hub.nowMs += 60_000 / limits.messagesPerMinute;
    expect(say(one).map(typesIn)).toEqual([['ack']]);
    expect(say(one)).toMatchObject(limited);
    hub.nowMs += 60_000;
    for (let count = 0; count < limits.messageBurst; count++) expect(say(one).map(typesIn)).toEqual([['ack']]);
    expect(say(one)).toMatchObject(limited);
  });

  it('[E7] is one session for each name, and for each device without one', () => {
    const hub = new HubHarness();
    const [one, two] = [hub.newId(), hub.newId()];
    expect([poll(hub, one), poll(hub, two), poll(hub, one)]).toEqual([one, two, one]);
    hub.nowMs += limits.deadConnectionMs + 1;
    expect(poll(hub, two)).toBe(two);
    const unnamed = poll(hub, undefined, 'tv');
    expect(poll(hub, undefined, 'tv')).toBe(unnamed);
    expect(new Set([one, two, unnamed]).size).toBe(3);
  });

  it('[E7] by the name of another connection, or of one that was ended, gets one of its own', () => {
    const hub = new HubHarness();
    const socket = hub.connect();
    const called = poll(hub, socket);
    expect(called).not.toBe(socket);
    expect(poll(hub, called)).toBe(called);
    hub.engine.hub(aoi, 'endSession', [called]);
    hub.nowMs += limits.deadConnectionMs;
    expect(poll(hub, called)).not.toBe(called);
  });

  it('[U17] says nothing any more once a connection of their device has followed', () => {
    const harness = new HubHarness();
    const polls = poll(harness, harness.newId());
    carry(harness, polls, 'presence:update', { status: 'active' });
    const notifications = {
      handle: () => ({ ok: true, value: null }) as const,
      unreadCount: () => 0,
      seen: () => undefined,
      presenceChanged: () => undefined,
    };
    const hub = new Hub(harness.ports, () => notifications);
    hub.wake([], []);
    const connect = (deviceId: string): void => {
      const wishes = { transport: 'sse', deviceId, deviceName: null, clientVersion: null } as const;
      hub.connect(newHubSessionFacts(harness.newId(), wishes, aoi, harness.nowMs), { cursor: null, correlationId: null });
    };
    connect('laptop');
    expect(hub.presence()).toBe('active');
    connect('phone');
    expect(hub.presence()).toBe('idle');
    // It is another tab, and polls on.
    harness.nowMs += 1;
    poll(harness, polls);
    expect(hub.presence()).toBe('active');
  });

  it('[U17] [U18] says whether they do something, each for itself, over a restart too', () => {
    const hub = new HubHarness();
    const [one, two] = [poll(hub, hub.newId()), poll(hub, hub.newId())];
    const presence = () => new Hub(hub.ports, noNotifications).presence();
    expect(presence()).toBe('idle');
    expect(carry(hub, one, 'presence:update', { status: 'active' }).map(typesIn)).toEqual([['ack']]);
    carry(hub, two, 'presence:update', { status: 'idle' });
    hub.restart({ crash: true });
    expect(presence()).toBe('active');
    hub.nowMs += limits.deadConnectionMs;
    poll(hub, two);
    hub.nowMs += 1;
    expect(presence()).toBe('idle');
    // It is heard of again, also by what it says.
    carry(hub, one, 'presence:update', { status: 'active' });
    expect(presence()).toBe('active');
  });
});

describe('rooms over HTTP', () => {
  const room_id = 'hashtag:kyoto';

  it('[U14] [U18] who polls, or has a stream, is in a room when it has let them in, and told who is there', () => {
    for (const kind of ['stream', 'poll']) {
      const hub = new HubHarness();
      const client = kind === 'poll' ? poll(hub, hub.newId()) : hub.connect({ transport: 'sse' });
      const answers = carry(hub, client, 'room:join', { room_id });
      expect(answers).toEqual([]);
      hub.answer('in');
      expect(answers.map(typesIn)).toEqual([['room:joined', 'ack']]);
      hub.hear(partOf(room_id, 0, 1));
      expect(eventsOf(hub)).toMatchObject([{ type: 'room:message', data: { room_cursor: 'r:1' } }]);
      if (kind === 'poll') expect(roomsOf(hub, client)).toEqual([room_id]);
      expect(carry(hub, client, 'room:leave', { room_id }).map(typesIn)).toEqual([['ack']]);
      expect(hub.rooms.at(-1)).toMatchObject({ kind: 'leave', roomId: room_id });
    }
  });

  it('[U18] a room that does not let somebody in, or does not answer, leaves nothing', () => {
    const hub = new HubHarness();
    const client = poll(hub, hub.newId());
    const answers = carry(hub, client, 'room:join', { room_id });
    hub.answer('forbidden');
    expect(answers).toMatchObject([refused('forbidden')]);
    expect(roomsOf(hub, client)).toEqual([]);
    const again = carry(hub, client, 'room:join', { room_id });
    hub.answer('unavailable');
    expect(again).toMatchObject([refused('unavailable')]);
  });

  it('[U18] a room is asked in the name of who calls, with what their token allows', () => {
    const hub = new HubHarness();
    const stream = hub.connect({ transport: 'sse' });
    const narrow = person('aoi', { scopes: ['inbox:read'] });
    carry(hub, stream, 'room:message', { room_id, event: 'said', data: 'hi' }, { as: narrow });
    expect(hub.rooms.at(-1)).toMatchObject({ kind: 'message', identity: narrow, message: { sentBy: 'aoi', retain: false } });
  });

  it('[U7] [U18] what is sent again has no second effect', () => {
    const hub = new HubHarness();
    const client = poll(hub, hub.newId());
    const join = () => {
      carry(hub, client, 'room:join', { room_id });
      hub.answer('in');
    };
    join();
    const id = hub.newId();
    carry(hub, client, 'room:leave', { room_id }, { id });
    hub.answer('ok');
    join();
    expect(carry(hub, client, 'room:leave', { room_id }, { id }).map(typesIn)).toEqual([['ack']]);
    expect(roomsOf(hub, client)).toEqual([room_id]);
    // Nobody waits for the first answer when it is sent again before that.
    const said = hub.newId();
    const [first, second] = [0, 1].map(() => carry(hub, client, 'room:message', { room_id, event: 'x', data: 1 }, { id: said }));
    hub.answer('ok');
    expect([first, second?.map(typesIn)]).toMatchObject([[refused('unavailable')], [['ack']]]);
  });

  it('[U15] who joins and does not poll any more is out after a while', () => {
    const hub = new HubHarness();
    carry(hub, poll(hub, hub.newId()), 'room:join', { room_id });
    hub.answer('in');
    hub.pass(limits.deadConnectionMs + limits.roomGraceMs - 1);
    expect(hub.rooms.at(-1)?.kind).toBe('join');
    hub.pass(1);
    expect(hub.rooms.at(-1)).toMatchObject({ kind: 'leave', roomId: room_id });
  });

  it('[U14] each of several that poll from one device leaves for itself', () => {
    const hub = new HubHarness();
    const [one, two] = [poll(hub, hub.newId()), poll(hub, hub.newId())];
    for (const client of [one, two]) {
      carry(hub, client, 'room:join', { room_id });
      hub.answer('in');
    }
    carry(hub, one, 'room:leave', { room_id });
    expect([roomsOf(hub, one), roomsOf(hub, two)]).toEqual([[], [room_id]]);
    expect(hub.rooms.every(({ kind }) => kind === 'join')).toBe(true);
  });
});
