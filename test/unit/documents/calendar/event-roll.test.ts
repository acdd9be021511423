import { describe, expect, it } from 'vitest';
import type { CalendarRoll } from '../../../../src/documents/api';
import { eventSchema } from '../../../../src/documents/event';
import type { Role } from '../../../../src/protocol/roles';
import { EngineHarness, person } from '../../../support/engine-harness';

const calendar: CalendarRoll = { calendarId: 'cal', sequence: 1, members: [{ id: 'boss', role: 'owner' }], deletedBy: null };

function rollOf(sequence: number, members: Readonly<Record<string, Role>>, more: Partial<CalendarRoll> = {}): CalendarRoll {
  return { ...calendar, sequence, members: Object.entries(members).map(([id, role]) => ({ id, role })), ...more };
}

/** An event of `owner` in a calendar of these people. */
function eventIn(members: Readonly<Record<string, Role>>): EngineHarness {
  return new EngineHarness({ schema: eventSchema, created: { calendar: rollOf(1, { boss: 'owner', ...members }) } });
}

function patch(room: EngineHarness, fields: object) {
  return room.service.patch(person('owner'), { kind: 'merge-patch', patch: fields }, '*');
}

describe('[Ca3] an event and the members of its calendar', () => {
  it('takes a newer roll, and never an older one', () => {
    const room = eventIn({ ben: 'viewer' });
    expect(room.service.eventCalendar.take(rollOf(3, { ben: 'editor' }))).toBe('taken');
    expect(room.service.eventCalendar.take(rollOf(2, {}))).toBe('taken');
    expect(room.engine.sessions.roleOf('ben')).toBe('editor');
    room.crash();
    expect([room.engine.sessions.roleOf('ben'), room.engine.sessions.roleOf('boss')]).toEqual(['editor', null]);
  });

  it('tells whose roll it is not', () => {
    const room = eventIn({});
    expect(room.service.eventCalendar.take(rollOf(5, { ben: 'editor' }, { calendarId: 'another' }))).toBe('elsewhere');
    expect(room.engine.sessions.roleOf('ben')).toBeNull();
    const trip = new EngineHarness();
    expect(trip.service.eventCalendar.take(rollOf(5, {}))).toBe('unknown');
  });

  it('open sockets feel a change at once, and nobody else does', () => {
    const room = eventIn({ ben: 'viewer', chloe: 'editor', dan: 'viewer' });
    const [ben, chloe, dan] = ['ben', 'chloe', 'dan'].map((id) => room.connect(person(id), { sdk: true })) as [
      string,
      string,
      string,
    ];
    for (const session of [ben, chloe, dan]) room.take(session);
    room.service.eventCalendar.take(rollOf(2, { ben: 'editor', dan: 'viewer' }));
    expect(room.closed.get(chloe)).toEqual({ code: 4403, reason: 'membership ended' });
    expect(room.take(ben).find(({ type }) => type === 'session')).toMatchObject({ message: { role: 'editor' } });
    expect(room.take(dan).filter(({ type }) => type === 'session')).toEqual([]);
    expect(room.closed.size).toBe(1);
  });

  it('the stronger role counts, and what is left of it when one ends', () => {
    const room = eventIn({ ben: 'viewer' });
    room.service.membership.put(person('owner'), { id: 'ben', role: 'editor', name: 'Ben', avatar: null });
    expect(room.engine.sessions.roleOf('ben')).toBe('editor');
    const session = room.connect(person('ben'), { sdk: true });
    room.service.membership.remove(person('owner'), 'ben');
    expect(room.engine.sessions.roleOf('ben')).toBe('viewer');
    expect(room.closed.has(session)).toBe(false);
  });
});

describe('[Ca2] who is invited', () => {
  const invited = { attendees: [{ user_id: 'ben' }] };

  it('may read the event, until they are invited no more', () => {
    const room = eventIn({});
    expect(room.engine.sessions.roleOf('ben')).toBeNull();
    patch(room, invited);
    expect(room.engine.sessions.roleOf('ben')).toBe('viewer');
    const session = room.connect(person('ben'));
    room.hibernate();
    expect(room.engine.sessions.roleOf('ben')).toBe('viewer');
    patch(room, { attendees: [] });
    expect(room.closed.get(session)?.code).toBe(4403);
  });

  it('may from the moment in which it is created', () => {
    const fields = { ...invited, visibility: 'private' };
    const room = new EngineHarness({
      schema: eventSchema,
      created: { calendar: rollOf(1, { dan: 'viewer', eve: 'editor' }), fields },
    });
    expect(['ben', 'dan', 'eve'].map((id) => room.engine.sessions.roleOf(id))).toEqual(['viewer', null, 'editor']);
  });
});

describe('[Ca2] an event that becomes private', () => {
  it('is closed to those who only watch the calendar, and open to them again when it is not any more', () => {
    const room = eventIn({ ben: 'viewer', chloe: 'editor', dan: 'commenter' });
    const sessions = ['ben', 'chloe', 'dan'].map((id) => room.connect(person(id)));
    patch(room, { visibility: 'private' });
    expect(sessions.map((session) => room.closed.has(session))).toEqual([true, false, true]);
    expect(room.service.read(person('ben'))).toMatchObject({ refusal: { code: 'not-found' } });
    patch(room, { visibility: 'default' });
    expect(room.service.read(person('ben')).ok).toBe(true);
  });

  it('nothing of it is kept when the edit could not be stored', () => {
    const room = eventIn({ ben: 'viewer' });
    room.storage.beforeCommit = () => {
      throw new Error('disk full');
    };
    patch(room, { visibility: 'private' });
    room.storage.beforeCommit = () => {};
    expect(room.engine.sessions.roleOf('ben')).toBe('viewer');
    patch(room, { title: 'Other' });
    expect(room.engine.sessions.roleOf('ben')).toBe('viewer');
  });
});

describe('[Ca4] moving', () => {
  const other = rollOf(7, { chloe: 'editor' }, { calendarId: 'other' });

  it('changes who belongs to the event, its calendar, and who is told of it', () => {
    const room = eventIn({ ben: 'editor' });
    const session = room.connect(person('ben'));
    expect(room.service.move(person('owner'), other)).toMatchObject({ ok: true, value: { view: { calendar_id: 'other' } } });
    expect(['ben', 'boss', 'chloe', 'owner'].map((id) => room.engine.sessions.roleOf(id))).toEqual([
      null,
      null,
      'editor',
      'owner',
    ]);
    expect(room.closed.get(session)?.code).toBe(4403);
    expect(room.engine.outbox.pending()).toMatchObject({ calendar_id: 'other', roll: { sequence: 7, left: ['cal'] } });
    expect(room.service.eventCalendar.take(rollOf(9, { ben: 'owner' }))).toBe('elsewhere');
  });

  it('former calendars are remembered until they were told', () => {
    const room = eventIn({});
    room.service.move(person('owner'), other);
    room.service.move(person('owner'), { ...other, calendarId: 'third' });
    room.crash();
    expect(room.engine.outbox.pending()?.roll).toEqual({ sequence: 7, left: ['cal', 'other'] });
    room.engine.roll.told(['cal']);
    expect(room.engine.outbox.pending()?.roll?.left).toEqual(['other']);
    room.service.move(person('owner'), { ...other, calendarId: 'other' });
    expect(room.engine.outbox.pending()?.roll?.left).toEqual(['third']);
  });

  it.each([
    ['owner', true],
    ['boss', true],
    ['ben', false],
  ])('is for who manages its members: %s: %s', (id, may) => {
    const room = eventIn({ ben: 'editor' });
    const theirs = rollOf(7, { boss: 'editor', ben: 'editor' }, { calendarId: 'other' });
    expect(room.service.move(person(id), theirs).ok).toBe(may);
  });
});

describe('[Ca5] an event whose calendar is deleted', () => {
  it('is deleted with it and comes back with it', () => {
    const room = eventIn({ ben: 'viewer' });
    const session = room.connect(person('ben'));
    room.service.eventCalendar.take(rollOf(2, { boss: 'owner' }, { deletedBy: { id: 'boss', name: 'Boss' } }));
    expect(room.closed.get(session)).toEqual({ code: 4404, reason: 'document deleted' });
    expect(room.service.read(person('owner')).ok).toBe(false);
    room.crash();
    room.service.eventCalendar.take(rollOf(3, { boss: 'owner' }));
    expect(room.service.read(person('owner')).ok).toBe(true);
    expect(room.timers.durable.has('purge')).toBe(false);
  });

  it('stays deleted when it was before', () => {
    const room = eventIn({});
    room.service.delete(person('owner'));
    room.service.eventCalendar.take(rollOf(2, {}, { deletedBy: { id: 'boss', name: 'Boss' } }));
    room.service.eventCalendar.take(rollOf(3, {}));
    expect(room.service.read(person('owner')).ok).toBe(false);
  });

  it.each([
    ['with it', () => {}],
    ['before it', (room: EngineHarness) => room.service.delete(person('owner'))],
  ])('is restored only when the calendar is there, whether it was deleted %s', (_, before) => {
    const room = eventIn({});
    before(room);
    room.service.eventCalendar.take(rollOf(2, { boss: 'owner' }, { deletedBy: { id: 'boss', name: 'Boss' } }));
    expect(room.service.restore(person('owner'))).toMatchObject({ refusal: { code: 'not-found' } });
    room.crash();
    expect(room.service.restore(person('owner')).ok).toBe(false);
    room.service.eventCalendar.take(rollOf(3, { boss: 'owner' }));
    expect(room.service.restore(person('owner')).ok).toBe(true);
  });
});
