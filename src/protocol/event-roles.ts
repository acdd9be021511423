import { isAtLeast, type Role } from './roles';

/** From where somebody may have something to do with an event. */
export interface EventStanding {
  /** Their role as a member of the event itself; null for no member. */
  readonly own: Role | null;
  /** Their role in the event's calendar; null for no member. */
  readonly calendar: Role | null;
  readonly isAttendee: boolean;
}

/**
 * What somebody is in an event: the strongest of what they are by themselves, by its calendar, and by being invited, which lets
 * them read it. Null for who may not read it: nobody, or somebody who only watches the calendar of a private event.
 */
export function eventRoleOf({ own, calendar, isAttendee }: EventStanding, isPrivate: boolean): Role | null {
  const isWatcher = calendar !== null && !isAtLeast(calendar, 'editor');
  const byCalendar = isPrivate && isWatcher ? null : calendar;
  return strongestOf(own, byCalendar, isAttendee ? 'viewer' : null);
}

/** The strongest of some roles; null when there is none. */
export function strongestOf(...some: readonly (Role | null)[]): Role | null {
  let strongest: Role | null = null;
  for (const role of some) if (role !== null && (strongest === null || isAtLeast(role, strongest))) strongest = role;
  return strongest;
}
