import type { EventSummary } from '../documents/calendar-lists';
import type { Role } from '../protocol/roles';
import type { EventDetails } from './event-details';
import { type EventTuple, eventColumns, summaryOfRow } from './event-rows';

/** A calendar as a file of it tells it, and which state of it that is. */
export interface FiledCalendar {
  readonly title: string;
  /** `#rrggbb`. */
  readonly color: string | null;
  readonly time_zone: string | null;
  /** What the person is in it. */
  readonly role: Role;
  /** Other than before after every change of what the person would see. */
  readonly state: string;
}

/** A calendar that a person is a member of; null for any other. */
export async function findFiledCalendar(
  db: D1Database,
  { calendarId, personId }: { readonly calendarId: string; readonly personId: string },
): Promise<FiledCalendar | null> {
  const row = await db
    .prepare(
      `SELECT c.title, c.color, c.time_zone, c.version, m.role, coalesce(h.change, 0) AS change
       FROM calendar_members m
         JOIN calendars c ON c.id = m.calendar_id AND c.deleted = 0
         LEFT JOIN calendar_changes h ON h.calendar_id = m.calendar_id
       WHERE m.person_id = ?1 AND m.calendar_id = ?2`,
    )
    .bind(personId, calendarId)
    .first<Omit<FiledCalendar, 'state'> & { version: number; change: number }>();
  if (row === null) return null;
  const { version, change, ...calendar } = row;
  return { ...calendar, state: `${version}.${change}.${calendar.role}` };
}

/** An event as files tell it. */
export interface FiledEvent {
  readonly event: EventSummary;
  /** The number of states that its times have had before. */
  readonly times_revision: number;
  /** Null of an event of which the person may only know when it is. */
  readonly details: EventDetails | null;
}

/** The events of a calendar that end last, as a person sees them, at most `limit`. */
export async function listFiledEvents(
  db: D1Database,
  { calendarId, personId, limit }: { readonly calendarId: string; readonly personId: string; readonly limit: number },
): Promise<readonly FiledEvent[]> {
  const rows = await db
    .prepare(
      `SELECT ${eventColumns}, m.role AS calendar_role, e.times_revision, d.details
       FROM calendar_members m
         JOIN events e ON e.calendar_id = m.calendar_id
         LEFT JOIN event_people p ON p.person_id = ?1 AND p.event_id = e.id
         LEFT JOIN event_details d ON d.event_id = e.id
       WHERE m.person_id = ?1 AND m.calendar_id = ?2 AND e.deleted = 0 AND e.first_ms IS NOT NULL
       ORDER BY e.last_ms DESC, e.id LIMIT ?3`,
    )
    .bind(personId, calendarId, limit)
    .raw<readonly [...EventTuple, timesRevision: number, details: string | null]>();
  return rows.flatMap((row) => {
    const event = summaryOfRow(row);
    if (event === null) return [];
    const [times_revision, details] = [row[22], row[23]];
    const isTold = details !== null && event.busy_only !== true;
    return [{ event, times_revision, details: isTold ? (JSON.parse(details) as EventDetails) : null }];
  });
}

/** How many states the times of an event have had before; 0 for one that the lists do not know yet. */
export async function timesRevisionOf(db: D1Database, eventId: string): Promise<number> {
  const row = await db
    .prepare('SELECT times_revision FROM events WHERE id = ?1')
    .bind(eventId)
    .first<{ times_revision: number }>();
  return row?.times_revision ?? 0;
}

/** Which of some ids are those of events of a calendar that are not deleted. */
export async function eventsInCalendar(db: D1Database, calendarId: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { results } = await db
    .prepare('SELECT id FROM events WHERE calendar_id = ?1 AND deleted = 0 AND id IN (SELECT value FROM json_each(?2))')
    .bind(calendarId, JSON.stringify(ids))
    .all<{ id: string }>();
  return new Set(results.map(({ id }) => id));
}
