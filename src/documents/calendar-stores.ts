import type { Role } from '../protocol/roles';

/** What an event keeps of its calendar, and what of itself says who may see it. */
export interface RollRow {
  /** Of the calendar's members; an older one never replaces a newer one. */
  readonly sequence: number;
  readonly members: readonly { readonly id: string; readonly role: Role }[];
  /** Whether the calendar is deleted; absent where an older version has stored it. */
  readonly isCalendarDeleted?: boolean;
  readonly isPrivate: boolean;
  /** Ids of people who are invited. */
  readonly attendees: readonly string[];
  /** Calendars that it was in before and that have not been told yet. */
  readonly left: readonly string[];
}

export interface RollStore {
  /** Null for a document that is in no calendar. */
  read(): RollRow | null;
  put(roll: RollRow): void;
}

/** An event of a calendar. */
export interface CalendarEventRow {
  readonly id: string;
  /** Of the members: which state of them it knows. */
  readonly told: number;
  /** Sequence of the newest projection of it that has come; 0 as long as it was only admitted. */
  readonly seen: number;
  /** False for one that is deleted and can be restored. */
  readonly isLive: boolean;
}

export interface CalendarEventStore {
  /** How many there are that exist and are not deleted. */
  liveCount(): number;
  count(): number;
  find(id: string): CalendarEventRow | null;
  /** At most `limit` ids of those that know an older state of the members than this one. */
  behind(sequence: number, limit: number): string[];
  put(event: CalendarEventRow): void;
  remove(id: string): void;
}
