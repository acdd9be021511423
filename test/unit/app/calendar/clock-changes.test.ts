import { describe, expect, it } from 'vitest';
import {
  endMovedBy,
  movedBy,
  type Shift,
  snapMinutes,
  startMovedBy,
  timesAt,
  timesBetween,
} from '../../../../web/app/calendar/grid/changed-times';
import type { TimedEvent } from '../../../../web/app/calendar/grid/event-span';
import { movedByKey } from '../../../../web/app/calendar/grid/grid-keys';
import { dayMinutes, type WallTime, wallTimeOf } from '../../../../web/app/calendar/zone-times';

const newYork = 'America/New_York';
const timed = (start_time: string, end_time: string): TimedEvent => ({ start_time, end_time, all_day: false });

/** The days on which clocks are put forward, and back. */
const changes = [
  [newYork, '2026-03-08'],
  [newYork, '2026-11-01'],
  ['Europe/Berlin', '2026-03-29'],
  ['Europe/Berlin', '2026-10-25'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['Australia/Lord_Howe', '2026-04-05'],
] as const;

const quarterMs = snapMinutes * 60_000;

/** Every quarter of an hour that the grid shows of a day. */
function placesOf(date: string): WallTime[] {
  return Array.from({ length: dayMinutes / snapMinutes }, (_, index) => ({ date, minutes: index * snapMinutes }));
}

/** Events of half an hour at every quarter of an hour that passes on a day. */
function eventsOf(date: string): TimedEvent[] {
  const middayMs = Date.parse(`${date}T12:00:00Z`);
  const at = (index: number) => new Date(middayMs + index * quarterMs).toISOString();
  return Array.from({ length: 200 }, (_, index) => timed(at(index - 100), at(index - 98)));
}

const lengthMs = ({ start_time, end_time }: TimedEvent): number => Date.parse(end_time) - Date.parse(start_time);

describe.each(changes)('in %s on %s', (zone, date) => {
  it('what is dragged out ends after it begins, and is the same from either side', () => {
    const wrong: unknown[] = [];
    for (const [index, a] of placesOf(date).entries()) {
      if (lengthMs(timesAt(a, zone)) < quarterMs) wrong.push(a);
      for (const b of placesOf(date).slice(index)) {
        const made = timesBetween(a, b, zone);
        const back = timesBetween(b, a, zone);
        if (lengthMs(made) < quarterMs || JSON.stringify(made) !== JSON.stringify(back)) wrong.push([a, b, made, back]);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('what is not moved stays what it is', () => {
    const none: Shift = { days: 0, minutes: 0 };
    for (const event of eventsOf(date)) {
      for (const change of [movedBy, startMovedBy, endMovedBy]) expect(change(event, none, zone)).toBe(event);
    }
  });

  it('what is moved ends after it begins', () => {
    const shifts = [-180, -60, -15, 15, 60, 180].flatMap((minutes) => [-1, 0, 1].map((days) => ({ days, minutes })));
    const wrong: unknown[] = [];
    for (const event of eventsOf(date)) {
      for (const shift of shifts) {
        if (lengthMs(movedBy(event, shift, zone)) !== lengthMs(event)) wrong.push([event, shift]);
        for (const change of [startMovedBy, endMovedBy]) {
          if (lengthMs(change(event, shift, zone)) < quarterMs) wrong.push([event, shift, change.name]);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('a key leads on by a quarter of an hour, and the other one back', () => {
    const press = (event: TimedEvent, key: string) =>
      movedByKey(event, { key, altKey: true, ctrlKey: false, metaKey: false, shiftKey: false }, zone) as TimedEvent;
    for (const event of eventsOf(date)) {
      const next = press(event, 'ArrowDown');
      expect(Date.parse(next.start_time) - Date.parse(event.start_time)).toBe(quarterMs);
      expect(Date.parse(press(next, 'ArrowUp').start_time)).toBe(Date.parse(event.start_time));
    }
  });
});

describe('an hour that the clocks', () => {
  it('skip is as much later', () => {
    const drag = (from: number, to: number) =>
      timesBetween({ date: '2026-03-08', minutes: from }, { date: '2026-03-08', minutes: to }, newYork);
    expect(drag(150, 180)).toEqual(timed('2026-03-08T07:00:00Z', '2026-03-08T07:45:00Z'));
    expect(drag(165, 165)).toEqual(timed('2026-03-08T07:45:00Z', '2026-03-08T08:00:00Z'));
  });

  it('show twice is not left for the first one by a move within it', () => {
    const second = timed('2026-11-01T06:30:00Z', '2026-11-01T06:45:00Z');
    expect(wallTimeOf(Date.parse(second.start_time), newYork).minutes).toBe(90);
    expect(movedBy(second, { days: 0, minutes: 15 }, newYork).start_time).toBe('2026-11-01T06:45:00Z');
    expect(endMovedBy(second, { days: 0, minutes: 15 }, newYork).end_time).toBe('2026-11-01T07:00:00Z');
    expect(movedBy(second, { days: 1, minutes: 0 }, newYork).start_time).toBe('2026-11-02T06:30:00Z');
    expect(movedBy(second, { days: -1, minutes: 0 }, newYork).start_time).toBe('2026-10-31T05:30:00Z');
  });
});
