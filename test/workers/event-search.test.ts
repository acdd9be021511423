import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { type EventSearch, type FoundPosition, searchEvents } from '../../src/db/event-search';
import type { EventOccurrence } from '../../src/documents/calendar-lists';
import { askedMoment } from '../../src/routes/asked-window';
import { occurrencesJson } from '../../src/routes/occurrence-json';
import { meeting, newCalendar, newEvent } from '../support/workers-calendar';
import { listCalendar, listEvent, newPeople } from '../support/workers-calendar-facts';
import { newCaller } from '../support/workers-caller';

/** Nobody of another test. */
let aoi: string;
let calendar: string;

beforeEach(async () => {
  ({ aoi } = newPeople());
  calendar = await listCalendar({ [aoi]: 'owner' });
});

/** What is found at noon of December 15, 2026, in UTC, unless something else is said. */
async function found(more: Partial<EventSearch> = {}, limit = 100, after: FoundPosition | null = null) {
  const from = askedMoment('2026-12-15T12:00:00Z');
  const page = await searchEvents(env.DB, { personId: aoi, calendars: null, search: 'm', from, ...more }, { limit, after });
  const events = JSON.parse(occurrencesJson(page.times)) as EventOccurrence[];
  return { ...page, starts: events.map(({ start_time }) => start_time), events };
}

const at = (start_time: string, end_time: string) => ({ start_time, end_time });

describe('[Ca12] what is found by words', () => {
  it('lies ahead, the nearest first, and then is past, the latest first, however long ago', async () => {
    for (const day of ['2026-12-20', '2026-12-10', '2032-01-01', '2026-12-16', '2019-05-05', '2026-12-14']) {
      await listEvent(calendar, { fields: at(`${day}T09:00:00Z`, `${day}T10:00:00Z`) });
    }
    await listEvent(calendar, { fields: at('2026-12-15T11:00:00Z', '2026-12-15T13:00:00Z') });
    await listEvent(calendar, { fields: { title: 'Something else' } });
    const { starts, total, ahead } = await found({ search: 'meeting' });
    expect(starts.map((start) => start.slice(0, 10))).toEqual([
      ...['2026-12-15', '2026-12-16', '2026-12-20', '2032-01-01'],
      ...['2026-12-14', '2026-12-10', '2019-05-05'],
    ]);
    expect([total, ahead]).toEqual([7, 4]);
  });

  it('is a series once: as it happens next, or else did last', async () => {
    const standUp = at('2026-06-01T09:00:00Z', '2026-06-01T09:15:00Z');
    const moved = { ...at('2026-12-15T18:00:00Z', '2026-12-15T19:00:00Z'), title: 'Moved' };
    const leftOut = { '2026-06-03T09:00:00Z': false, '2026-06-02T09:00:00Z': { title: 'Mine' } } as const;
    await listEvent(calendar, { fields: { ...standUp, recurrence: 'FREQ=DAILY' } });
    await listEvent(calendar, {
      fields: { ...standUp, recurrence: 'FREQ=DAILY', exceptions: { '2026-12-10T09:00:00Z': moved } },
    });
    await listEvent(calendar, { fields: { ...standUp, recurrence: 'FREQ=DAILY;COUNT=3', exceptions: leftOut } });
    const { events, ahead, total } = await found();
    expect(events).toMatchObject([
      { start_time: '2026-12-15T18:00:00Z', title: 'Moved', original_start: '2026-12-10T09:00:00Z', is_exception: true },
      { start_time: '2026-12-16T09:00:00Z', original_start: '2026-12-16T09:00:00Z', is_recurring: true },
      { start_time: '2026-06-02T09:00:00Z', title: 'Mine' },
    ]);
    expect([total, ahead]).toEqual([3, 2]);
  });

  it.each([
    ['UTC', '2026-12-15T12:00:00Z', 2],
    ['Tokyo, where it is the 16th', '2026-12-15T21:00:00+09:00', 2],
    ['Tokyo, an hour after midnight', '2026-12-16T01:00:00+09:00', 1],
  ])('has all-day events ahead until their day is over where somebody asks: %s', async (_, from, ahead) => {
    for (const day of [14, 15, 16]) {
      await listEvent(calendar, { fields: { ...at(`2026-12-${day}`, `2026-12-${day + 1}`), all_day: true } });
    }
    expect(await found({ from: askedMoment(from) })).toMatchObject({ ahead, total: 3 });
  });

  it('comes in pages that are the whole together', async () => {
    for (let day = 10; day < 21; day++) {
      const fields = at(`2026-12-${day}T12:00:00Z`, `2026-12-${day}T13:00:00Z`);
      await listEvent(calendar, { fields });
      await listEvent(calendar, { fields: { ...fields, recurrence: 'FREQ=DAILY;COUNT=2' } });
    }
    const whole = (await found()).events.map(({ id }) => id);
    expect(new Set(whole).size).toBe(22);
    const pages: string[] = [];
    for (let after: FoundPosition | null | undefined; after !== null; ) {
      const page = await found({}, 4, after);
      pages.push(...page.events.map(({ id }) => id));
      expect(page.total).toBe(22);
      after = page.next;
    }
    expect(pages).toEqual(whole);
  });

  it('is answered over HTTP, in all calendars or those that are named', async () => {
    const owner = await newCaller('Owner');
    const [first, second] = [await newCalendar(owner), await newCalendar(owner)];
    const one = await newEvent(owner, { calendar_id: first });
    const other = await newEvent(owner, { calendar_id: second, recurrence: 'FREQ=DAILY' });
    const ask = async (query: string) => (await owner.call('GET', `/v1/events?q=meeting&${query}`)).body;
    const late = encodeURIComponent('2026-12-20T00:00:00+09:00');
    expect(await ask(`from=${meeting.start_time}`)).toMatchObject({ total: 2, ahead: 2, next_cursor: null });
    expect(await ask(`from=${late}&calendar=${second}`)).toMatchObject({ events: [{ id: other }], total: 1, ahead: 1 });
    const page = await ask(`from=${late}&limit=1`);
    expect(page).toMatchObject({ events: [{ id: other, start_time: '2026-12-20T14:00:00Z' }], total: 2, ahead: 1 });
    const rest = await ask(`from=${late}&limit=1&cursor=${page.next_cursor}`);
    expect(rest).toMatchObject({ events: [{ id: one, start_time: meeting.start_time }], total: 2, ahead: 1, next_cursor: null });
    expect((await owner.call('GET', `/v1/events?q=x&from=${late}&cursor=x`)).status).toBe(422);
    expect((await owner.call('GET', `/v1/events?from=${late}`)).status).toBe(422);
  });
});
