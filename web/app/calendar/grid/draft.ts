import { occurrenceKey, type ShownEvent } from '../shown-event';
import type { TimedEvent } from './event-span';

/** What somebody drags, where it would come to lie. */
export interface Draft {
  /** The occurrence; null for a new event. */
  readonly key: string | null;
  readonly times: TimedEvent;
}

/** The id of an event that is being made. */
export const newEventId = 'new';

/** The events as they would be if what is dragged were dropped now. */
export function withDraft(events: readonly ShownEvent[], draft: Draft | null, newTitle: string): readonly ShownEvent[] {
  if (draft === null) return events;
  const { key, times } = draft;
  if (key === null) return [...events, newEvent(newTitle, times)];
  return events.map((event) => (occurrenceKey(event) === key ? { ...event, ...times } : event));
}

/** An event that the server does not know yet. */
export function newEvent(title: string, times: TimedEvent, more: Partial<ShownEvent> = {}): ShownEvent {
  return {
    ...{ id: newEventId, calendar_id: '', title, time_zone: null, location: null, status: 'confirmed', color: null },
    ...{ visibility: null, role: 'owner', attendees: [], attendee_count: 0, my_response: null, tags: [], version: 0 },
    ...{ updated_at: '', original_start: null, is_recurring: false, is_exception: false },
    ...times,
    ...more,
  };
}
