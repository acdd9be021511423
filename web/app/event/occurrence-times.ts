import type { EventDetails, Exceptions } from '../../react/events';
import type { TimedEvent } from '../calendar/grid/event-span';
import { timestampOf } from '../calendar/zone-times';

/**
 * When an event is, or one occurrence of its series; null for an event without times.
 * @param occurrence its original start
 */
export function occurrenceTimes(details: EventDetails, exceptions: Exceptions, occurrence: string | null): TimedEvent | null {
  const { start_time, end_time, all_day, recurrence } = details;
  if (start_time === null || end_time === null) return null;
  if (recurrence === null || occurrence === null) return { start_time, end_time, all_day };
  const exception = exceptions[occurrence];
  const override = exception === undefined || exception === false ? {} : exception;
  const start = override.start_time ?? occurrence;
  const end = Date.parse(start) + Date.parse(end_time) - Date.parse(start_time);
  const usualEnd = all_day ? new Date(end).toISOString().slice(0, 10) : timestampOf(end);
  return { start_time: start, end_time: override.end_time ?? usualEnd, all_day };
}
