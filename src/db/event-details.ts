import type { Projection } from '../documents/api';
import type { Attendee, EventView, eventSchema, Reminder } from '../documents/event';
import { attendeesOf } from '../documents/event-summaries';
import { calendarLimits as limits } from '../protocol/limits';

/** What files of a calendar say of an event and lists do not show (PROTOCOL.md Ic4). */
export interface EventDetails {
  /** Plain text; empty also for one that is too long for such a file. */
  readonly description: string;
  readonly reminders: readonly Omit<Reminder, 'id'>[];
  /** Empty also when they are too many. */
  readonly attendees: readonly Attendee[];
  readonly organizer: Organizer | null;
}

/** Whose event it is. */
export interface Organizer {
  readonly user_id: string;
  readonly name: string | null;
}

type Filed = Pick<EventView, (typeof eventSchema.filed)[number]>;

/** The details of an event, out of what its document tells. */
function eventDetailsOf(projection: Projection): EventDetails {
  const { description = [], reminders = [] } = projection.fields as Partial<Filed>;
  const text = description.map(({ insert }) => insert).join('');
  const attendees = attendeesOf(projection);
  const owner = projection.members.find(({ id }) => id === projection.owner_id);
  return {
    description: text.length > limits.maxFiledDescriptionChars ? '' : text,
    reminders: reminders.map(({ method, minutes_before }) => ({ method, minutes_before })),
    attendees: attendees.length > limits.maxFiledGuests ? [] : attendees,
    organizer: owner === undefined ? null : { user_id: owner.id, name: owner.name },
  };
}

// After the upsert of an event the stored sequence is ours, unless a newer projection was there before.
const isOurs = '(SELECT sequence FROM events WHERE id = ?1) = ?2';

/** Writes the details of an event, behind the event itself and unless those of a newer state are there. */
export function putDetails(db: D1Database, projection: Projection): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO event_details (event_id, details) SELECT ?1, ?3 WHERE ${isOurs}
       ON CONFLICT (event_id) DO UPDATE SET details = excluded.details`,
    )
    .bind(projection.id, projection.sequence, JSON.stringify(eventDetailsOf(projection)));
}

/** Of a deleted event nothing is said any more. */
export function removeDetails(db: D1Database, { id, sequence }: Projection): D1PreparedStatement {
  return db.prepare(`DELETE FROM event_details WHERE event_id = ?1 AND ${isOurs}`).bind(id, sequence);
}
