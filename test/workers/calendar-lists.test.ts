import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { listCalendars } from '../../src/db/calendar-list';
import { changedEvents, departures, listChanges } from '../../src/db/event-changes';
import { eventsOfPerson } from '../../src/db/event-list';
import { takenTimes } from '../../src/db/free-busy';
import { writeProjection } from '../../src/db/projection';
import { listCalendar, listEvent, newPeople } from '../support/workers-calendar-facts';

/** Nobody of another test. */
let aoi: string;
let ben: string;

beforeEach(() => {
  ({ aoi, ben } = newPeople());
});

describe('[Ca8] what has changed in a calendar', () => {
  const changesOf = (calendarId: string, position: Parameters<typeof listChanges>[2], limit = 100) =>
    listChanges(env.DB, { personId: aoi, calendarId, limit }, position);

  it('begins with all that is in it, series as a whole', async () => {
    const calendar = await listCalendar({ [aoi]: 'owner' });
    const fields = { recurrence: 'FREQ=DAILY', exceptions: { '2026-12-16T14:00:00Z': false } } as const;
    const event = await listEvent(calendar, { fields });
    await listEvent(calendar, { deleted_at: event.updated_at });
    const page = await changesOf(calendar, null);
    expect(page).toMatchObject({
      events: [{ id: event.id, start_time: '2026-12-15T14:00:00Z', ...fields }],
      deleted: [],
      isLast: true,
    });
  });

  it('goes on with what was changed, made, deleted and moved since then', async () => {
    const [calendar, other] = [await listCalendar({ [aoi]: 'owner' }), await listCalendar({ [aoi]: 'owner' })];
    const kept = await listEvent(calendar);
    const changed = await listEvent(calendar);
    const deleted = await listEvent(calendar);
    const moved = await listEvent(calendar);
    const before = await changesOf(calendar, null);
    expect(before?.events.map(({ id }) => id)).toEqual([kept, changed, deleted, moved].map(({ id }) => id));
    await writeProjection(env.DB, { ...changed, sequence: 2, version: 2 });
    await writeProjection(env.DB, { ...deleted, sequence: 2, deleted_at: '2026-11-20T00:00:00.000Z' });
    await writeProjection(env.DB, { ...moved, sequence: 2, calendar_id: other });
    const made = await listEvent(calendar);
    // Comes late, and says nothing new.
    await writeProjection(env.DB, kept);
    const after = await changesOf(calendar, before?.position ?? null);
    expect(after?.events.map(({ id, version }) => [id, version])).toEqual([
      [changed.id, 2],
      [made.id, 1],
    ]);
    expect(after?.deleted).toEqual([deleted.id, moved.id]);
    expect(await changesOf(calendar, after?.position ?? null)).toMatchObject({ events: [], deleted: [], isLast: true });
    expect((await changesOf(other, null))?.events.map(({ id }) => id)).toEqual([moved.id]);
  });

  it('an event that comes back is gone no more', async () => {
    const [calendar, other] = [await listCalendar({ [aoi]: 'owner' }), await listCalendar({ [aoi]: 'owner' })];
    const event = await listEvent(calendar);
    const before = await changesOf(calendar, null);
    await writeProjection(env.DB, { ...event, sequence: 2, calendar_id: other });
    await writeProjection(env.DB, { ...event, sequence: 3, calendar_id: calendar });
    expect(await changesOf(calendar, before?.position ?? null)).toMatchObject({ events: [{ id: event.id }], deleted: [] });
    expect(await changesOf(other, { after: 1, since: 0 })).toMatchObject({ events: [], deleted: [event.id] });
  });

  it('comes in pages, and what goes away meanwhile is told on a later one', async () => {
    const calendar = await listCalendar({ [aoi]: 'owner' });
    const [first, second, third] = [await listEvent(calendar), await listEvent(calendar), await listEvent(calendar)];
    const [fourth, fifth] = [await listEvent(calendar), await listEvent(calendar)];
    const one = await changesOf(calendar, null, 2);
    expect(one).toMatchObject({ events: [{ id: first.id }, { id: second.id }], isLast: false });
    await writeProjection(env.DB, { ...first, sequence: 2, deleted_at: '2026-11-20T00:00:00.000Z' });
    await writeProjection(env.DB, { ...third, sequence: 2, version: 9 });
    const two = await changesOf(calendar, one?.position ?? null, 2);
    expect(two?.events.map(({ id }) => id)).toEqual([fourth.id, fifth.id]);
    const three = await changesOf(calendar, two?.position ?? null, 2);
    expect(three).toMatchObject({ events: [{ id: third.id, version: 9 }], deleted: [first.id], isLast: true });
  });

  it('is for members of the calendar only', async () => {
    const calendar = await listCalendar({ [ben]: 'owner' });
    await listEvent(calendar, { members: { [aoi]: 'editor' } });
    expect(await changesOf(calendar, null)).toBeNull();
    expect(await changesOf(crypto.randomUUID(), null)).toBeNull();
  });

  it('what went away long ago is forgotten', async () => {
    const calendar = await listCalendar({ [aoi]: 'owner' });
    const [old, recent] = [await listEvent(calendar), await listEvent(calendar)];
    await writeProjection(env.DB, { ...old, sequence: 2, deleted_at: old.updated_at });
    await env.DB.prepare('UPDATE event_departures SET at_ms = at_ms - 31 * 86400000 WHERE event_id = ?1').bind(old.id).run();
    await writeProjection(env.DB, { ...recent, sequence: 2, deleted_at: old.updated_at });
    expect(await changesOf(calendar, { after: 1, since: 0 })).toMatchObject({ deleted: [recent.id] });
  });
});

describe('the list of calendars', () => {
  const nowMs = Date.parse('2026-11-22T00:00:00Z');

  it('has those that somebody is a member of', async () => {
    const id = await listCalendar({ [ben]: 'owner', [aoi]: 'editor' }, { version: 3 });
    const shown = { id, title: 'Calendar', color: null, time_zone: null, owner_id: ben, member_count: 2, version: 3 };
    expect(await listCalendars(env.DB, { personId: aoi, which: 'active', nowMs })).toEqual([
      { ...shown, role: 'editor', updated_at: '2026-11-02T00:00:00.000Z', restorable_until: null },
    ]);
  });

  it('a deleted one is listed for its owners, as long as it can be restored', async () => {
    const id = await listCalendar({ [aoi]: 'owner', [ben]: 'editor' }, { deleted_at: '2026-11-10T00:00:00.000Z' });
    expect(await listCalendars(env.DB, { personId: aoi, which: 'active', nowMs })).toEqual([]);
    const query = { personId: aoi, which: 'deleted' } as const;
    expect(await listCalendars(env.DB, { ...query, nowMs })).toMatchObject([
      { id, restorable_until: '2026-12-10T00:00:00.000Z' },
    ]);
    expect(await listCalendars(env.DB, { ...query, nowMs: Date.parse('2026-12-10T00:00:00Z') })).toEqual([]);
    expect(await listCalendars(env.DB, { ...query, personId: ben, nowMs })).toEqual([]);
  });
});

describe('no question reads a whole table', () => {
  it.each([
    ['a stretch of time', eventsOfPerson, ['a', null, 0, 1, '']],
    ['changes', changedEvents, ['a', 'b', 0, 1]],
    ['departures', departures, ['b', 0, 1]],
    ['free and busy', takenTimes, ['["a"]', 0, 1]],
  ])('%s', async (_, query, values) => {
    const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${query}`)
      .bind(...values)
      .all<{ detail: string }>();
    const steps = results.map(({ detail }) => detail);
    // The lists that come with the question are read as a whole.
    expect(steps.filter((step) => step.startsWith('SCAN') && !/VIRTUAL TABLE/.test(step))).toEqual([]);
    expect(steps.filter((step) => /\be\b/.test(step) && step.includes('SEARCH')).join()).toMatch(
      /events_by_end|events_by_change|PRIMARY KEY|^$/,
    );
  });

  it('a stretch of time is found by the end of the events, in calendars and for people', async () => {
    const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${eventsOfPerson}`)
      .bind('a', null, 0, 1, '')
      .all<{ detail: string }>();
    const plan = results.map(({ detail }) => detail).join('\n');
    expect(plan).toContain('events_by_end (calendar_id=? AND last_ms>?)');
    expect(plan).toContain('event_people_by_end (person_id=? AND last_ms>?)');
  });
});
