import { type EventView, type MovedSeries, moveSeries, type OccurrenceOverride, type SeriesMove } from '../../../react/events';
import { addDays, daysFrom } from '../../trips/times';
import { movedBy, type Shift } from '../grid/changed-times';
import type { TimedEvent } from '../grid/event-span';
import { instantOf, timestampOf, wallTimeOf } from '../zone-times';

/** The fields of a series that say when it is. */
export type SeriesTimes = Pick<EventView, 'start_time' | 'end_time' | 'all_day' | 'time_zone' | 'recurrence' | 'exceptions'>;

/** What of them an edit changes. */
export type SeriesChange = Partial<SeriesTimes>;

/** An occurrence of a series as it was before an edit. */
interface MovedOccurrence extends TimedEvent {
  readonly original_start?: string | null;
}

/**
 * A series after one of its occurrences got other times, and all others with it: by as much later, by the clocks of the zone of
 * the series, and as long; or of whole days, or of times again.
 * @param occurrence as it was
 */
export function movedSeries(series: SeriesTimes, occurrence: MovedOccurrence, times: TimedEvent): SeriesChange {
  const moved = moveOf(series, occurrence, times);
  if (moved === null) return {};
  const { time_zone: _, recurrence, all_day, ...change } = moved.times;
  return {
    ...change,
    ...(all_day === (series.all_day === true) ? {} : { all_day }),
    ...(series.recurrence === null ? {} : { recurrence }),
  };
}

/** What an occurrence is called after that, by its original start; null where there is none. */
export function movedOccurrence(series: SeriesTimes, occurrence: MovedOccurrence, times: TimedEvent): string | null {
  const { original_start = null } = occurrence;
  return original_start === null ? null : nameAfter(movedSeries(withOnly(series, original_start), occurrence, times));
}

/** What an occurrence is called in another zone; null where there is none. */
export function zonedOccurrence(series: SeriesTimes, originalStart: string, time_zone: string): string | null {
  return nameAfter(zonedSeries(withOnly(series, originalStart), time_zone));
}

/** A series of whose exceptions there is one: how it is called after a change is how its occurrence is. */
function withOnly(series: SeriesTimes, originalStart: string): SeriesTimes {
  return { ...series, exceptions: { [originalStart]: false } };
}

function nameAfter({ exceptions = {} }: SeriesChange): string | null {
  return Object.keys(exceptions)[0] ?? null;
}

/**
 * A series in another zone. It begins at the same moment, as far as its rule can name the day there, and what is left out or other
 * stays so: by the clocks of the new zone its occurrences may be at other moments, because clocks are set on other days.
 */
export function zonedSeries(series: SeriesTimes, time_zone: string): SeriesChange {
  const { start_time, end_time, all_day } = series;
  return moveSeries(series, { start_time, end_time, all_day, time_zone })?.times ?? { time_zone };
}

/** Whether all occurrences stay on their days when one is moved with them: the rule cannot name the new ones. */
export function keepsDays(series: SeriesTimes, occurrence: MovedOccurrence, times: TimedEvent): boolean {
  return moveOf(series, occurrence, times)?.keepsDays === true;
}

function moveOf(series: SeriesTimes, occurrence: MovedOccurrence, times: TimedEvent): MovedSeries<OccurrenceOverride> | null {
  const first = movedFirst(series, occurrence, times);
  if (first === null) return null;
  const by = occurrence.original_start ?? null;
  return moveSeries(series, { ...first, time_zone: series.time_zone, ...(by === null ? {} : { by }) });
}

/** Where the first occurrence goes. */
function movedFirst(series: SeriesTimes, occurrence: TimedEvent, times: TimedEvent): Omit<SeriesMove, 'time_zone'> | null {
  const { start_time, end_time } = series;
  if (start_time === null || end_time === null) return null;
  const zone = series.time_zone ?? 'UTC';
  const first = { start_time, end_time, all_day: series.all_day === true };
  const shift = shiftOf(occurrence, times, zone);
  if (first.all_day !== times.all_day) return converted(addDays(dateOf(first, zone), shift.days), times, zone);
  const moved = movedBy(first, shift, zone);
  const longer = lengthMs(first) + lengthMs(times) - lengthMs(occurrence);
  return longer > 0 ? { ...moved, end_time: endOf(moved, longer) } : moved;
}

/** By how much an occurrence was moved, by the clocks of a zone. */
export function shiftOf(from: TimedEvent, to: TimedEvent, zone: string): Shift {
  const days = daysFrom(dateOf(from, zone), dateOf(to, zone));
  if (from.all_day || to.all_day) return { days, minutes: 0 };
  const [a, b] = [wallTimeOf(Date.parse(from.start_time), zone), wallTimeOf(Date.parse(to.start_time), zone)];
  return { days, minutes: b.minutes - a.minutes };
}

/** A day as long, and as late, as times of another day. */
function converted(date: string, times: TimedEvent, zone: string): TimedEvent {
  const start_time = times.all_day
    ? date
    : timestampOf(instantOf({ ...wallTimeOf(Date.parse(times.start_time), zone), date }, zone));
  const start = { ...times, start_time };
  return { ...start, end_time: endOf(start, lengthMs(times)) };
}

function dateOf({ start_time, all_day }: TimedEvent, zone: string): string {
  return all_day ? start_time.slice(0, 10) : wallTimeOf(Date.parse(start_time), zone).date;
}

function lengthMs({ start_time, end_time }: TimedEvent): number {
  return Date.parse(end_time) - Date.parse(start_time);
}

function endOf({ start_time, all_day }: TimedEvent, ms: number): string {
  const end = timestampOf(Date.parse(start_time) + ms);
  return all_day ? end.slice(0, 10) : end;
}
