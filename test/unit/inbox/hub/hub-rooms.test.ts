import { describe, expect, it } from 'vitest';
import { hubLimits as limits } from '../../../../src/protocol/limits';
import { person } from '../../../support/engine-harness';
import { HubHarness, partOf, sessionsOf } from './hub-harness';

const aoi = person('aoi');

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
    expect(sessionsOf(hub)[0]?.rooms).toEqual(['public']);
  });

  it('[U14] a join that is refused leaves nothing', () => {
    const { hub, session } = inRoom();
    hub.answer('forbidden');
    expect(hub.line(session).acks).toMatchObject([{ status: 'error', error: { code: 'forbidden' } }]);
    expect(sessionsOf(hub)[0]?.rooms).toEqual([]);
    hub.hear(partOf('public', 5, 6));
    expect(hub.line(session).events).toEqual([]);
  });

  it.each(['open', 'closed'])('[U14] a join that is refused takes no other connection out: it is %s by then', (state) => {
    const { hub, session } = inRoom();
    hub.answer('in');
    const other = hub.connect({ device: 'laptop' });
    hub.say(other, 'room:join', { room_id: 'public' });
    if (state === 'closed') hub.disconnect(other);
    hub.answer('forbidden');
    expect(hub.line(other).acks.map(({ error }) => error?.code)).toEqual(state === 'open' ? ['forbidden'] : []);
    hub.hear(partOf('public', 5, 6));
    expect(hub.line(session).events).toMatchObject([{ data: { room_cursor: 'r:6' } }]);
    expect(hub.line(session).of('error')).toEqual([]);
    expect(sessionsOf(hub).map(({ device_id, rooms }) => [device_id, rooms])).toEqual([
      ['laptop', []],
      ['phone', ['public']],
    ]);
    hub.say(session, 'room:leave', { room_id: 'public' });
    expect(hub.rooms.at(-1)).toMatchObject({ kind: 'leave' });
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

  it.each(['before', 'after'])(
    '[U14] who leaves before they were let in leaves again then, %s the room has let them go',
    (when) => {
      const { hub, session } = inRoom();
      const [join] = hub.rooms;
      hub.say(session, 'room:leave', { room_id: 'public' });
      const [, leave] = hub.rooms;
      if (when === 'after') hub.answer('ok', leave);
      hub.answer('in', join);
      expect(hub.rooms.slice(2)).toMatchObject([{ kind: 'leave', roomId: 'public', personId: 'aoi' }]);
      hub.answer('unavailable');
      hub.pass(limits.roomGraceMs);
      expect(hub.rooms.slice(3)).toMatchObject([{ kind: 'leave', roomId: 'public' }]);
      hub.answer('ok');
      hub.pass(limits.roomGraceMs * 3);
      expect(hub.rooms).toHaveLength(4);
    },
  );

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
    expect(sessionsOf(hub).find(({ id }) => id === first)?.rooms).toEqual(['public']);
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
    expect(sessionsOf(hub).flatMap(({ rooms }) => rooms)).toEqual([]);
    // The token allows less than the one before it, of which the room knows nothing.
    expect(hub.rooms.at(-1)).toMatchObject({ kind: 'leave', roomId: 'public', personId: 'aoi' });
    hub.answer('ok');
    hub.pass(limits.renewRoomMs);
    expect(hub.rooms.at(-1)).toMatchObject({ kind: 'leave' });
    expect(hub.rooms).toHaveLength(3);
  });

  it('[U15] the room of a trip that is gone is left', () => {
    const hub = new HubHarness();
    const session = hub.connect();
    hub.say(session, 'room:join', { room_id: 'trip:t' });
    hub.answer('in');
    const data = { entity_type: 'trip', id: 't', version: 3, updated_by: null } as const;
    hub.engine.publish([{ type: 'entity-updated', data }]);
    expect(sessionsOf(hub)[0]?.rooms).toEqual(['trip:t']);
    hub.engine.publish([{ type: 'entity-updated', data: { ...data, deleted: true } }]);
    expect(sessionsOf(hub)[0]?.rooms).toEqual([]);
    expect(hub.line(session).events).toHaveLength(2);
  });

  it('[U14] an answer to who has left is for nobody', () => {
    const { hub, session } = inRoom();
    hub.disconnect(session);
    hub.answer('in');
    expect(hub.line(session).of('room:joined')).toEqual([]);
  });
});
