import { describe, expect, it } from 'vitest';
import { type EventTimes, seriesOf } from '../../../src/recurrence/event-series';
import { expandSeries } from '../../../src/recurrence/expand-series';
import { moveSeries } from '../../../src/recurrence/move-series';

/** An hour a time, at ten in Berlin. */
function series(date: string, recurrence: string, more: Partial<EventTimes> = {}): EventTimes {
  return {
    ...{ start_time: `${date}T10:00:00+01:00`, end_time: `${date}T11:00:00+01:00`, time_zone: 'Europe/Berlin', all_day: false },
    ...{ recurrence, exceptions: {} },
    ...more,
  };
}

/** The same after its first occurrence was put to another day, at ten. */
function moved(event: EventTimes, date: string, by?: string) {
  const to = { start_time: `${date}T10:00:00+01:00`, end_time: `${date}T11:00:00+01:00` };
  const { all_day, time_zone } = event;
  const found = moveSeries(event, { ...to, all_day, time_zone, ...(by === undefined ? {} : { by }) });
  if (found === null) throw new Error('it has no times');
  return found;
}

function daysOf(event: EventTimes): readonly string[] {
  const found = seriesOf(event);
  const occurrences = found && expandSeries(found, Date.parse('2026-01-01'), Date.parse('2028-01-01'), 6);
  return (occurrences ?? []).map(({ startMs }) => new Date(startMs).toISOString().slice(5, 10));
}

describe('a series that is moved by days', () => {
  it.each([
    ['FREQ=WEEKLY;UNTIL=20260126', '2026-01-05', '2026-01-06', ['01-06', '01-13', '01-20', '01-27']],
    ['FREQ=WEEKLY;UNTIL=20260126T090000Z', '2026-01-05', '2026-01-06', ['01-06', '01-13', '01-20', '01-27']],
    ['FREQ=WEEKLY;UNTIL=20260126T085959Z', '2026-01-05', '2026-01-06', ['01-06', '01-13', '01-20']],
    ['FREQ=DAILY;UNTIL=20260107', '2026-01-05', '2026-01-03', ['01-03', '01-04', '01-05']],
    // Of every second week the Sunday stays with the Monday before it.
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;COUNT=4', '2026-01-05', '2026-01-06', ['01-06', '01-12', '01-20', '01-26']],
    ['FREQ=MONTHLY;UNTIL=20260315', '2026-01-15', '2026-01-20', ['01-20', '02-20', '03-20']],
    ['FREQ=MONTHLY;UNTIL=20260328', '2026-01-28', '2026-02-02', ['02-02', '03-02', '04-02']],
    ['FREQ=MONTHLY;BYMONTHDAY=5,-2;COUNT=4', '2026-01-05', '2026-01-04', ['01-04', '01-29', '02-04', '02-26']],
    // The second Tuesday becomes the second Wednesday.
    ['FREQ=MONTHLY;BYDAY=2TU;COUNT=4', '2026-01-13', '2026-01-14', ['01-14', '02-11', '03-11', '04-08']],
    ['FREQ=MONTHLY;BYDAY=2TU;UNTIL=20260501', '2026-01-13', '2026-01-14', ['01-14', '02-11', '03-11', '04-08']],
    ['FREQ=MONTHLY;BYDAY=-1FR;COUNT=3', '2026-01-30', '2026-01-29', ['01-29', '02-26', '03-26']],
    ['FREQ=MONTHLY;BYDAY=-1FR;COUNT=3', '2026-01-30', '2026-02-02', ['02-02', '03-02', '04-06']],
    ['FREQ=MONTHLY;BYDAY=TU;COUNT=3', '2026-01-06', '2026-01-07', ['01-07', '01-14', '01-21']],
  ])('%s from %s to %s', (rule, from, to, days) => {
    const { times, keepsDays } = moved(series(from, rule), to);
    expect(daysOf(times)).toEqual(days);
    expect(keepsDays).toBe(false);
  });

  it('moves each occurrence of a weekly one by as many days, whichever week they are of', () => {
    const dayMs = 24 * 60 * 60 * 1000;
    const startsOf = (event: EventTimes) => {
      const found = seriesOf({ ...event, time_zone: null });
      return (found && expandSeries(found, Date.parse('2025-01-01'), Date.parse('2030-01-01'), 20))?.map(
        ({ startMs }) => startMs,
      );
    };
    for (const days of ['MO', 'TU,SU', 'MO,WE,SA', 'SU', 'FR,MO']) {
      for (const more of ['', ';INTERVAL=2', ';INTERVAL=2;WKST=SU', ';INTERVAL=3;UNTIL=20260601']) {
        for (let by = -9; by <= 9; by += 1) {
          // A Wednesday.
          const event = { ...series('2026-01-07', `FREQ=WEEKLY;BYDAY=${days}${more}`), time_zone: null };
          const to = new Date(Date.parse('2026-01-07') + by * dayMs).toISOString().slice(0, 10);
          const { times } = moved(event, to);
          expect([days, more, by, startsOf(times)]).toEqual([days, more, by, startsOf(event)?.map((ms) => ms + by * dayMs)]);
        }
      }
    }
  });

  it('has the day of the month of the occurrence that was taken', () => {
    // The second Tuesday of April is the 14th, the day after it the third Wednesday.
    const { times } = moved(series('2026-01-13', 'FREQ=MONTHLY;BYDAY=2TU'), '2026-01-14', '2026-04-14T08:00:00Z');
    expect(times.recurrence).toBe('FREQ=MONTHLY;BYDAY=3WE');
    expect(daysOf(times).slice(0, 4)).toEqual(['01-21', '02-18', '03-18', '04-15']);
  });

  it.each([
    ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1', '2026-01-30'],
    ['FREQ=MONTHLY;BYDAY=1MO,3MO', '2026-01-05'],
    ['FREQ=MONTHLY;BYDAY=5TH', '2026-01-29'],
    ['FREQ=MONTHLY;BYMONTHDAY=28', '2026-01-28'],
    ['FREQ=YEARLY;BYWEEKNO=2', '2026-01-05'],
    ['FREQ=DAILY;BYMONTH=1', '2026-01-05'],
  ])('keeps the days of %s, which cannot name the new ones', (rule, from) => {
    const event = series(from, rule);
    const to = { start_time: '2026-01-31T12:00:00+01:00', end_time: '2026-01-31T14:00:00+01:00' };
    const found = moveSeries(event, { ...to, all_day: false, time_zone: 'Europe/Berlin' });
    expect(found).toMatchObject({ keepsDays: true, times: { start_time: `${from}T11:00:00Z`, recurrence: rule } });
    expect(found?.times.end_time).toBe(`${from}T13:00:00Z`);
    expect(found && daysOf(found.times)).toEqual(daysOf(event));
  });

  it('takes its exceptions along, each with its occurrence', () => {
    const exceptions = {
      '2026-02-10T09:00:00Z': false as const,
      '2026-04-14T08:00:00Z': { start_time: '2026-04-15T12:00:00Z', end_time: '2026-04-15T13:00:00Z' },
      // Nothing takes place then.
      '2026-04-14T09:00:00Z': false as const,
    };
    const { times } = moved(series('2026-01-13', 'FREQ=MONTHLY;BYDAY=2TU', { exceptions }), '2026-01-14');
    expect(times.exceptions).toEqual({
      '2026-02-11T09:00:00Z': false,
      '2026-04-08T08:00:00Z': { start_time: '2026-04-09T12:00:00Z', end_time: '2026-04-09T13:00:00Z' },
    });
  });

  it('is none without a start', () => {
    const event = series('2026-01-05', 'FREQ=DAILY', { start_time: null, end_time: null });
    expect(moveSeries(event, { start_time: null, end_time: null, all_day: false, time_zone: null })).toBeNull();
  });
});
