import type { Attendee, EventView, Reminder } from '../documents/event';

/** The fields of an event that a calendar file can say something of. */
export interface FileEvent
  extends Pick<
    EventView,
    | 'title'
    | 'start_time'
    | 'end_time'
    | 'time_zone'
    | 'location'
    | 'status'
    | 'visibility'
    | 'recurrence'
    | 'exceptions'
    | 'tags'
  > {
  readonly all_day: boolean;
  /** Plain text. */
  readonly description: string;
  readonly attendees: readonly Attendee[];
  readonly reminders: readonly Omit<Reminder, 'id'>[];
}

/** An event that is to be written into a file. */
export interface WrittenEvent extends FileEvent {
  readonly id: string;
  /** ISO 8601. */
  readonly updated_at: string;
  /** How often its times or its recurrence have changed. */
  readonly sequence: number;
  /** Whose event it is; null for one that belongs to nobody. */
  readonly organizer: Pick<Attendee, 'user_id' | 'name'> | null;
}

/** The identity of an event in the files of all the world. */
export function uidOf(eventId: string): string {
  return `${eventId}@triptrip`;
}

/** The id of the event of ours that a UID names; null for one of somebody else's. */
export function eventIdOf(uid: string): string | null {
  return /^([0-9a-f-]{36})@triptrip$/.exec(uid)?.[1] ?? null;
}
