import { dayMs } from './calendar-days';
import { readTime } from './overridden-occurrences';
import type { Exceptions, OverrideTimes, Series } from './series';

/** The fields of an event that say when it happens, as they stand in its JSON view. */
export interface EventTimes<Override extends OverrideTimes = OverrideTimes> {
  readonly start_time: string | null;
  readonly end_time: string | null;
  readonly time_zone: string | null;
  readonly all_day: boolean | null;
  readonly recurrence: string | null;
  readonly exceptions: Exceptions<Override>;
}

/**
 * An event as a series; null for one without a start. Without an end an event takes no time, or the whole of its day if it is of
 * days.
 */
export function seriesOf<Override extends OverrideTimes>(event: EventTimes<Override>): Series<Override> | null {
  const allDay = event.all_day === true;
  const start = readTime(event.start_time, allDay);
  if (start === null) return null;
  const end = readTime(event.end_time, allDay);
  const least = allDay ? start + dayMs : start;
  return {
    start,
    end: end !== null && end > start ? end : least,
    allDay,
    zone: event.time_zone,
    rule: event.recurrence,
    exceptions: event.exceptions,
  };
}
