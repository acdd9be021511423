import type { DeltaRun } from './trip';

/** Whether somebody comes. As RFC 5545 PARTSTAT, with an underscore. */
export const responseStatuses = ['NEEDS_ACTION', 'ACCEPTED', 'DECLINED', 'TENTATIVE'] as const;
export type ResponseStatus = (typeof responseStatuses)[number];

/** From the lowest to the highest: racing edits only move a status forward. */
export const eventStatuses = ['tentative', 'confirmed', 'cancelled'] as const;
export type EventStatus = (typeof eventStatuses)[number];

export const eventVisibilities = ['default', 'public', 'private'] as const;
export type EventVisibility = (typeof eventVisibilities)[number];

export interface Attendee {
  readonly user_id: string;
  readonly email: string | null;
  readonly name: string | null;
  readonly response_status: ResponseStatus;
  /** Whether it is fine without them. */
  readonly optional: boolean | null;
}

/** What one occurrence of a series has in place of what the series has. */
export interface OccurrenceOverride {
  readonly start_time?: string;
  readonly end_time?: string;
  readonly title?: string;
  readonly location?: string;
  readonly description?: string;
  readonly status?: EventStatus;
}

/** How somebody wants to be told before it starts. */
export interface Reminder {
  readonly id: string;
  readonly method: 'in_app' | 'push' | 'email';
  readonly minutes_before: number;
}

/** An event of a calendar as plain JSON. Every field is there, null (a text: empty) where unset. */
export interface EventView {
  readonly id: string;
  readonly owner_id: string;
  /** The calendar it belongs to; changed by `POST /v1/events/{id}/move`. */
  readonly calendar_id: string;
  readonly collaborators: readonly { id: string; name: string; role: string; color: string }[];
  readonly title: string;
  readonly description: readonly DeltaRun[];
  /**
   * RFC 3339 with an offset (`2026-12-15T14:00:00Z`), whole seconds; of an all-day event the first day, `2026-12-15`.
   */
  readonly start_time: string | null;
  /** The same; it is not part of the event any more. Of an all-day event the day after the last one. */
  readonly end_time: string | null;
  /** IANA name. A series repeats in the wall time of this zone. Null: UTC. */
  readonly time_zone: string | null;
  readonly all_day: boolean | null;
  readonly location: string | null;
  readonly visibility: EventVisibility | null;
  /** `#rrggbb`; null: that of its calendar. */
  readonly color: string | null;
  readonly status: EventStatus;
  /** In the order in which they were added. */
  readonly attendees: readonly Attendee[];
  /** Sorted. They only ever grow. */
  readonly tags: readonly string[];
  /** The value of an RRULE (RFC 5545), without DTSTART: `FREQ=WEEKLY;BYDAY=MO`; null for an event that does not repeat. */
  readonly recurrence: string | null;
  /**
   * Occurrences that are other than the rule says, by their original start (written as `start_time` is, in UTC): false for one
   * that is left out (EXDATE).
   */
  readonly exceptions: Readonly<Record<string, false | OccurrenceOverride>>;
  readonly reminders: readonly Reminder[];
  readonly attachments: readonly { id: string; url: string | null; title: string }[];
  /** What other systems keep here: any JSON. */
  readonly extensions: unknown;
  readonly metadata: { readonly created_at: string; readonly updated_at: string; readonly version: number };
}
