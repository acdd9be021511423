import type { Role } from '../protocol/roles';
import type { EventStatus, EventView, EventVisibility, ResponseStatus } from './event';

/** An event as lists show it, a series as one. */
export interface EventSummary {
  readonly id: string;
  readonly calendar_id: string;
  readonly title: string;
  /** As in {@link EventView}. */
  readonly start_time: string | null;
  readonly end_time: string | null;
  readonly time_zone: string | null;
  readonly all_day: boolean;
  readonly location: string | null;
  readonly status: EventStatus;
  readonly color: string | null;
  readonly visibility: EventVisibility | null;
  readonly recurrence: string | null;
  readonly exceptions: EventView['exceptions'];
  /** What the caller is in it. */
  readonly role: Role;
  /** The first twenty; `attendee_count` says how many there are. */
  readonly attendees: readonly { user_id: string; name: string | null; response_status: ResponseStatus }[];
  readonly attendee_count: number;
  /** Whether the caller comes; null for one who was not asked. */
  readonly my_response: ResponseStatus | null;
  readonly tags: readonly string[];
  readonly version: number;
  /** ISO 8601. */
  readonly updated_at: string;
  /** Of a private event of others: it takes time, and the caller may not know more of it. Absent of every other event. */
  readonly busy_only?: true;
}

/** A deleted event that the caller can restore. */
export interface DeletedEvent extends EventSummary {
  /** ISO 8601. */
  readonly restorable_until: string;
}

/** One time at which an event takes place. `start_time` and `end_time` are those of the occurrence: UTC instants, or dates. */
export interface EventOccurrence extends Omit<EventSummary, 'recurrence' | 'exceptions' | 'start_time' | 'end_time'> {
  readonly start_time: string;
  readonly end_time: string;
  /** When the rule of its series says that it starts, written as a key of `exceptions`; null for an event that does not repeat. */
  readonly original_start: string | null;
  readonly is_recurring: boolean;
  /** Whether this occurrence is other than the rule says. */
  readonly is_exception: boolean;
}

/** A calendar as the list of calendars shows it. */
export interface CalendarSummary {
  readonly id: string;
  readonly title: string;
  /** `#rrggbb`. */
  readonly color: string | null;
  /** IANA name. */
  readonly time_zone: string | null;
  /** What the caller is in it. */
  readonly role: Role;
  /** Where events go that name no calendar. */
  readonly is_default: boolean;
  readonly owner_id: string;
  readonly member_count: number;
  readonly version: number;
  /** ISO 8601. */
  readonly updated_at: string;
}
