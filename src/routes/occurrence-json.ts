import type { ListedTime } from '../db/event-times';
import type { EventOccurrence, EventSummary } from '../documents/calendar-lists';
import { originalStartAt } from '../recurrence/series';

/** What an occurrence has of its own; the rest of it is the same in all of its series. */
type OwnFields = Pick<EventOccurrence, 'start_time' | 'end_time' | 'original_start' | 'is_recurring' | 'is_exception'>;

/**
 * The JSON of a list of occurrences. A month of a large calendar has thousands, most of them of the same few hundred series: what
 * those have in common is written once for each.
 */
export function occurrencesJson(times: readonly ListedTime[]): string {
  const commons = new Map<EventSummary, string>();
  const commonOf = (event: EventSummary): string => {
    const known = commons.get(event);
    if (known !== undefined) return known;
    const written = JSON.stringify(commonFields(event)).slice(1, -1);
    commons.set(event, written);
    return written;
  };
  return `[${times.map((time) => (time.override === null ? plainJson(time, commonOf(time.event)) : overriddenJson(time))).join(',')}]`;
}

/** Times need no escaping. */
function plainJson(time: ListedTime, common: string): string {
  const { start_time, end_time, original_start, is_recurring } = ownFields(time);
  const original = original_start === null ? 'null' : `"${original_start}"`;
  return `{"start_time":"${start_time}","end_time":"${end_time}","original_start":${original},"is_recurring":${is_recurring},"is_exception":false,${common}}`;
}

function overriddenJson(time: ListedTime): string {
  const { event, override } = time;
  const common = commonFields(event);
  const occurrence: EventOccurrence = {
    ...common,
    ...ownFields(time),
    title: override?.title ?? event.title,
    location: override?.location ?? event.location,
    status: override?.status ?? event.status,
  };
  return JSON.stringify(occurrence);
}

function ownFields({ event, startMs, endMs, originalStart, override }: ListedTime): OwnFields {
  const isRecurring = originalStart !== '';
  return {
    start_time: override === null && isRecurring ? originalStart : originalStartAt(startMs, event.all_day),
    end_time: originalStartAt(endMs, event.all_day),
    original_start: isRecurring ? originalStart : null,
    is_recurring: isRecurring,
    is_exception: override !== null,
  };
}

function commonFields(event: EventSummary): Omit<EventOccurrence, keyof OwnFields> {
  // Field by field: objects that are made alike are written quickly, and what is left of a destructured one is not.
  const common: Omit<EventOccurrence, keyof OwnFields> = {
    id: event.id,
    calendar_id: event.calendar_id,
    title: event.title,
    time_zone: event.time_zone,
    all_day: event.all_day,
    location: event.location,
    status: event.status,
    color: event.color,
    visibility: event.visibility,
    attendees: event.attendees,
    attendee_count: event.attendee_count,
    tags: event.tags,
    role: event.role,
    my_response: event.my_response,
    version: event.version,
    updated_at: event.updated_at,
  };
  return event.busy_only === true ? { ...common, busy_only: true } : common;
}
