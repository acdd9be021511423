import type { EventView } from '../../../react/events';
import { addDays, daysFrom } from '../../trips/times';
import { movedBy, type Shift } from '../grid/changed-times';
import type { TimedEvent } from '../grid/event-span';
import { dayMinutes, minuteMs, timestampOf, wallTimeOf } from '../zone-times';

/** The fields of a series that say when it is. */
export type SeriesTimes = Pick<EventView, 'start_time' | 'end_time' | 'all_day' | 'time_zone' | 'recurrence' | 'exceptions'>;

/** What of them an edit changes. */
export type SeriesChange = Partial<SeriesTimes>;

/**
 * A series after one of its occurrences got other times, and all others with it: by as much later, by the clocks of the zone of
 * the series, and as long.
 * @param occurrence as it was
 */
export function movedSeries(series: SeriesTimes, occurrence: TimedEvent, times: TimedEvent): SeriesChange {
  const { start_time, end_time } = series;
  if (start_time === null || end_time === null) return {};
  const zone = series.time_zone ?? 'UTC';
  const shift = shiftOf(occurrence, times, zone);
  const moved = movedBy({ start_time, end_time, all_day: series.all_day === true }, shift, zone);
  const isLonger = lengthMs(times) - lengthMs(occurrence);
  const longer = isLonger === 0 ? moved.end_time : endLater(moved, isLonger);
  return {
    start_time: moved.start_time,
    end_time: longer,
    ...(series.recurrence === null ? {} : { recurrence: withWeekdaysShifted(series.recurrence, shift.days) }),
    exceptions: movedExceptions(series, shift, zone),
  };
}

/** By how much an occurrence was moved, by the clocks of a zone. */
export function shiftOf(from: TimedEvent, to: TimedEvent, zone: string): Shift {
  if (from.all_day || to.all_day) return { days: daysFrom(from.start_time.slice(0, 10), to.start_time.slice(0, 10)), minutes: 0 };
  const [a, b] = [wallTimeOf(Date.parse(from.start_time), zone), wallTimeOf(Date.parse(to.start_time), zone)];
  return { days: daysFrom(a.date, b.date), minutes: b.minutes - a.minutes };
}

function lengthMs({ start_time, end_time }: TimedEvent): number {
  return Date.parse(end_time) - Date.parse(start_time);
}

function endLater({ end_time, all_day }: TimedEvent, byMs: number): string {
  return all_day ? addDays(end_time, Math.round(byMs / minuteMs / dayMinutes)) : timestampOf(Date.parse(end_time) + byMs);
}

/** Exceptions are named by the start that the rule gives their occurrence: that moves, too. */
function movedExceptions({ exceptions, all_day }: SeriesTimes, shift: Shift, zone: string): SeriesTimes['exceptions'] {
  const moved = (key: string) => movedBy({ start_time: key, end_time: key, all_day: all_day === true }, shift, zone).start_time;
  return Object.fromEntries(Object.entries(exceptions).map(([key, exception]) => [moved(key), exception]));
}

const weekdays = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];

/** The rule of a series that is moved by days: what names days of the week names others then. */
function withWeekdaysShifted(rule: string, days: number): string {
  if (days % 7 === 0 || !/FREQ=WEEKLY/.test(rule)) return rule;
  const shifted = (day: string) => weekdays[(((weekdays.indexOf(day) + days) % 7) + 7) % 7] ?? day;
  return rule.replace(/BYDAY=([^;]*)/, (_, list: string) => `BYDAY=${list.split(',').map(shifted).join(',')}`);
}
