import { addDays } from '../../trips/times';
import { dayMinutes, minuteMs, type WallTime, wallTimeOf } from '../zone-times';

/** What the grid needs to know of when an event is. */
export interface TimedEvent {
  /** RFC 3339; of an all-day event a date. */
  readonly start_time: string;
  /** The same; not part of the event any more. */
  readonly end_time: string;
  readonly all_day: boolean;
}

/** Where an event stands in the days of somebody's zone. */
export interface EventSpan {
  readonly first: WallTime;
  /** The last moment of it: its end, or, where it ends at midnight, the 24 h of the day before. */
  readonly last: WallTime;
  /** Whether it stands as a bar over whole days: all day long, or for a day and more. */
  readonly isBar: boolean;
}

/** The days and times of an event as they are in a zone. All-day events are on the same days everywhere. */
export function spanOf({ start_time, end_time, all_day }: TimedEvent, zone: string): EventSpan {
  if (all_day) {
    const first = start_time.slice(0, 10);
    const last = addDays(end_time.slice(0, 10), -1);
    return {
      first: { date: first, minutes: 0 },
      last: { date: last < first ? first : last, minutes: dayMinutes },
      isBar: true,
    };
  }
  const [start, end] = [Date.parse(start_time), Date.parse(end_time)];
  const first = wallTimeOf(start, zone);
  return { first, last: lastMoment(first, wallTimeOf(end, zone)), isBar: end - start >= dayMinutes * minuteMs };
}

function lastMoment(first: WallTime, end: WallTime): WallTime {
  return end.minutes === 0 && end.date > first.date ? { date: addDays(end.date, -1), minutes: dayMinutes } : end;
}

/** Whether any of a span is on a day. */
export function touches({ first, last }: EventSpan, date: string): boolean {
  return first.date <= date && date <= last.date;
}
