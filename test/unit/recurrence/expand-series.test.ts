import { describe, expect, it } from 'vitest';
import { type EventTimes, seriesOf } from '../../../src/recurrence/event-series';
import { expandSeries } from '../../../src/recurrence/expand-series';
import { lastEnd } from '../../../src/recurrence/last-end';
import { nextOccurrence } from '../../../src/recurrence/next-occurrence';
import type { Series } from '../../../src/recurrence/series';
import { instantOf, wallTime } from '../../../src/recurrence/wall-time';
import { clockChanges, offsetAt } from '../../../src/recurrence/zone-offset';

const standup: EventTimes = {
  start_time: '2026-03-02T09:00:00+01:00',
  end_time: '2026-03-02T09:30:00+01:00',
  time_zone: 'Europe/Paris',
  all_day: false,
  recurrence: 'FREQ=WEEKLY;BYDAY=MO',
  exceptions: {},
};
const retreat: EventTimes = {
  start_time: '2026-03-02',
  end_time: '2026-03-04',
  time_zone: 'Asia/Tokyo',
  all_day: true,
  recurrence: 'FREQ=MONTHLY;BYDAY=1MO',
  exceptions: {},
};

function series(times: EventTimes, change: Partial<EventTimes> = {}): Series {
  const made = seriesOf({ ...times, ...change });
  if (made === null) throw new Error('no start');
  return made;
}

function startsOf(of: Series, from: string, to: string, limit = 1000): string[] {
  return expandSeries(of, Date.parse(from), Date.parse(to), limit).map(({ startMs }) => iso(startMs));
}

function iso(ms: number): string {
  return new Date(ms).toISOString().replace('.000', '');
}

describe('[Rc2] occurrences', () => {
  it('keep the wall time of their zone when its clock is set', () => {
    expect(startsOf(series(standup), '2026-03-20', '2026-04-08')).toEqual([
      '2026-03-23T08:00:00Z',
      '2026-03-30T07:00:00Z',
      '2026-04-06T07:00:00Z',
    ]);
  });

  it('are there when any part of them is in the window, and not when they only meet it', () => {
    const monday = '2026-03-09';
    expect(startsOf(series(standup), `${monday}T08:29:59Z`, `${monday}T08:30:00Z`)).toHaveLength(1);
    expect(startsOf(series(standup), `${monday}T08:30:00Z`, `${monday}T09:00:00Z`)).toEqual([]);
    expect(startsOf(series(standup), `${monday}T07:00:00Z`, `${monday}T08:00:00Z`)).toEqual([]);
  });

  it('of days are days, whatever the zone', () => {
    const found = expandSeries(series(retreat), Date.parse('2026-04-07'), Date.parse('2026-05-05'), 10);
    expect(found.map(({ originalStart, endMs }) => [originalStart, iso(endMs)])).toEqual([
      ['2026-04-06', '2026-04-08T00:00:00Z'],
      ['2026-05-04', '2026-05-06T00:00:00Z'],
    ]);
  });

  it('begin with the start of the event, which counts, whether the rule selects it or not', () => {
    const wednesday = series(standup, {
      start_time: '2026-03-04T09:00:00+01:00',
      end_time: null,
      recurrence: 'FREQ=WEEKLY;BYDAY=MO;COUNT=3',
    });
    expect(startsOf(wednesday, '2026-01-01', '2027-01-01')).toEqual([
      '2026-03-04T08:00:00Z',
      '2026-03-09T08:00:00Z',
      '2026-03-16T08:00:00Z',
    ]);
  });

  it('end at UNTIL, which is part of the series, as is the whole of a day', () => {
    const until = (value: string) =>
      startsOf(series(standup, { recurrence: `FREQ=WEEKLY;UNTIL=${value}` }), '2026-01-01', '2027-01-01').length;
    expect(until('20260316T080000Z')).toBe(3);
    expect(until('20260316T075959Z')).toBe(2);
    expect(until('20260316')).toBe(3);
  });

  it('are missing where the wall time does not exist, and are not counted there', () => {
    const night = { start_time: '2026-03-28T02:30:00+01:00', end_time: null, recurrence: 'FREQ=DAILY;COUNT=3' };
    expect(startsOf(series(standup, night), '2026-03-01', '2026-05-01')).toEqual([
      '2026-03-28T01:30:00Z',
      '2026-03-30T00:30:00Z',
      '2026-03-31T00:30:00Z',
    ]);
  });

  it('happen once where the wall time comes twice: the first time', () => {
    const night = { start_time: '2026-10-24T02:30:00+02:00', end_time: null, recurrence: 'FREQ=DAILY;COUNT=3' };
    expect(startsOf(series(standup, night), '2026-10-01', '2026-11-01')).toEqual([
      '2026-10-24T00:30:00Z',
      '2026-10-25T00:30:00Z',
      '2026-10-26T01:30:00Z',
    ]);
  });

  it.each([
    ['FREQ=YEARLY;BYYEARDAY=100,101;BYDAY=FR,SA', ['2026-04-10', '2026-04-11', '2027-04-10'], '2026-04-10'],
    ['FREQ=YEARLY;BYDAY=MO,26TU;BYMONTH=6', ['2026-06-01', '2026-06-08', '2026-06-15', '2026-06-22', '2026-06-29'], '2026-06-01'],
    ['FREQ=YEARLY;BYWEEKNO=-1', ['2026-12-31', '2027-12-30'], '2026-12-31'],
    ['FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR', ['2026-02-13', '2026-03-13', '2026-11-13', '2027-08-13'], '2026-02-13'],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', ['2028-02-29'], '2028-02-29'],
    ['FREQ=MONTHLY', ['2026-01-31', '2026-03-31', '2026-05-31'], '2026-01-31'],
  ])('of %s are where the standard puts them', (recurrence, days, start_time) => {
    const found = startsOf(series(retreat, { recurrence, start_time, end_time: null }), start_time, '2028-12-01', days.length);
    expect(found.slice(0, days.length).map((text) => text.slice(0, 10))).toEqual(days);
  });

  it('of a rule that never comes true are the start alone', () => {
    const never = series(retreat, { recurrence: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' });
    expect(startsOf(never, '2026-01-01', '2300-01-01')).toEqual(['2026-03-02T00:00:00Z']);
    expect(nextOccurrence(never, Date.parse('2026-03-03'))).toBeNull();
  });
});

describe('[Rc3] exceptions', () => {
  const exceptions = {
    '2026-03-09T08:00:00Z': false,
    '2026-03-16T08:00:00Z': { title: 'Long', end_time: '2026-03-16T10:00:00Z' },
    '2026-03-23T08:00:00Z': { start_time: '2026-04-01T12:00:00Z' },
  } as const;

  it('leave occurrences out, change them, and move them, also into another window', () => {
    const changed = series(standup, { exceptions });
    expect(startsOf(changed, '2026-03-01', '2026-03-29')).toEqual(['2026-03-02T08:00:00Z', '2026-03-16T08:00:00Z']);
    const [moved] = expandSeries(changed, Date.parse('2026-04-01'), Date.parse('2026-04-02'), 10);
    expect(moved).toMatchObject({
      originalStart: '2026-03-23T08:00:00Z',
      startMs: Date.parse('2026-04-01T12:00:00Z'),
      endMs: Date.parse('2026-04-01T12:30:00Z'),
    });
    const [long] = expandSeries(changed, Date.parse('2026-03-16T09:30:00Z'), Date.parse('2026-03-17'), 10);
    expect(long?.override).toEqual(exceptions['2026-03-16T08:00:00Z']);
  });

  it('of a time at which nothing would be have no effect', () => {
    const strange = {
      '2026-03-10T08:00:00Z': { end_time: '2026-03-10T12:00:00Z' },
      nonsense: { end_time: '2026-03-10T12:00:00Z' },
      '2026-03-09': false,
    } as const;
    expect(startsOf(series(standup, { exceptions: strange }), '2026-03-01', '2026-03-12')).toEqual([
      '2026-03-02T08:00:00Z',
      '2026-03-09T08:00:00Z',
    ]);
  });

  it('count with the occurrences that the rule counts', () => {
    const counted = series(standup, { exceptions, recurrence: 'FREQ=WEEKLY;COUNT=4' });
    expect(startsOf(counted, '2026-01-01', '2027-01-01')).toEqual([
      '2026-03-02T08:00:00Z',
      '2026-03-16T08:00:00Z',
      '2026-04-01T12:00:00Z',
    ]);
  });
});

describe('the bounds of a series', () => {
  it('an endless one has no last end', () => expect(lastEnd(series(standup))).toBeNull());

  it('the last end is that of the last occurrence, wherever it was moved', () => {
    const ending = { recurrence: 'FREQ=WEEKLY;COUNT=2' };
    expect(lastEnd(series(standup, ending))).toBe(Date.parse('2026-03-09T08:30:00Z'));
    const exceptions = { '2026-03-02T08:00:00Z': { start_time: '2026-05-01T08:00:00Z' } };
    expect(lastEnd(series(standup, { ...ending, exceptions }))).toBe(Date.parse('2026-05-01T08:30:00Z'));
    expect(lastEnd(series(standup, { recurrence: null }))).toBe(Date.parse('2026-03-02T08:30:00Z'));
  });

  it('the next occurrence leaves out what is left out, and finds what was moved there', () => {
    const exceptions = { '2026-03-09T08:00:00Z': false, '2026-03-30T07:00:00Z': { start_time: '2026-03-12T08:00:00Z' } } as const;
    const changed = series(standup, { exceptions });
    const next = (after: string) => iso(nextOccurrence(changed, Date.parse(after))?.startMs ?? 0);
    expect(next('2026-03-02T08:00:00Z')).toBe('2026-03-12T08:00:00Z');
    expect(next('2026-03-12T08:00:00Z')).toBe('2026-03-16T08:00:00Z');
    expect(next('2026-03-23T08:00:00Z')).toBe('2026-04-06T07:00:00Z');
  });
});

describe('wall time', () => {
  it('of a gap counts on from before it, as RFC 5545 says, and a time that comes twice is the first', () => {
    const at = (zone: string, wall: string) => iso(instantOf(zone, Date.parse(wall)));
    expect(at('America/New_York', '2026-03-08T02:30:00Z')).toBe('2026-03-08T07:30:00Z');
    expect(at('America/New_York', '2026-11-01T01:30:00Z')).toBe('2026-11-01T05:30:00Z');
    expect(at('Australia/Lord_Howe', '2026-10-04T02:15:00Z')).toBe('2026-10-03T15:45:00Z');
    expect(at('Pacific/Apia', '2011-12-30T12:00:00Z')).toBe('2011-12-30T22:00:00Z');
  });

  it('agrees with what Intl says each hour of ten years', () => {
    const zones = ['America/New_York', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Asia/Tehran', 'Pacific/Apia'];
    for (const zone of zones) {
      const format = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
      for (let ms = Date.UTC(2009, 0, 1); ms < Date.UTC(2030, 0, 1); ms += 37 * 60 * 60_000) {
        const wall = new Date(wallTime(zone, ms)).toISOString().slice(0, 19).replace('T', ' ');
        if (format.format(ms) !== wall) expect.fail(`${zone} at ${iso(ms)}: ${wall}`);
      }
    }
  });

  it('knows when clocks are set', () => {
    const changes = clockChanges('Europe/London', Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1));
    expect(changes.map(({ atMs, offsetAfterMs }) => [iso(atMs), offsetAfterMs])).toEqual([
      ['2026-03-29T01:00:00Z', 3_600_000],
      ['2026-10-25T01:00:00Z', 0],
    ]);
    expect(clockChanges('Asia/Tokyo', Date.UTC(2026, 0, 1), Date.UTC(2028, 0, 1))).toEqual([]);
  });

  it('of a zone that does not exist is an error', () => expect(() => offsetAt('Mars/Olympus', 0)).toThrow(RangeError));
});
