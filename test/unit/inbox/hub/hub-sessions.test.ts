import { describe, expect, it } from 'vitest';
import { Hub } from '../../../../src/inbox/hub/hub';
import { newHubSessionFacts } from '../../../../src/inbox/hub/hub-session';
import { hubLimits as limits } from '../../../../src/protocol/limits';
import { person } from '../../../support/engine-harness';
import { HubHarness, numbersOf, sessionsOf } from './hub-harness';

const aoi = person('aoi');

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
    expect(sessionsOf(hub).map(({ ended_at }) => ended_at)).toEqual(Array(2).fill(new Date(hub.nowMs).toISOString()));
  });

  it('[U13] that ended are no more than maxEndedSessions', () => {
    const hub = new HubHarness();
    for (let count = 0; count < limits.maxEndedSessions + 5; count++) hub.disconnect(hub.connect());
    expect(sessionsOf(hub).length).toBeLessThanOrEqual(limits.maxEndedSessions + 1);
  });

  it('[E7] one that polls is open as long as it comes again', () => {
    const hub = new HubHarness();
    const query = { cursor: null, sinceMs: null, limit: 1 };
    const client = { deviceId: 'tv', deviceName: 'Opera · TV', clientVersion: '2' };
    hub.engine.poll(aoi, query, client);
    hub.nowMs += limits.deadConnectionMs;
    hub.engine.poll(aoi, query, client);
    expect(sessionsOf(hub)).toMatchObject([
      { transport: 'poll', device_id: 'tv', device_name: 'Opera · TV', client_version: '2', ended_at: null },
    ]);
    hub.nowMs += limits.deadConnectionMs + 1;
    expect(sessionsOf(hub)[0]?.ended_at).not.toBeNull();
    hub.engine.poll(aoi, query, client);
    expect(sessionsOf(hub)).toHaveLength(2);
  });

  it('[U13] one that polls, and is ended, is told so, and no other one is woken: while it waits, and for a while when it comes again', () => {
    const hub = new HubHarness();
    const query = { cursor: null, sinceMs: null, limit: 1 };
    const [tv, phone] = ['tv', 'phone'].map((deviceId) => ({ deviceId, deviceName: null, clientVersion: null }));
    if (tv === undefined || phone === undefined) throw new Error('no clients');
    for (const client of [tv, phone]) hub.engine.poll(aoi, query, client);
    const ended = sessionsOf(hub).find(({ device_id }) => device_id === 'tv')?.id ?? '';
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
