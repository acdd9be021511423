import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { calendarsOf, readBusyTimes } from '../../src/db/free-busy';
import { attendee, listCalendar, listEvent, newPeople } from '../support/workers-calendar-facts';

/** Nobody of another test. */
let aoi: string;
let ben: string;

beforeEach(() => {
  ({ aoi, ben } = newPeople());
});

describe('[Ca10] when there is no time', () => {
  const day = { fromMs: Date.parse('2026-12-15T00:00:00Z'), toMs: Date.parse('2026-12-16T00:00:00Z') };
  const at = (from: string, to: string) => ({ start_time: `2026-12-15T${from}:00Z`, end_time: `2026-12-15T${to}:00Z` });

  async function busyIn(calendar: string): Promise<string[]> {
    const times = await readBusyTimes(env.DB, [calendar], day);
    return times.map(({ startMs, endMs }) => [startMs, endMs].map((ms) => new Date(ms).toISOString().slice(5, 16)).join(' to '));
  }

  it('is where events are, as one stretch where they touch', async () => {
    const calendar = await listCalendar({ [aoi]: 'owner' });
    for (const times of [at('10:00', '11:00'), at('10:30', '12:00'), at('12:00', '12:15'), at('14:00', '15:00')]) {
      await listEvent(calendar, { fields: times });
    }
    await listEvent(calendar, { fields: { ...at('10:00', '10:30'), visibility: 'private' } });
    expect(await busyIn(calendar)).toEqual(['12-15T10:00 to 12-15T12:15', '12-15T14:00 to 12-15T15:00']);
  });

  it('ends where the question ends', async () => {
    const calendar = await listCalendar({ [aoi]: 'owner' });
    await listEvent(calendar, {
      fields: { start_time: '2026-12-14T20:00:00Z', end_time: '2026-12-15T02:00:00Z', recurrence: 'FREQ=DAILY' },
    });
    expect(await busyIn(calendar)).toEqual(['12-15T00:00 to 12-15T02:00', '12-15T20:00 to 12-16T00:00']);
  });

  it.each([
    ['cancelled', { status: 'cancelled' }],
    ['declined by the owner of the calendar', 'DECLINED'],
    ['without a start', { start_time: null, end_time: null }],
    ['without an end', { end_time: null }],
  ] as const)('is not where an event is %s', async (_, what) => {
    const calendar = await listCalendar({ [aoi]: 'owner' });
    await listEvent(calendar, { fields: what === 'DECLINED' ? { attendees: [attendee(aoi, what)] } : what });
    expect(await busyIn(calendar)).toEqual([]);
  });

  it('one occurrence can be cancelled by itself', async () => {
    const calendar = await listCalendar({ [aoi]: 'owner' });
    const exceptions = { '2026-12-15T14:00:00Z': { status: 'cancelled' } } as const;
    await listEvent(calendar, { fields: { recurrence: 'FREQ=DAILY', exceptions } });
    expect(await busyIn(calendar)).toEqual([]);
  });

  it('what somebody else declined, or only may happen, takes time', async () => {
    const calendar = await listCalendar({ [aoi]: 'owner' });
    await listEvent(calendar, { fields: { attendees: [attendee(ben, 'DECLINED')], status: 'tentative' } });
    expect(await busyIn(calendar)).toHaveLength(1);
  });

  it('an all-day event takes the day as it is where the calendar is', async () => {
    const calendar = await listCalendar({ [aoi]: 'owner' }, { fields: { title: '', color: null, time_zone: 'Asia/Tokyo' } });
    await listEvent(calendar, { fields: { all_day: true, start_time: '2026-12-15', end_time: '2026-12-16' } });
    expect(await busyIn(calendar)).toEqual(['12-15T00:00 to 12-15T15:00']);
  });

  it('is told of the calendars that somebody is a member of', async () => {
    const calendar = await listCalendar({ [aoi]: 'viewer', [ben]: 'owner' });
    const foreign = await listCalendar({ [ben]: 'owner' });
    expect(await calendarsOf(env.DB, aoi, null)).toEqual([calendar]);
    expect(await calendarsOf(env.DB, aoi, [foreign, calendar])).toEqual([calendar]);
  });
});
