import { describe, expect, it } from 'vitest';
import type { CalendarRoll, Projection, RollAnswer } from '../../../../src/documents/api';
import { calendarSchema } from '../../../../src/documents/calendar';
import { calendarLimits as limits } from '../../../../src/protocol/limits';
import type { Role } from '../../../../src/protocol/roles';
import { EngineHarness, person } from '../../../support/engine-harness';
import { JsonClient } from '../operation-sessions/json-client';

/** What an event tells of itself. */
function eventOf(id: string, roll: number, more: Partial<Projection> = {}): Projection {
  return {
    id,
    kind: 'event',
    calendar_id: 'trip',
    sequence: 1,
    version: 1,
    fields: { title: id, attendees: [], tags: [], exceptions: {} },
    roll: { sequence: roll, left: [] },
    created_at: '2026-11-01T00:00:00.000Z',
    updated_at: '2026-11-02T00:00:00.000Z',
    deleted_at: null,
    owner_id: 'owner',
    members: [],
    ...more,
  };
}

/** A calendar with these events in it. */
function calendarWith(...events: readonly string[]): EngineHarness {
  const room = new EngineHarness({ schema: calendarSchema });
  for (const event of events) {
    room.service.admitEvent(person('owner'), event);
    room.service.eventChanged(eventOf(event, 0));
  }
  return room;
}

function setRole(room: EngineHarness, id: string, role: Role) {
  return room.service.membership.put(person('owner'), { id, role, name: id, avatar: null });
}

/** Answers the last push, the same for all of its events. */
function answer(room: EngineHarness, given: RollAnswer | null): CalendarRoll {
  const push = room.pushes.at(-1);
  if (push === undefined) throw new Error('nothing was pushed');
  room.engine.calendarEvents.told(
    push.roll.sequence,
    push.events.map((event) => ({ event, answer: given })),
  );
  return push.roll;
}

describe('[Ca1] a calendar admits events', () => {
  it.each([
    ['owner', true],
    ['editor', true],
    ['commenter', false],
    ['viewer', false],
  ] as const)('of an %s: %s', (role, may) => {
    const room = new EngineHarness({ schema: calendarSchema, members: { ben: role } });
    const outcome = room.service.admitEvent(person('ben'), 'event');
    expect(outcome.ok).toBe(may);
    if (outcome.ok)
      expect(outcome.value).toMatchObject({
        calendarId: 'trip',
        deletedBy: null,
        members: [{ id: 'owner' }, { id: 'ben', role }],
      });
    expect(room.service.admitEvent(person('stranger'), 'event')).toMatchObject({ refusal: { code: 'not-found' } });
  });

  it('up to a number, and one that it has once', () => {
    const room = calendarWith('a');
    room.storage.calendarEvents.count = () => limits.maxEvents;
    expect(room.service.admitEvent(person('owner'), 'a').ok).toBe(true);
    expect(room.service.admitEvent(person('owner'), 'b')).toMatchObject({ refusal: { code: 'calendar-full' } });
  });
});

describe('[Ca3] events are told of the members of their calendar', () => {
  it('before the call is answered', () => {
    const room = calendarWith('a', 'b');
    expect(room.engine.calendarEvents.urgent()).toBeNull();
    setRole(room, 'ben', 'editor');
    expect(room.engine.calendarEvents.urgent()).toMatchObject({
      events: ['a', 'b'],
      roll: { calendarId: 'trip', sequence: 1, members: [{ id: 'owner' }, { id: 'ben', role: 'editor' }] },
    });
  });

  it('again until they know, ever less often, also after a crash', () => {
    const room = calendarWith('a', 'b');
    setRole(room, 'ben', 'editor');
    room.crash();
    room.advance(limits.retryMs);
    expect(room.pushes).toHaveLength(1);
    answer(room, null);
    room.advance(limits.retryMs);
    expect(room.pushes).toHaveLength(2);
    answer(room, null);
    room.advance(limits.retryMs);
    expect(room.pushes).toHaveLength(2);
    room.advance(limits.retryMs);
    expect(room.pushes.at(-1)?.events).toEqual(['a', 'b']);
    answer(room, 'taken');
    room.advance(10 * limits.maxRetryMs);
    expect(room.pushes).toHaveLength(3);
  });

  it('a push that nobody answered was lost, and is made again', () => {
    const room = calendarWith('a');
    setRole(room, 'ben', 'editor');
    room.advance(limits.retryMs);
    room.crash();
    room.advance(60_000);
    expect(room.pushes.length).toBeGreaterThan(1);
    answer(room, 'taken');
    expect(room.engine.calendarEvents.urgent()).toBeNull();
  });

  it('only those that do not know it yet', () => {
    const room = calendarWith('a', 'b');
    setRole(room, 'ben', 'editor');
    const sequence = 1;
    room.engine.calendarEvents.told(sequence, [
      { event: 'a', answer: 'taken' },
      { event: 'b', answer: null },
    ]);
    expect(room.engine.calendarEvents.urgent()?.events).toEqual(['b']);
  });

  it('an answer to an older push does not say that they know what came since', () => {
    const room = calendarWith('a');
    setRole(room, 'ben', 'editor');
    setRole(room, 'ben', 'viewer');
    room.engine.calendarEvents.told(1, [{ event: 'a', answer: 'taken' }]);
    expect(room.engine.calendarEvents.urgent()).toMatchObject({ events: ['a'], roll: { sequence: 2 } });
  });

  it.each(['elsewhere', 'unknown'] as const)('one that is %s is not told again', (given) => {
    const room = calendarWith('a');
    setRole(room, 'ben', 'editor');
    room.advance(limits.retryMs);
    answer(room, given);
    setRole(room, 'ben', 'viewer');
    expect(room.engine.calendarEvents.urgent()).toBeNull();
  });

  it('an event that was admitted before a change and created after it is told when it is there', () => {
    const room = calendarWith();
    room.service.admitEvent(person('owner'), 'late');
    setRole(room, 'ben', 'editor');
    room.advance(limits.retryMs);
    answer(room, 'unknown');
    room.service.eventChanged(eventOf('late', 0));
    room.advance(0);
    expect(room.pushes.at(-1)).toMatchObject({ events: ['late'], roll: { sequence: 1 } });
  });

  it('the events of a large calendar are told in the background, part by part', () => {
    const many = Array.from({ length: limits.maxEventsToldAtOnce + 1 }, (_, i) => `e${i}`);
    const room = calendarWith(...many);
    setRole(room, 'ben', 'editor');
    expect(room.engine.calendarEvents.urgent()).toBeNull();
    room.advance(0);
    expect(room.pushes.at(-1)?.events).toHaveLength(limits.maxEventsToldAtOnce);
    answer(room, 'taken');
    room.advance(0);
    expect(room.pushes.at(-1)?.events).toHaveLength(1);
    answer(room, 'taken');
    room.advance(10 * limits.maxRetryMs);
    expect(room.pushes).toHaveLength(2);
  });

  it('nothing of the kind happens to a trip', () => {
    const trip = new EngineHarness({ members: { ben: 'viewer' } });
    setRole(trip, 'ben', 'editor');
    expect([trip.engine.calendarEvents.urgent(), trip.timers.durable.has('rolls')]).toEqual([null, false]);
    expect(trip.service.admitEvent(person('owner'), 'event')).toMatchObject({ refusal: { code: 'not-found' } });
  });
});

describe('[Ca5] a calendar with events in it', () => {
  const owner = person('owner');

  it('is deleted only with them', () => {
    const room = calendarWith('a');
    expect(room.service.delete(owner)).toMatchObject({ refusal: { code: 'calendar-not-empty' } });
    expect(room.service.delete(owner, true).ok).toBe(true);
    expect(room.engine.calendarEvents.urgent()?.roll.deletedBy).toEqual({ id: 'owner', name: 'OWNER' });
  });

  it.each([
    ['was only admitted', (room: EngineHarness) => void room.service.admitEvent(owner, 'b')],
    [
      'was deleted',
      (room: EngineHarness) => room.service.eventChanged(eventOf('b', 0, { deleted_at: '2027-01-01T00:00:00.000Z' })),
    ],
    [
      'has left',
      (room: EngineHarness) => {
        room.service.eventChanged(eventOf('b', 0));
        room.service.eventLeft('b');
      },
    ],
  ])('counts none that %s', (_, happens) => {
    const room = calendarWith();
    happens(room);
    expect(room.service.delete(owner).ok).toBe(true);
  });

  it('tells them when it comes back', () => {
    const room = calendarWith('a');
    room.service.delete(owner, true);
    room.advance(limits.retryMs);
    answer(room, 'taken');
    room.service.restore(owner);
    expect(room.engine.calendarEvents.urgent()).toMatchObject({ events: ['a'], roll: { sequence: 2, deletedBy: null } });
  });

  it('a late message of an event changes nothing', () => {
    const room = calendarWith('a');
    room.service.eventChanged(eventOf('a', 0, { sequence: 5, deleted_at: '2027-01-01T00:00:00.000Z' }));
    room.service.eventChanged(eventOf('a', 0, { sequence: 4 }));
    expect(room.service.delete(owner).ok).toBe(true);
  });
});

describe('[Ca1] a default calendar', () => {
  const calendar = () =>
    new EngineHarness({ schema: calendarSchema, created: { defaultOf: 'owner' }, members: { ben: 'owner' } });
  const refused = { refusal: { code: 'default-calendar' } };

  it('cannot be deleted, whoever wants to', () => {
    for (const id of ['owner', 'ben']) expect(calendar().service.delete(person(id), true)).toMatchObject(refused);
  });

  it('cannot be left, handed over, or taken away', () => {
    const { membership } = calendar().service;
    expect(membership.remove(person('owner'), 'owner')).toMatchObject(refused);
    expect(membership.remove(person('ben'), 'owner')).toMatchObject(refused);
    expect(membership.transfer(person('owner'), 'ben')).toMatchObject(refused);
    expect(membership.put(person('ben'), { id: 'owner', role: 'viewer', name: '', avatar: null })).toMatchObject(refused);
    expect(membership.remove(person('owner'), 'ben').ok).toBe(true);
  });
});

describe('[Ca6] who looks at a calendar', () => {
  const secret = {
    title: 'secret',
    visibility: 'private',
    attendees: [{ user_id: 'dan', name: 'Dan', response_status: 'ACCEPTED' }],
  };

  /** A calendar that some look at; what they are told of its events. */
  function watched() {
    const room = new EngineHarness({ schema: calendarSchema, members: { ben: 'viewer', chloe: 'editor', dan: 'viewer' } });
    const sessions = ['ben', 'chloe', 'dan'].map((id) => room.connect(person(id), { sdk: true }));
    const stock = room.connect(person('owner'));
    for (const session of [...sessions, stock]) room.take(session);
    const told = () =>
      sessions.map((session) => room.take(session).flatMap((frame) => (frame.type === 'eventChanged' ? [frame.message] : [])));
    return { room, stock, told };
  }

  it('is told of an event as they may see it', () => {
    const { room, stock, told } = watched();
    room.service.eventChanged(eventOf('a', 0, { fields: secret }));
    const [ben, chloe, dan] = told();
    expect(ben).toMatchObject([{ id: 'a', event: { title: '', busy_only: true, role: 'viewer', attendees: [] } }]);
    expect(chloe).toMatchObject([{ id: 'a', event: { title: 'secret', role: 'editor', my_response: null } }]);
    expect(dan).toMatchObject([{ id: 'a', event: { title: 'secret', role: 'viewer', my_response: 'ACCEPTED' } }]);
    expect(room.takeBytes(stock)).toEqual([]);
  });

  it('is told in JSON operations, if that is what they speak', () => {
    const { room } = watched();
    const [ben, chloe] = ['ben', 'chloe'].map((id) => {
      const client = new JsonClient(room, person(id));
      client.subscribe({ resource_type: 'calendar' });
      client.take();
      return client;
    }) as [JsonClient, JsonClient];
    room.service.eventChanged(eventOf('a', 0, { fields: secret }));
    const event = { op: 'replace', path: '/events/@a' };
    expect(ben.takeOf('OP_BROADCAST')).toMatchObject([
      { payload: { resource_type: 'calendar', operations: [{ ...event, value: { title: '', busy_only: true } }] } },
    ]);
    expect(chloe.takeOf('OP_BROADCAST')).toMatchObject([{ payload: { operations: [{ ...event, value: { title: 'secret' } }] } }]);
    room.service.eventLeft('a');
    expect(ben.takeOf('OP_BROADCAST')).toMatchObject([{ payload: { operations: [{ op: 'remove', path: '/events/@a' }] } }]);
  });

  it('is told when one is gone', () => {
    const { room, told } = watched();
    room.service.eventChanged(eventOf('a', 0));
    told();
    room.service.eventChanged(eventOf('a', 0, { sequence: 2, deleted_at: '2027-01-01T00:00:00.000Z' }));
    expect(told()[0]).toEqual([{ id: 'a', event: null }]);
    room.service.eventLeft('b');
    expect(told()[0]).toEqual([{ id: 'b', event: null }]);
  });

  it('is not told what is older than what they know', () => {
    const { room, told } = watched();
    room.service.eventChanged(eventOf('a', 0, { sequence: 2 }));
    told();
    room.service.eventChanged(eventOf('a', 0, { sequence: 1 }));
    room.service.eventChanged(eventOf('a', 0, { sequence: 2 }));
    expect(told()).toEqual([[], [], []]);
  });
});
