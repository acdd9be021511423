import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { type EventQuery, listOccurrences, type OccurrencePage, type OccurrencePosition } from '../../src/db/event-list';
import { writeProjection } from '../../src/db/projection';
import type { EventOccurrence } from '../../src/documents/calendar-lists';
import { askedWindow } from '../../src/routes/asked-window';
import { occurrencesJson } from '../../src/routes/occurrence-json';
import { attendee, listCalendar, listEvent, newPeople } from '../support/workers-calendar-facts';

/** Nobody of another test. */
let aoi: string;
let ben: string;

beforeEach(() => {
  ({ aoi, ben } = newPeople());
});

const december = askedWindow('2026-12-01T00:00:00Z', '2027-01-01T00:00:00Z');

async function eventsOf(personId: string, more: Partial<EventQuery> = {}): Promise<readonly EventOccurrence[]> {
  const query = { personId, calendars: null, window: december, search: '', ...more };
  return shown(await listOccurrences(env.DB, query, { limit: 1_000, after: null }));
}

/** What callers are told of a page. */
function shown({ times }: OccurrencePage): readonly EventOccurrence[] {
  return JSON.parse(occurrencesJson(times)) as EventOccurrence[];
}

const startsOf = (events: readonly EventOccurrence[]): string[] => events.map(({ start_time }) => start_time);

describe('[Ca7] what happens in a stretch of time', () => {
  it('is shown with the role of who asks', async () => {
    const calendar = await listCalendar({ [aoi]: 'owner', [ben]: 'viewer' });
    const event = await listEvent(calendar, {
      version: 7,
      members: { [aoi]: 'owner' },
      fields: { tags: ['team'], location: 'Kyoto', attendees: [attendee(ben, 'ACCEPTED')] },
    });
    const shown = {
      id: event.id,
      calendar_id: calendar,
      title: 'Meeting',
      start_time: '2026-12-15T14:00:00Z',
      end_time: '2026-12-15T15:00:00Z',
      time_zone: null,
      all_day: false,
      location: 'Kyoto',
      status: 'confirmed',
      color: null,
      visibility: null,
      attendees: [{ user_id: ben, name: ben, response_status: 'ACCEPTED' }],
      attendee_count: 1,
      tags: ['team'],
      version: 7,
      updated_at: event.updated_at,
      original_start: null,
      is_recurring: false,
      is_exception: false,
    };
    expect(await eventsOf(aoi)).toEqual([{ ...shown, role: 'owner', my_response: null }]);
    expect(await eventsOf(ben)).toEqual([{ ...shown, role: 'viewer', my_response: 'ACCEPTED' }]);
    expect(await eventsOf('somebody-else')).toEqual([]);
  });

  it.each([
    ['before it', '2026-11-30T22:00:00Z', '2026-11-30T23:00:00Z', false],
    ['until it begins', '2026-11-30T23:00:00Z', '2026-12-01T00:00:00Z', false],
    ['into it', '2026-11-30T23:00:00Z', '2026-12-01T00:00:01Z', true],
    ['over all of it', '2026-11-01T00:00:00Z', '2027-02-01T00:00:00Z', true],
    ['from its last second', '2026-12-31T23:59:59Z', '2027-01-01T00:30:00Z', true],
    ['from its end', '2027-01-01T00:00:00Z', '2027-01-01T01:00:00Z', false],
    ['written with an offset', '2026-12-01T08:00:00+09:00', '2026-12-01T09:00:01+09:00', true],
  ])('an event that goes %s: %s to %s: %s', async (_, start_time, end_time, isThere) => {
    const calendar = await listCalendar({ [aoi]: 'owner' });
    await listEvent(calendar, { fields: { start_time, end_time } });
    expect(await eventsOf(aoi)).toHaveLength(isThere ? 1 : 0);
  });

  it('an event that has no start is in no stretch, one without an end is where it starts', async () => {
    const calendar = await listCalendar({ [aoi]: 'owner' });
    await listEvent(calendar, { fields: { start_time: null, end_time: null } });
    await listEvent(calendar, { fields: { start_time: '2026-12-01T00:00:00Z', end_time: null } });
    expect(startsOf(await eventsOf(aoi))).toEqual(['2026-12-01T00:00:00Z']);
  });

  it.each([
    ['Tokyo', '+09:00', ['2026-12-15']],
    ['UTC', 'Z', ['2026-12-15']],
    ['Los Angeles', '-08:00', ['2026-12-15']],
  ])('an all-day event is a day of who asks: %s', async (_, offset, days) => {
    const calendar = await listCalendar({ [aoi]: 'owner' });
    for (const day of [14, 15, 16]) {
      await listEvent(calendar, {
        fields: { all_day: true, start_time: `2026-12-${day}`, end_time: `2026-12-${day + 1}`, time_zone: 'Europe/Berlin' },
      });
    }
    const window = askedWindow(`2026-12-15T00:00:00${offset}`, `2026-12-16T00:00:00${offset}`);
    expect(startsOf(await eventsOf(aoi, { window }))).toEqual(days);
  });

  it('a series is there with each of its occurrences, in the wall time of its zone', async () => {
    const calendar = await listCalendar({ [aoi]: 'owner' });
    const fields = {
      start_time: '2026-10-19T09:00:00-04:00',
      end_time: '2026-10-19T10:00:00-04:00',
      time_zone: 'America/New_York',
      recurrence: 'FREQ=WEEKLY;BYDAY=MO',
    };
    await listEvent(calendar, { fields });
    const window = askedWindow('2026-10-26T00:00:00Z', '2026-11-10T00:00:00Z');
    const events = await eventsOf(aoi, { window });
    // Clocks go back on November 1.
    expect(startsOf(events)).toEqual(['2026-10-26T13:00:00Z', '2026-11-02T14:00:00Z', '2026-11-09T14:00:00Z']);
    expect(events[1]).toMatchObject({ original_start: '2026-11-02T14:00:00Z', is_recurring: true, is_exception: false });
  });

  it('an occurrence that is other than the rest is as it is, and one that is left out is not there', async () => {
    const calendar = await listCalendar({ [aoi]: 'owner' });
    const recurrence = 'FREQ=DAILY;COUNT=4';
    const exceptions = {
      '2026-12-16T14:00:00Z': false,
      '2026-12-17T14:00:00Z': { start_time: '2026-11-20T08:00:00Z', end_time: '2026-11-20T09:00:00Z', title: 'Earlier' },
      '2026-12-18T14:00:00Z': { location: 'Nara', status: 'cancelled' },
    } as const;
    await listEvent(calendar, { fields: { recurrence, exceptions } });
    expect(await eventsOf(aoi)).toMatchObject([
      { start_time: '2026-12-15T14:00:00Z', is_exception: false, location: null },
      { start_time: '2026-12-18T14:00:00Z', is_exception: true, location: 'Nara', status: 'cancelled' },
    ]);
    // Before the first one of the series.
    const november = askedWindow('2026-11-01T00:00:00Z', '2026-12-01T00:00:00Z');
    expect(await eventsOf(aoi, { window: november })).toMatchObject([
      { start_time: '2026-11-20T08:00:00Z', title: 'Earlier', original_start: '2026-12-17T14:00:00Z' },
    ]);
  });

  it('an endless series is there in every year, one that has ended is not', async () => {
    const calendar = await listCalendar({ [aoi]: 'owner' });
    await listEvent(calendar, { fields: { recurrence: 'FREQ=MONTHLY' } });
    await listEvent(calendar, { fields: { recurrence: 'FREQ=MONTHLY;COUNT=3' } });
    const window = askedWindow('2080-01-01T00:00:00Z', '2080-02-01T00:00:00Z');
    expect(startsOf(await eventsOf(aoi, { window }))).toEqual(['2080-01-15T14:00:00Z']);
  });

  it('comes in pages that are the whole together, in order', async () => {
    const calendar = await listCalendar({ [aoi]: 'owner' });
    for (const hour of ['10', '14', '14']) {
      const fields = {
        start_time: `2026-12-10T${hour}:00:00Z`,
        end_time: `2026-12-10T${hour}:30:00Z`,
        recurrence: 'FREQ=DAILY;COUNT=5',
      };
      await listEvent(calendar, { fields });
    }
    await listEvent(calendar, { fields: { start_time: '2026-12-09T00:00:00Z', end_time: '2026-12-20T00:00:00Z' } });
    const whole = await eventsOf(aoi);
    expect(whole).toHaveLength(16);
    const query = { personId: aoi, calendars: null, window: december, search: '' };
    const pages: EventOccurrence[] = [];
    let after: OccurrencePosition | null = null;
    do {
      const page: OccurrencePage = await listOccurrences(env.DB, query, { limit: 3, after });
      pages.push(...shown(page));
      after = page.next;
    } while (after !== null);
    expect(pages).toEqual(whole);
  });
});

describe('[Ca7] whose events', () => {
  it.each([
    ['a member of the calendar', 'calendar', true],
    ['a member of the event', 'member', true],
    ['who is invited', 'invited', true],
    ['nobody', 'nobody', false],
  ])('%s sees one: %s', async (_, way, sees) => {
    const calendar = await listCalendar({ owner: 'owner', ...(way === 'calendar' ? { [aoi]: 'viewer' as const } : {}) });
    await listEvent(calendar, {
      members: { owner: 'owner', ...(way === 'member' ? { [aoi]: 'commenter' as const } : {}) },
      fields: { attendees: way === 'invited' ? [attendee(aoi)] : [] },
    });
    const events = await eventsOf(aoi);
    expect(events).toHaveLength(sees ? 1 : 0);
    expect(events.map(({ role }) => role)).toEqual(sees ? [way === 'member' ? 'commenter' : 'viewer'] : []);
  });

  it('the stronger role counts, and an event is listed once', async () => {
    const calendar = await listCalendar({ [aoi]: 'editor' });
    await listEvent(calendar, { members: { [aoi]: 'viewer' }, fields: { attendees: [attendee(aoi, 'DECLINED')] } });
    expect(await eventsOf(aoi)).toMatchObject([{ role: 'editor', my_response: 'DECLINED' }]);
  });

  it('calendars can be named', async () => {
    const [first, second] = [await listCalendar({ [aoi]: 'owner' }), await listCalendar({ [aoi]: 'owner' })];
    const foreign = await listCalendar({ [ben]: 'owner' });
    for (const calendar of [first, second, foreign]) {
      await listEvent(calendar, calendar === foreign ? { fields: { attendees: [attendee(aoi)] } } : {});
    }
    const listed = async (...calendars: string[]) => (await eventsOf(aoi, { calendars })).map(({ calendar_id }) => calendar_id);
    expect(await listed(second)).toEqual([second]);
    expect((await listed(first, foreign)).sort()).toEqual([first, foreign].sort());
    expect(await eventsOf(aoi)).toHaveLength(3);
  });

  it('nobody who has left, and nothing that is deleted', async () => {
    const calendar = await listCalendar({ [ben]: 'owner' });
    const event = await listEvent(calendar, { members: { [aoi]: 'editor' }, fields: { attendees: [attendee(aoi)] } });
    const alone = { ...event, sequence: 2, members: [], fields: { ...event.fields, attendees: [] } };
    expect(await eventsOf(aoi)).toHaveLength(1);
    await writeProjection(env.DB, alone);
    expect(await eventsOf(aoi)).toEqual([]);
    expect(await eventsOf(ben)).toHaveLength(1);
    await writeProjection(env.DB, { ...alone, sequence: 4, deleted_at: event.updated_at });
    expect(await eventsOf(ben)).toEqual([]);
    await writeProjection(env.DB, { ...event, sequence: 3 });
    expect([await eventsOf(aoi), await eventsOf(ben)]).toEqual([[], []]);
    await writeProjection(env.DB, { ...event, sequence: 5 });
    expect(await eventsOf(aoi)).toHaveLength(1);
  });

  it('nothing of a calendar that is deleted', async () => {
    const calendar = await listCalendar({ [aoi]: 'owner' }, { deleted_at: '2026-11-10T00:00:00.000Z' });
    await listEvent(calendar);
    expect(await eventsOf(aoi)).toEqual([]);
  });

  it('words are looked for in the title, the location and the tags, whatever their width', async () => {
    const calendar = await listCalendar({ [aoi]: 'owner' });
    await listEvent(calendar, { fields: { title: 'Budget ＡＢＣ', location: '京都駅', tags: ['Team'] } });
    await listEvent(calendar, { fields: { title: 'Other' } });
    for (const search of ['abc', '京都', 'team', '']) {
      expect(await eventsOf(aoi, { search }), search).toHaveLength(search === '' ? 2 : 1);
    }
    expect(await eventsOf(aoi, { search: '%' })).toEqual([]);
  });
});

describe('[Ca9] a private event', () => {
  const secrets = { title: 'Doctor', location: 'Clinic', tags: ['health'], color: '#ff0000', visibility: 'private' } as const;

  it.each([
    ['owner of the calendar', { calendar: 'owner' }, true],
    ['editor of the calendar', { calendar: 'editor' }, true],
    ['commenter of the calendar', { calendar: 'commenter' }, false],
    ['viewer of the calendar', { calendar: 'viewer' }, false],
    ['viewer of the calendar who is a member of the event', { calendar: 'viewer', own: 'viewer' }, true],
    ['viewer of the calendar who is invited', { calendar: 'viewer', isInvited: true }, true],
    ['member of the event only', { own: 'viewer' }, true],
    ['who is only invited', { isInvited: true }, true],
  ] as const)(
    '%s',
    async (_, standing: { calendar?: 'owner' | 'editor' | 'commenter' | 'viewer'; own?: 'viewer'; isInvited?: true }, sees) => {
      const calendar = await listCalendar({ ...(standing.calendar ? { [aoi]: standing.calendar } : {}), other: 'owner' });
      const attendees = [attendee('other'), ...(standing.isInvited ? [attendee(aoi)] : [])];
      const exceptions = {
        '2026-12-15T14:00:00Z': { title: 'Surgery', start_time: '2026-12-15T16:00:00Z', end_time: '2026-12-15T17:00:00Z' },
      };
      const fields = { ...secrets, attendees, recurrence: 'FREQ=DAILY;COUNT=1', exceptions };
      await listEvent(calendar, { members: { other: 'owner', ...(standing.own ? { [aoi]: standing.own } : {}) }, fields });
      const [event, ...more] = await eventsOf(aoi);
      expect(more).toEqual([]);
      expect(event).toMatchObject({ start_time: '2026-12-15T16:00:00Z', status: 'confirmed' });
      if (sees) expect(event).toMatchObject({ title: 'Surgery', location: 'Clinic', tags: ['health'] });
      else {
        expect(event).toMatchObject({
          title: '',
          location: null,
          tags: [],
          color: null,
          attendees: [],
          attendee_count: 0,
          role: 'viewer',
        });
        expect(JSON.stringify(event)).not.toMatch(/Doctor|Surgery|Clinic|health|other/);
      }
      expect(event?.busy_only).toBe(sees ? undefined : true);
      for (const search of ['doctor', 'clinic', 'health']) expect(await eventsOf(aoi, { search })).toHaveLength(sees ? 1 : 0);
    },
  );
});
