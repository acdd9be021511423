import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { deletedEvents, listDeletedEvents } from '../../src/db/deleted-events';
import { writeProjection } from '../../src/db/projection';
import { newCalendar, newEvent } from '../support/workers-calendar';
import { listCalendar, listEvent, newPeople } from '../support/workers-calendar-facts';
import { type Caller, newCaller } from '../support/workers-caller';

const nowMs = Date.parse('2026-11-22T00:00:00Z');
const november = (day: string) => `2026-11-${day}T00:00:00.000Z`;

async function idsFor(personId: string, atMs = nowMs): Promise<string[]> {
  const { events } = await listDeletedEvents(env.DB, { personId, limit: 10, after: null, nowMs: atMs });
  return events.map(({ id }) => id);
}

async function deletedOf(who: Caller, query = ''): Promise<readonly Record<string, unknown>[]> {
  return (await who.call('GET', `/v1/events?deleted=true${query}`)).body.events as readonly Record<string, unknown>[];
}

describe('[Ca11] deleted events', () => {
  it('are listed for who owns them or their calendar, as long as they can be restored', async () => {
    const { aoi, ben } = newPeople();
    const calendar = await listCalendar({ [aoi]: 'owner', [ben]: 'editor' });
    const members = { [ben]: 'owner' } as const;
    const bens = await listEvent(calendar, { members, deleted_at: november('10'), fields: { visibility: 'private' } });
    const aois = await listEvent(calendar, { members: { [aoi]: 'owner' }, deleted_at: november('12') });
    await listEvent(calendar, { members });
    expect(await idsFor(aoi)).toEqual([aois.id, bens.id]);
    expect(await idsFor(ben)).toEqual([bens.id]);
    expect(await idsFor(aoi, Date.parse('2026-12-10T00:00:00Z'))).toEqual([aois.id]);
    const { events } = await listDeletedEvents(env.DB, { personId: ben, limit: 10, after: null, nowMs });
    expect(events).toMatchObject([{ title: 'Meeting', role: 'owner', restorable_until: '2026-12-10T00:00:00.000Z' }]);
  });

  it('are none that were restored, or that went with their calendar', async () => {
    const { aoi } = newPeople();
    const members = { [aoi]: 'owner' } as const;
    const calendar = await listCalendar(members);
    const event = await listEvent(calendar, { members, deleted_at: november('10') });
    await writeProjection(env.DB, { ...event, sequence: 2, deleted_at: null });
    await listEvent(await listCalendar(members, { deleted_at: november('10') }), { members, deleted_at: november('10') });
    expect(await idsFor(aoi)).toEqual([]);
  });

  it('come page by page, also those that went at one moment', async () => {
    const aoi = await newCaller('Aoi');
    const calendar = await listCalendar({ [aoi.id]: 'owner' });
    const deleted_at = new Date().toISOString();
    const made = await Promise.all([1, 2, 3].map(() => listEvent(calendar, { deleted_at })));
    const first = (await aoi.call('GET', '/v1/events?deleted=true&limit=2')).body;
    expect(first.events).toHaveLength(2);
    const second = (await aoi.call('GET', `/v1/events?deleted=true&limit=2&cursor=${first.next_cursor}`)).body;
    expect(second.next_cursor).toBeNull();
    const ids = [first.events, second.events].flatMap((events) => (events as { id: string }[]).map(({ id }) => id));
    expect(ids.toSorted()).toEqual(made.map(({ id }) => id).toSorted());
  });

  it('come back with what was in them', async () => {
    const [owner, ben] = [await newCaller('Owner'), await newCaller('Ben')];
    const calendar = await newCalendar(owner, { title: 'Team' });
    await owner.call('PUT', `/v1/calendars/${calendar}/members/${ben.id}`, { role: 'editor' });
    const event = await newEvent(ben, { calendar_id: calendar, location: 'Kyoto' });
    await ben.call('DELETE', `/v1/events/${event}`);
    for (const who of [owner, ben]) {
      await expect.poll(() => deletedOf(who)).toMatchObject([{ id: event, location: 'Kyoto', role: 'owner' }]);
    }
    expect((await ben.call('POST', `/v1/events/${event}/restore`)).body).toMatchObject({ id: event, location: 'Kyoto' });
    await expect.poll(() => deletedOf(owner)).toEqual([]);
  });

  it.each(['from=2026-12-01T00:00:00Z', 'calendar=one', 'q=Kyoto', 'sync_token=one', 'syncToken=one'])(
    'are not asked for with %s',
    async (more) => {
      const aoi = await newCaller('Aoi');
      expect((await aoi.call('GET', `/v1/events?deleted=true&${more}`)).body.code).toBe('invalid');
    },
  );

  it.each(['x', btoa('[]'), btoa(JSON.stringify({ deletedAt: 'then', id: 'a' }))])(
    'are not listed behind what is no cursor: %s',
    async (cursor) => {
      const aoi = await newCaller('Aoi');
      expect((await aoi.call('GET', `/v1/events?deleted=true&cursor=${cursor}`)).body.code).toBe('invalid');
    },
  );

  it('are found without reading what is not deleted', async () => {
    const { results } = await env.DB.prepare(`EXPLAIN QUERY PLAN ${deletedEvents}`)
      .bind('a', november('01'), null, null, 1)
      .all<{ detail: string }>();
    const plan = results.map(({ detail }) => detail).join('\n');
    expect(plan).toContain('events_by_deletion (calendar_id=? AND deleted_at>?)');
  });
});
