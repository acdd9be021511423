import type { ShownEvent } from '../../../../web/app/calendar/shown-event';

/** An event of an hour, as the calendar shows it. */
export function shownEvent(id: string, start_time: string, more: Partial<ShownEvent> = {}): ShownEvent {
  const end_time = new Date(Date.parse(start_time) + 3_600_000).toISOString();
  return {
    ...{ id, calendar_id: 'c', title: id, start_time, end_time, time_zone: 'UTC', all_day: false, location: null },
    ...{ status: 'tentative', color: null, visibility: null, role: 'owner', attendees: [], attendee_count: 0, my_response: null },
    ...{ tags: [], version: 1, updated_at: start_time, original_start: null, is_recurring: false, is_exception: false },
    ...more,
  };
}
