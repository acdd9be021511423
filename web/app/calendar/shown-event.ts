import type { CalendarSummary, EventOccurrence, EventSummary } from '../../react/events';

/** An event, or one occurrence of a series, as the calendar shows it. */
export interface ShownEvent extends EventOccurrence {
  /** The server has not created it yet: it cannot be opened. */
  readonly isNew?: true;
  /** Something done to it waits for a connection. */
  readonly isWaiting?: true;
}

/** What tells an occurrence from every other one. */
export function occurrenceKey({ id, original_start }: Pick<EventOccurrence, 'id' | 'original_start'>): string {
  return original_start === null ? id : `${id} ${original_start}`;
}

/** An event that does not repeat, as the calendar shows it; null for a series, or one without times. */
export function singleOccurrence({ recurrence, exceptions: _, ...summary }: EventSummary): ShownEvent | null {
  const { start_time, end_time } = summary;
  if (recurrence !== null || start_time === null || end_time === null) return null;
  return { ...summary, start_time, end_time, original_start: null, is_recurring: false, is_exception: false };
}

/** The order of a list: by beginning, the longer one first. */
export function byStart(a: ShownEvent, b: ShownEvent): number {
  return (
    Date.parse(a.start_time) - Date.parse(b.start_time) ||
    Date.parse(b.end_time) - Date.parse(a.end_time) ||
    a.title.localeCompare(b.title) ||
    (occurrenceKey(a) < occurrenceKey(b) ? -1 : 1)
  );
}

/** Whether somebody may change an event on the calendar. */
export function mayEdit({ role, busy_only }: Pick<EventOccurrence, 'role' | 'busy_only'>): boolean {
  return busy_only === undefined && (role === 'owner' || role === 'editor');
}

/** The colour of calendars and events that have none. */
export const usualColor = '#0b6b64';

/** The colour in which an event is shown. */
export function colorOf(event: Pick<EventOccurrence, 'color' | 'calendar_id'>, calendars: readonly CalendarSummary[]): string {
  return event.color ?? calendars.find(({ id }) => id === event.calendar_id)?.color ?? usualColor;
}
