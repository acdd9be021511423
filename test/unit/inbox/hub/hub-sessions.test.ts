import { describe, expect, it } from 'vitest';
import { Hub } from '../../../../src/inbox/hub/hub';
import { newHubSessionFacts } from '../../../../src/inbox/hub/hub-session';
import { hubLimits as limits } from '../../../../src/protocol/limits';
import type { HubSessionView } from '../../../../src/protocol/notifications';
import { person } from '../../../support/engine-harness';
import { HubHarness, numbersOf, partOf } from './hub-harness';

const aoi = person('aoi');

function sessions(hub: HubHarness): readonly HubSessionView[] {
  const outcome = hub.engine.hub(aoi, 'sessions', []);
  if (!outcome.ok) throw new Error(outcome.refusal.code);
  return outcome.value as readonly HubSessionView[];
}

describe('a connection', () => {
  it('[U4] is told who it is, then what it missed, then what happens', () => {
    const hub = new HubHarness();
    const first = hub.connect();
    hub.publish(1);
    const { cursor } = hub.line(first).events[0] ?? { cursor: '' };
    hub.publish(2, 3);
    const second = hub.connect({ cursor });
    hub.publish(4);
    const { sent, events } = hub.line(second);
    expect(sent.map(({ message }) => message.type)).toEqual(['auth:ok', 'batch', 'entity-updated']);
    expect(numbersOf(events)).toEqual([2, 3, 4]);
    expect(hub.line(second).of('auth:ok')[0]?.data.cursor).toBe(cursor);
  });

  it('[U4] whose events are gone is told so, and where it is now', () => {
    const hub = new HubHarness();
    hub.publish(1);
    const session = hub.connect({ cursor: 'elsewhere:3' });
    const { sent } = hub.line(session);
    expect(sent.map(({ message }) => message.type)).toEqual(['auth:ok', 'sync:reset']);
    const [{ data } = { data: { cursor: '' } }] = hub.line(session).of('sync:reset');
    expect([hub.line(session).of('auth:ok')[0]?.data.cursor, sent[1]?.cursor]).toEqual([data.cursor, data.cursor]);
  });

  it('[U5] over server-sent events gets each event by itself, with its cursor', () => {
    const hub = new HubHarness();
    hub.publish(1, 2);
    const session = hub.connect({ transport: 'sse' });
    hub.publish(3, 4);
    const { sent, events } = hub.line(session);
    expect(sent.map(({ cursor }) => cursor)).toEqual([null, ...events.map(({ cursor }) => cursor)]);
    expect(numbersOf(events)).toEqual([1, 2, 3, 4]);
  });

  it('[U5] what was rolled back is sent to nobody', () => {
    const hub = new HubHarness();
    const session = hub.connect();
    let inserted = 0;
    hub.sql.beforeEach = (query) => {
      if (query.includes('INSERT INTO hub_events') && inserted++ === 1) throw new Error('disk full');
    };
    expect(() => hub.publish(1, 2)).toThrow('disk full');
    hub.sql.beforeEach = () => undefined;
    hub.publish(3);
    expect(numbersOf(hub.line(session).events)).toEqual([3]);
  });

  it('[U6] is warned of the end of its token once, also over a sleep, and closed at its end', () => {
    const hub = new HubHarness();
    const expiresAtMs = hub.nowMs + 100_000;
    const session = hub.connect({ identity: person('aoi', { expiresAtMs }) });
    hub.pass(39_999);
    expect(hub.line(session).of('auth:expiring')).toEqual([]);
    hub.pass(1);
    hub.restart();
    hub.pass(59_999);
    expect(
      hub
        .line(session)
        .of('auth:expiring')
        .map(({ data }) => data.expires_at),
    ).toEqual([new Date(expiresAtMs).toISOString()]);
    expect(hub.line(session).close).toBeNull();
    hub.pass(1);
    expect(hub.line(session).close).toEqual({ code: 4401, reason: 'token expired' });
  });

  it('[U6] a message after the end of the token has no effect', () => {
    const hub = new HubHarness();
    const session = hub.connect({ identity: person('aoi', { expiresAtMs: hub.nowMs + 10 }) });
    hub.nowMs += 10;
    hub.say(session, 'room:join', { room_id: 'public' });
    expect(hub.rooms).toEqual([]);
    expect(hub.line(session).close?.code).toBe(4401);
  });

  it('[U6] a renewal that cannot be checked closes with a code to come again; one of a lesser scope closes for good', () => {
    const hub = new HubHarness();
    const [one, two] = [hub.connect(), hub.connect()];
    const id = hub.say(one, 'auth:refresh', { token: 'new' });
    expect(hub.verifying).toEqual([{ session: one, messageId: id, token: 'new' }]);
    hub.engine.verified(one, id, { ok: false, refusal: { code: 'unavailable' } });
    expect(hub.line(one).close?.code).toBe(1013);
    hub.engine.verified(two, hub.newId(), { ok: true, value: person('aoi', { scopes: ['trips:read'] }) });
    expect(hub.line(two).close?.code).toBe(4403);
  });

  it('[U11] that acknowledges nothing is closed, and one that does is not', () => {
    const hub = new HubHarness();
    const [idle, busy, stream] = [hub.connect(), hub.connect(), hub.connect({ transport: 'sse' })];
    for (let number = 1; number <= limits.maxUnacknowledged + 1; number++) {
      hub.publish(number);
      if (number % 100 === 0) hub.say(busy, 'sync:ack', { cursor: hub.line(busy).events.at(-1)?.cursor ?? '' });
    }
    expect(hub.line(idle).close).toEqual({ code: 4001, reason: 'too far behind, reconnect with your cursor' });
    expect([hub.line(busy).close, hub.line(stream).close]).toEqual([null, null]);
    const again = hub.connect({ cursor: hub.line(idle).events.at(-1)?.cursor ?? null });
    expect(numbersOf(hub.line(again).events)).toEqual([limits.maxUnacknowledged + 1]);
  });

  it('[U11] what it missed before it came does not count', () => {
    const hub = new HubHarness();
    const first = hub.connect();
    const { cursor } = hub.line(first).of('auth:ok')[0]?.data ?? { cursor: '' };
    hub.disconnect(first);
    for (let number = 1; number <= limits.maxUnacknowledged + 50; number++) hub.publish(number);
    const session = hub.connect({ cursor });
    hub.publish(0);
    expect(hub.line(session).close).toBeNull();
    expect(hub.line(session).events).toHaveLength(limits.maxUnacknowledged + 51);
  });

  it('[U9] sockets and streams count alike', () => {
    const hub = new HubHarness();
    const stream = hub.connect({ transport: 'sse' });
    for (let count = 0; count < limits.maxConnectionsPerPerson; count++) {
      hub.nowMs += 1;
      hub.connect();
    }
    expect(hub.line(stream).close?.code).toBe(4409);
  });

  it('[U12] that pings is alive', () => {
    const hub = new HubHarness();
    const [pinging, silent] = [hub.connect(), hub.connect()];
    hub.nowMs += limits.deadConnectionMs + 1;
    hub.pings.set(pinging, hub.nowMs - 1);
    hub.restart();
    expect([hub.line(pinging).close, hub.line(silent).close?.code]).toEqual([null, 4000]);
  });
});

describe('sessions', () => {
  it('[U13] that went down with the machine have ended', () => {
    const hub = new HubHarness();
    hub.connect({ device: 'a' });
    hub.connect({ device: 'b', transport: 'sse' });
    hub.restart({ crash: true });
    expect(sessions(hub).map(({ ended_at }) => ended_at)).toEqual(Array(2).fill(new Date(hub.nowMs).toISOString()));
  });

  it('[U13] that ended are no more than maxEndedSessions', () => {
    const hub = new HubHarness();
    for (let count = 0; count < limits.maxEndedSessions + 5; count++) hub.disconnect(hub.connect());
    expect(sessions(hub).length).toBeLessThanOrEqual(limits.maxEndedSessions + 1);
  });

  it('[E7] one that polls is open as long as it comes again', () => {
    const hub = new HubHarness();
    const query = { cursor: null, sinceMs: null, limit: 1 };
    const client = { deviceId: 'tv', deviceName: 'Opera · TV', clientVersion: '2' };
    hub.engine.poll(aoi, query, client);
    hub.nowMs += limits.deadConnectionMs;
    hub.engine.poll(aoi, query, client);
    expect(sessions(hub)).toMatchObject([
      { transport: 'poll', device_id: 'tv', device_name: 'Opera · TV', client_version: '2', ended_at: null },
    ]);
    hub.nowMs += limits.deadConnectionMs + 1;
    expect(sessions(hub)[0]?.ended_at).not.toBeNull();
    hub.engine.poll(aoi, query, client);
    expect(sessions(hub)).toHaveLength(2);
  });

  it('[U13] one that polls, and is ended, is told so, and no other one is woken: while it waits, and for a while when it comes again', () => {
    const hub = new HubHarness();
    const query = { cursor: null, sinceMs: null, limit: 1 };
    const [tv, phone] = ['tv', 'phone'].map((deviceId) => ({ deviceId, deviceName: null, clientVersion: null }));
    if (tv === undefined || phone === undefined) throw new Error('no clients');
    for (const client of [tv, phone]) hub.engine.poll(aoi, query, client);
    const ended = sessions(hub).find(({ device_id }) => device_id === 'tv')?.id ?? '';
    expect(hub.engine.hub(aoi, 'endSession', [ended])).toMatchObject({ ok: true });
    expect([hub.wokenDevices, hub.wakes]).toEqual([['tv'], 0]);
    const refused = { ok: false, refusal: { code: 'session-ended' } };
    expect([hub.engine.poll(aoi, query, tv, ended), hub.engine.poll(aoi, query, tv)]).toEqual([refused, refused]);
    expect(hub.engine.poll(aoi, query, phone, hub.newId()).ok).toBe(true);
    expect(hub.engine.hub(aoi, 'endSession', [ended])).toMatchObject({ ok: false, refusal: { code: 'not-found' } });
    hub.nowMs += limits.deadConnectionMs;
    expect(hub.engine.poll(aoi, query, tv).ok).toBe(true);
  });
});

describe('rooms', () => {
  function inRoom(device: string | null = 'phone') {
    const hub = new HubHarness();
    const session = hub.connect({ device });
    const id = hub.say(session, 'room:join', { room_id: 'public', cursor: 'r:5' });
    return { hub, session, id };
  }

  it('[U14] a join is told, and acknowledged, when the room has let the person in', () => {
    const { hub, session, id } = inRoom();
    expect(hub.rooms).toMatchObject([{ kind: 'join', roomId: 'public', cursor: 'r:5', person: { id: 'aoi', name: 'AOI' } }]);
    expect(hub.line(session).acks).toEqual([]);
    hub.answer('in');
    expect(hub.line(session).of('room:joined')).toMatchObject([
      { data: { room_id: 'public', room_cursor: 'r:0' }, metadata: { correlation_id: id } },
    ]);
    expect(hub.line(session).acks).toEqual([{ original_id: id, status: 'success' }]);
    expect(sessions(hub)[0]?.rooms).toEqual(['public']);
  });

  it('[U14] a join that is refused leaves nothing', () => {
    const { hub, session } = inRoom();
    hub.answer('forbidden');
    expect(hub.line(session).acks).toMatchObject([{ status: 'error', error: { code: 'forbidden' } }]);
    expect(sessions(hub)[0]?.rooms).toEqual([]);
    hub.hear(partOf('public', 5, 6));
    expect(hub.line(session).events).toEqual([]);
  });

  it('[U14] a person leaves when none of their connections is in the room', () => {
    const { hub, session } = inRoom();
    hub.answer('in');
    const other = hub.connect({ device: 'laptop' });
    hub.say(other, 'room:join', { room_id: 'public' });
    hub.answer('in');
    hub.say(session, 'room:leave', { room_id: 'public' });
    expect(hub.rooms.filter(({ kind }) => kind === 'leave')).toEqual([]);
    hub.say(other, 'room:leave', { room_id: 'public' });
    expect(hub.rooms.at(-1)).toMatchObject({ kind: 'leave', roomId: 'public', personId: 'aoi' });
    hub.answer('ok');
    hub.hear(partOf('public', 5, 6));
    expect(hub.line(session).events).toEqual([]);
  });

  it('[U14] nobody is in more rooms than maxRooms', () => {
    const hub = new HubHarness();
    const session = hub.connect();
    for (let count = 0; count <= limits.maxRooms; count++) {
      hub.nowMs += 1_000;
      hub.say(session, 'room:join', { room_id: `hashtag:${count}` });
    }
    expect(hub.rooms).toHaveLength(limits.maxRooms);
    expect(hub.line(session).acks).toMatchObject([{ status: 'error', error: { code: 'too-many-rooms' } }]);
  });

  it('[U15] a lost connection is in its rooms for a while; the next one of its device takes them over', () => {
    const { hub, session } = inRoom();
    hub.answer('in');
    hub.hear(partOf('public', 5, 6));
    const cursor = hub.line(session).events.at(-1)?.cursor ?? '';
    hub.disconnect(session);
    hub.hear(partOf('public', 6, 7));
    hub.pass(limits.roomGraceMs - 1);
    hub.connect({ device: 'laptop' });
    const again = hub.connect({ device: 'phone', cursor });
    expect(hub.line(again).of('auth:ok')[0]?.data.rooms).toEqual(['public']);
    expect(hub.line(again).events).toMatchObject([{ data: { room_cursor: 'r:7' } }]);
    expect(hub.rooms.at(-1)).toMatchObject({ kind: 'join', roomId: 'public', cursor: 'r:7' });
    hub.pass(limits.roomGraceMs * 2);
    expect(hub.rooms.filter(({ kind }) => kind === 'leave')).toEqual([]);
  });

  it('[U15] a connection that comes before the old one is known to be lost is in its rooms at once, and stays there', () => {
    const { hub, session } = inRoom();
    hub.answer('in');
    hub.pass(20_000);
    const again = hub.connect({ device: 'phone' });
    expect(hub.line(again).of('auth:ok')[0]?.data.rooms).toEqual(['public']);
    // The person is in already.
    expect(hub.rooms).toHaveLength(1);
    hub.pings.set(again, hub.nowMs + limits.deadConnectionMs);
    hub.pass(limits.deadConnectionMs - 10_000);
    hub.disconnect(hub.connect({ device: 'laptop' }));
    expect(hub.line(session).close?.code).toBe(4000);
    hub.pings.set(again, hub.nowMs + limits.roomGraceMs * 3);
    hub.pass(limits.roomGraceMs * 3);
    expect(hub.rooms.filter(({ kind }) => kind === 'leave')).toEqual([]);
    hub.hear(partOf('public', 5, 6));
    expect(hub.line(again).events).toMatchObject([{ data: { room_cursor: 'r:6' } }]);
  });

  it.each(['websocket', 'sse', 'poll'] as const)('[U15] who polled until now, or has a stream, takes them to %s', (transport) => {
    const query = { cursor: null, sinceMs: null, limit: 1 };
    const client = { deviceId: 'phone', deviceName: null, clientVersion: null };
    const hub = new HubHarness();
    const before = hub.connect({ device: 'phone', transport: 'sse' });
    hub.say(before, 'room:join', { room_id: 'public' });
    hub.answer('in');
    if (transport === 'poll') {
      expect(hub.engine.poll(aoi, query, client)).toMatchObject({ ok: true, value: { rooms: ['public'] } });
    } else {
      const next = hub.connect({ device: 'phone', transport });
      expect(hub.line(next).of('auth:ok')[0]?.data.rooms).toEqual(['public']);
    }
  });

  it('[U15] of several tabs of a device, one that closes or leaves takes no room from another', () => {
    const { hub, session: first } = inRoom();
    hub.answer('in');
    const second = hub.connect({ device: 'phone' });
    hub.say(second, 'room:leave', { room_id: 'public' });
    const third = hub.connect({ device: 'phone' });
    hub.disconnect(third);
    hub.pass(limits.roomGraceMs * 2);
    expect(sessions(hub).find(({ id }) => id === first)?.rooms).toEqual(['public']);
    const fourth = hub.connect({ device: 'phone' });
    hub.disconnect(first);
    hub.pings.set(fourth, hub.nowMs + limits.roomGraceMs * 2);
    hub.pass(limits.roomGraceMs * 2);
    expect(hub.rooms.filter(({ kind }) => kind === 'leave')).toEqual([]);
    hub.say(fourth, 'room:leave', { room_id: 'public' });
    expect(hub.rooms.at(-1)).toMatchObject({ kind: 'leave', roomId: 'public' });
  });

  it('[U14] who leaves takes nobody out whose other connection was lost a moment ago', () => {
    const { hub, session: first } = inRoom();
    hub.answer('in');
    const second = hub.connect({ device: 'phone' });
    hub.disconnect(first);
    hub.say(second, 'room:leave', { room_id: 'public' });
    expect(hub.rooms.filter(({ kind }) => kind === 'leave')).toEqual([]);
    const again = hub.connect({ device: 'phone' });
    expect(hub.line(again).of('auth:ok')[0]?.data.rooms).toEqual(['public']);
    hub.disconnect(again);
    hub.pass(limits.roomGraceMs);
    expect(hub.rooms.at(-1)?.kind).toBe('leave');
  });

  it('[U15] who names no device is in no room of another connection that is open', () => {
    const { hub } = inRoom(null);
    hub.answer('in');
    const other = hub.connect();
    expect(hub.line(other).of('auth:ok')[0]?.data.rooms).toEqual([]);
  });

  it('[U15] a crash is no leave, and after the grace it is one; a room that does not answer is asked again', () => {
    const { hub } = inRoom();
    hub.answer('in');
    hub.restart({ crash: true });
    hub.pass(limits.roomGraceMs - 1);
    expect(hub.rooms.filter(({ kind }) => kind === 'leave')).toEqual([]);
    hub.pass(1);
    expect(hub.rooms.at(-1)?.kind).toBe('leave');
    hub.answer('unavailable');
    hub.pass(limits.roomGraceMs);
    expect(hub.rooms.filter(({ kind }) => kind === 'leave')).toHaveLength(2);
    hub.answer('ok');
    hub.pass(limits.roomGraceMs * 3);
    expect(hub.rooms.filter(({ kind }) => kind === 'leave')).toHaveLength(2);
  });

  it('[U15] who polls keeps the rooms of the device', () => {
    const { hub, session } = inRoom('phone');
    hub.answer('in');
    hub.disconnect(session);
    const poll = () =>
      hub.engine.poll(
        aoi,
        { cursor: null, sinceMs: null, limit: 1 },
        { deviceId: 'phone', deviceName: null, clientVersion: null },
      );
    for (let count = 0; count < 10; count++) {
      hub.pass(20_000);
      poll();
    }
    expect(hub.rooms.filter(({ kind }) => kind === 'leave')).toEqual([]);
    hub.pass(limits.deadConnectionMs + limits.roomGraceMs);
    expect(hub.rooms.filter(({ kind }) => kind === 'leave')).toHaveLength(1);
  });

  it('[U15] who stays says so to the room again and again, also over sleep', () => {
    const { hub, session } = inRoom();
    hub.answer('in');
    const joins = () => hub.rooms.filter(({ kind }) => kind === 'join').length;
    hub.pass(limits.renewRoomMs - 1);
    expect(joins()).toBe(1);
    hub.pings.set(session, hub.nowMs);
    hub.restart();
    hub.pass(1);
    expect(joins()).toBe(2);
    hub.answer('in');
    hub.pass(24 * 60 * 60 * 1000);
    expect(joins()).toBe(5);
    expect(hub.rooms.filter(({ kind }) => kind === 'leave')).toEqual([]);
  });

  it('[U15] who polls for a day stays in their rooms', () => {
    const { hub, session } = inRoom('phone');
    hub.answer('in');
    hub.disconnect(session);
    const joins = () => hub.rooms.filter(({ kind }) => kind === 'join').length;
    const before = joins();
    for (let minute = 0; minute < 24 * 60; minute++) {
      hub.engine.poll(
        aoi,
        { cursor: null, sinceMs: null, limit: 1 },
        { deviceId: 'phone', deviceName: null, clientVersion: null },
      );
      hub.pass(60_000);
    }
    expect(joins() - before).toBe(2);
    expect(hub.rooms.filter(({ kind }) => kind === 'leave')).toEqual([]);
  });

  it('[U15] a room that does not let the person in any more is left, and everybody is told', () => {
    const { hub, session } = inRoom();
    hub.answer('in');
    hub.disconnect(session);
    const again = hub.connect({ device: 'phone' });
    hub.answer('forbidden');
    expect(hub.line(again).of('error')).toMatchObject([
      { data: { code: 'forbidden', detail: 'You are not in public any more.' } },
    ]);
    expect(sessions(hub).flatMap(({ rooms }) => rooms)).toEqual([]);
  });

  it('[U15] the room of a trip that is gone is left', () => {
    const hub = new HubHarness();
    const session = hub.connect();
    hub.say(session, 'room:join', { room_id: 'trip:t' });
    hub.answer('in');
    const data = { entity_type: 'trip', id: 't', version: 3, updated_by: null } as const;
    hub.engine.publish([{ type: 'entity-updated', data }]);
    expect(sessions(hub)[0]?.rooms).toEqual(['trip:t']);
    hub.engine.publish([{ type: 'entity-updated', data: { ...data, deleted: true } }]);
    expect(sessions(hub)[0]?.rooms).toEqual([]);
    expect(hub.line(session).events).toHaveLength(2);
  });

  it('[U14] an answer to who has left is for nobody', () => {
    const { hub, session } = inRoom();
    hub.disconnect(session);
    hub.answer('in');
    expect(hub.line(session).of('room:joined')).toEqual([]);
  });
});

describe('presence', () => {
  it('[U17] is what the most present connection says, as long as it is heard of; changes are told', () => {
    const told: string[] = [];
    const harness = new HubHarness();
    harness.engine.hub(aoi, 'sessions', []);
    const hub: Hub = new Hub(harness.ports, () => ({
      handle: () => ({ ok: true, value: null }),
      unreadCount: () => 0,
      seen: () => undefined,
      presenceChanged: () => void told.push(hub.presence()),
    }));
    hub.wake([], []);
    const open = (id: string): void => {
      const wishes = { transport: 'websocket', deviceId: null, deviceName: null, clientVersion: null } as const;
      hub.connect(newHubSessionFacts(id, wishes, aoi, harness.nowMs), { cursor: null, correlationId: null });
      hub.settle();
    };
    const say = (id: string, status: string): void => {
      hub.receive(id, JSON.stringify(harness.message('presence:update', { status })));
      hub.settle();
    };
    open('one');
    open('two');
    say('one', 'active');
    say('two', 'active');
    say('one', 'idle');
    expect(told).toEqual(['idle', 'active']);
    harness.nowMs += limits.deadConnectionMs + 1;
    harness.pings.set('one', harness.nowMs);
    expect(hub.presence()).toBe('idle');
    hub.disconnect('one');
    hub.settle();
    expect(told).toEqual(['idle', 'active', 'away']);
    hub.polled(null, { deviceId: null, deviceName: null, clientVersion: null }, aoi);
    hub.settle();
    expect(hub.presence()).toBe('idle');
  });
});
