import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeOccurrence } from '../../../src/recurrence/change-occurrence';
import { type EventTimes, seriesOf } from '../../../src/recurrence/event-series';
import { expandSeries } from '../../../src/recurrence/expand-series';
import { splitSeries } from '../../../src/recurrence/split-series';

const weekly: EventTimes = {
  start_time: '2026-03-02T09:00:00+01:00',
  end_time: '2026-03-02T09:30:00+01:00',
  time_zone: 'Europe/Paris',
  all_day: false,
  recurrence: 'FREQ=WEEKLY;BYDAY=MO,TH;COUNT=20',
  exceptions: { '2026-03-05T08:00:00Z': false, '2026-04-02T07:00:00Z': { start_time: '2026-04-03T07:00:00Z' } },
};

function startsOf(event: EventTimes): number[] {
  const series = seriesOf(event);
  return series === null ? [] : expandSeries(series, 0, Date.UTC(2030, 0, 1), 1000).map(({ startMs }) => startMs);
}

describe('[Rc4] this and following', () => {
  it('makes two series that together are the one before', () => {
    const rules = [
      'FREQ=WEEKLY;BYDAY=MO,TH;COUNT=20',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;UNTIL=20270101',
      'FREQ=DAILY;COUNT=40',
      'FREQ=MONTHLY;COUNT=9',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...rules), fc.integer({ min: 1, max: 30 }), fc.boolean(), (recurrence, nth, isAllDay) => {
        const days = {
          start_time: '2026-03-02',
          end_time: '2026-03-03',
          all_day: true,
          exceptions: { '2026-03-05': false },
        } as const;
        const event = { ...weekly, ...(isAllDay ? days : {}), recurrence };
        const series = seriesOf({ ...event, exceptions: {} });
        const at = series && expandSeries(series, 0, Date.UTC(2030, 0, 1), 1000)[nth]?.originalStart;
        fc.pre(typeof at === 'string');
        const parts = splitSeries(event, at as string);
        const [before, after] = [startsOf({ ...event, ...parts?.before }), startsOf({ ...event, ...parts?.after })];
        expect([...before, ...after].sort()).toEqual(startsOf(event).sort());
        expect(before.length).toBeGreaterThan(0);
      }),
    );
  });

  it('is nothing for the first occurrence, for a time that is none, and for an event that does not repeat', () => {
    expect(splitSeries(weekly, '2026-03-02T08:00:00Z')).toBeNull();
    expect(splitSeries(weekly, '2026-03-03T08:00:00Z')).toBeNull();
    expect(splitSeries({ ...weekly, recurrence: null }, '2026-03-02T08:00:00Z')).toBeNull();
  });
});

describe('this one', () => {
  it('adds to what the occurrence has of its own, or leaves it out', () => {
    const moved = '2026-04-02T07:00:00Z';
    expect(changeOccurrence<{ start_time?: string; title?: string }>(weekly, moved, { title: 'Late' })[moved]).toEqual({
      start_time: '2026-04-03T07:00:00Z',
      title: 'Late',
    });
    expect(changeOccurrence(weekly, moved, false)[moved]).toBe(false);
    expect(
      changeOccurrence(weekly, '2026-03-05T08:00:00Z', { start_time: '2026-03-06T08:00:00Z' })['2026-03-05T08:00:00Z'],
    ).toEqual({ start_time: '2026-03-06T08:00:00Z' });
  });
});
