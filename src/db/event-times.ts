import type { EventOccurrence, EventSummary } from '../documents/calendar-lists';
import type { OccurrenceOverride } from '../documents/event';
import { seriesOf } from '../recurrence/event-series';
import { expandSeries } from '../recurrence/expand-series';
import { originalStartAt } from '../recurrence/series';
import { type EventWindow, isIn, stretchOf } from './event-window';

/** One time at which an event of a list happens. */
export interface ListedTime {
  readonly event: EventSummary;
  readonly id: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Empty for an event that does not repeat. */
  readonly originalStart: string;
  readonly override: OccurrenceOverride | null;
}

/** When an event happens in a window. */
export function timesOf(event: EventSummary, window: EventWindow): ListedTime[] {
  const series = seriesOf(event);
  if (series === null) return [];
  const stretch = stretchOf(window, series.allDay);
  const { id } = event;
  if (series.rule === null) {
    const { start: startMs, end: endMs } = series;
    return isIn(stretch, startMs, endMs) ? [{ event, id, startMs, endMs, originalStart: '', override: null }] : [];
  }
  return expandSeries(series, stretch.fromMs, stretch.toMs, Number.POSITIVE_INFINITY).map(
    ({ startMs, endMs, originalStart, override }) => ({ event, id, startMs, endMs, originalStart, override }),
  );
}

/** An occurrence as lists show it: what it has of its own stands in the place of what its series has. */
export function occurrenceOf({ event, startMs, endMs, originalStart, override }: ListedTime): EventOccurrence {
  // Field by field: there are thousands, and objects that are made alike are made and written quickly.
  const occurrence: EventOccurrence = {
    id: event.id,
    calendar_id: event.calendar_id,
    title: override?.title ?? event.title,
    start_time: override === null && originalStart !== '' ? originalStart : originalStartAt(startMs, event.all_day),
    end_time: originalStartAt(endMs, event.all_day),
    time_zone: event.time_zone,
    all_day: event.all_day,
    location: override?.location ?? event.location,
    status: override?.status ?? event.status,
    color: event.color,
    visibility: event.visibility,
    attendees: event.attendees,
    attendee_count: event.attendee_count,
    tags: event.tags,
    role: event.role,
    my_response: event.my_response,
    original_start: originalStart === '' ? null : originalStart,
    is_recurring: originalStart !== '',
    is_exception: override !== null,
    version: event.version,
    updated_at: event.updated_at,
  };
  return event.busy_only === true ? { ...occurrence, busy_only: true } : occurrence;
}
