import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysFromOn } from '../../../../web/app/calendar/days';
import {
  endMovedBy,
  movedBy,
  shiftBetween,
  snapped,
  startMovedBy,
  timesAt,
  timesBetween,
  wholeDays,
} from '../../../../web/app/calendar/grid/changed-times';
import { spanOf, type TimedEvent } from '../../../../web/app/calendar/grid/event-span';
import { columnsOf, leastMinutes } from '../../../../web/app/calendar/grid/overlap-columns';
import { fittingLanes, lanesOf } from '../../../../web/app/calendar/grid/week-lanes';

const timed = (start_time: string, end_time: string): TimedEvent => ({ start_time, end_time, all_day: false });
const wholeDay = (start_time: string, end_time: string): TimedEvent => ({ start_time, end_time, all_day: true });

describe('the span of an event', () => {
  it('is in the days of the zone', () => {
    const event = timed('2026-11-22T14:00:00Z', '2026-11-22T15:30:00Z');
    expect(spanOf(event, 'UTC')).toEqual({
      first: { date: '2026-11-22', minutes: 840 },
      last: { date: '2026-11-22', minutes: 930 },
      isBar: false,
    });
    expect(spanOf(event, 'Asia/Tokyo').last).toEqual({ date: '2026-11-23', minutes: 30 });
  });

  it('ends with the day before where it ends at midnight', () => {
    expect(spanOf(timed('2026-11-22T22:00:00Z', '2026-11-23T00:00:00Z'), 'UTC').last).toEqual({
      date: '2026-11-22',
      minutes: 1440,
    });
    expect(spanOf(wholeDay('2026-11-22', '2026-11-24'), 'UTC').last.date).toBe('2026-11-23');
    expect(spanOf(wholeDay('2026-11-22', '2026-11-22'), 'UTC').last.date).toBe('2026-11-22');
  });

  it('is a bar from a day on, and not by passing midnight alone', () => {
    expect(spanOf(timed('2026-11-22T09:00:00Z', '2026-11-23T09:00:00Z'), 'UTC').isBar).toBe(true);
    expect(spanOf(timed('2026-11-22T22:00:00Z', '2026-11-23T02:00:00Z'), 'UTC').isBar).toBe(false);
  });
});

describe('columns', () => {
  it('are as many as overlap, and a piece takes the room beside it', () => {
    const pieces = [
      { from: 540, to: 600 },
      { from: 540, to: 660 },
      { from: 570, to: 600 },
      { from: 615, to: 660 },
      { from: 700, to: 760 },
    ];
    expect(columnsOf(pieces)).toEqual([
      { column: 0, width: 1, columns: 3 },
      { column: 1, width: 1, columns: 3 },
      { column: 2, width: 1, columns: 3 },
      { column: 0, width: 1, columns: 3 },
      { column: 0, width: 1, columns: 1 },
    ]);
  });

  it('never let one piece cover another', () => {
    const piece = fc.record({ from: fc.integer({ min: 0, max: 1400 }), length: fc.integer({ min: 0, max: 600 }) });
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (drawn) => {
        const pieces = drawn
          .map(({ from, length }) => ({ from, to: from + length }))
          .sort((a, b) => a.from - b.from || b.to - a.to);
        const placed = columnsOf(pieces);
        expect(placed).toHaveLength(pieces.length);
        const rectangle = (index: number) => {
          const { column, width, columns } = placed[index] as (typeof placed)[number];
          const { from, to } = pieces[index] as (typeof pieces)[number];
          return { from, to: Math.max(to, from + leastMinutes), left: column / columns, right: (column + width) / columns };
        };
        for (let i = 0; i < pieces.length; i++) {
          for (let j = 0; j < i; j++) {
            const [a, b] = [rectangle(i), rectangle(j)];
            const together = a.from < b.to && b.from < a.to;
            if (together) expect(a.left >= b.right - 1e-9 || b.left >= a.right - 1e-9).toBe(true);
          }
        }
      }),
    );
  });
});

describe('lanes', () => {
  const days = daysFromOn('2026-11-22', 7);
  const entry = (name: string, event: TimedEvent) => ({ event: name, span: spanOf(event, 'UTC') });

  it('hold what continues above what begins, and say what is cut off', () => {
    const lanes = lanesOf(
      [
        entry('lunch', timed('2026-11-23T12:00:00Z', '2026-11-23T13:00:00Z')),
        entry('fair', wholeDay('2026-11-23', '2026-11-26')),
        entry('leave', wholeDay('2026-11-20', '2026-11-24')),
        entry('away', wholeDay('2026-11-28', '2026-12-02')),
        entry('elsewhere', wholeDay('2026-12-01', '2026-12-02')),
      ],
      days,
    );
    expect(lanes.map(({ event, lane, from, to }) => [event, lane, from, to])).toEqual([
      ['leave', 0, 0, 1],
      ['fair', 1, 1, 3],
      ['lunch', 2, 1, 1],
      ['away', 0, 6, 6],
    ]);
    expect(lanes.filter(({ continuesBefore }) => continuesBefore).map(({ event }) => event)).toEqual(['leave']);
    expect(lanes.filter(({ continuesAfter }) => continuesAfter).map(({ event }) => event)).toEqual(['away']);
  });

  it('that do not fit are counted on each of their days', () => {
    const lanes = lanesOf(
      ['a', 'b', 'c'].map((name) => entry(name, wholeDay('2026-11-22', '2026-11-24'))),
      days,
    );
    expect(fittingLanes(lanes, days, 3).hidden).toEqual([0, 0, 0, 0, 0, 0, 0]);
    const { shown, hidden } = fittingLanes(lanes, days, 2);
    expect(shown.map(({ event }) => event)).toEqual(['a']);
    expect(hidden).toEqual([2, 2, 0, 0, 0, 0, 0]);
  });
});

describe('changed times', () => {
  const event = timed('2026-11-22T14:00:00Z', '2026-11-22T15:00:00Z');

  it('are made in either direction, of both quarters', () => {
    const a = { date: '2026-11-22', minutes: 600 };
    const b = { date: '2026-11-22', minutes: 645 };
    const made = timed('2026-11-22T01:00:00Z', '2026-11-22T02:00:00Z');
    expect(timesBetween(a, b, 'Asia/Tokyo')).toEqual(made);
    expect(timesBetween(b, a, 'Asia/Tokyo')).toEqual(made);
    expect(timesBetween(a, { date: '2026-11-22', minutes: 1425 }, 'UTC').end_time).toBe('2026-11-23T00:00:00Z');
    expect(timesAt(a, 'UTC')).toEqual(timed('2026-11-22T10:00:00Z', '2026-11-22T11:00:00Z'));
    expect(wholeDays('2026-11-24', '2026-11-22')).toEqual(wholeDay('2026-11-22', '2026-11-25'));
  });

  it('move with the clocks of the zone, and keep their length', () => {
    expect(movedBy(event, { days: 1, minutes: -30 }, 'UTC')).toEqual(timed('2026-11-23T13:30:00Z', '2026-11-23T14:30:00Z'));
    const before = timed('2026-03-07T15:00:00Z', '2026-03-07T16:00:00Z');
    // The clocks go forward in between.
    expect(movedBy(before, { days: 1, minutes: 0 }, 'America/New_York').start_time).toBe('2026-03-08T14:00:00Z');
    expect(movedBy(wholeDay('2026-11-22', '2026-11-24'), { days: -2, minutes: 45 }, 'UTC')).toEqual(
      wholeDay('2026-11-20', '2026-11-22'),
    );
  });

  it('of one end stop at the other one', () => {
    expect(endMovedBy(event, { days: 0, minutes: 45 }, 'UTC').end_time).toBe('2026-11-22T15:45:00Z');
    expect(endMovedBy(event, { days: 0, minutes: -120 }, 'UTC').end_time).toBe('2026-11-22T14:15:00Z');
    expect(startMovedBy(event, { days: 0, minutes: 120 }, 'UTC').start_time).toBe('2026-11-22T14:45:00Z');
    expect(endMovedBy(wholeDay('2026-11-22', '2026-11-24'), { days: -5, minutes: 0 }, 'UTC').end_time).toBe('2026-11-23');
    expect(startMovedBy(wholeDay('2026-11-22', '2026-11-24'), { days: 5, minutes: 0 }, 'UTC').start_time).toBe('2026-11-23');
  });

  it('snap to quarters', () => {
    expect(snapped(614)).toBe(600);
    expect(snapped(-5)).toBe(0);
    expect(snapped(2000)).toBe(1425);
    expect(shiftBetween({ date: '2026-11-22', minutes: 600 }, { date: '2026-11-24', minutes: 540 })).toEqual({
      days: 2,
      minutes: -60,
    });
  });
});
