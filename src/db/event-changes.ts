import type { EventSummary } from '../documents/calendar-lists';
import type { Role } from '../protocol/roles';
import { changeOf, type EventTuple, eventColumns, summaryOfRow } from './event-rows';

/** How far somebody has read the changes of a calendar. */
export interface ChangePosition {
  /** The last change they know. */
  readonly after: number;
  /** The last change that there was when they began: of what is gone since before then they know nothing. */
  readonly since: number;
}

export interface ChangePage {
  /** Events as they are now, series as a whole, the one that was changed first at first. */
  readonly events: readonly EventSummary[];
  /** Ids of events that are in the calendar no more. */
  readonly deleted: readonly string[];
  readonly position: ChangePosition;
  /** What the person is in the calendar. */
  readonly role: Role;
  readonly isLast: boolean;
}

/**
 * What has changed in a calendar since a position, or from the beginning (null): all that is in it.
 * @returns null when the person is no member of the calendar.
 */
export async function listChanges(
  db: D1Database,
  query: { readonly personId: string; readonly calendarId: string; readonly limit: number },
  position: ChangePosition | null,
): Promise<ChangePage | null> {
  const { personId, calendarId, limit } = query;
  const after = position?.after ?? 0;
  // Before the rest: what changes meanwhile is told again the next time.
  const found = await db.prepare(head).bind(personId, calendarId).first<{ change: number; role: Role }>();
  if (found === null) return null;
  const since = position?.since ?? found.change;
  // One more than asked for tells whether there is a next page.
  const [events, gone] = await Promise.all([
    db
      .prepare(changedEvents)
      .bind(personId, calendarId, after, limit + 1)
      .raw<EventTuple>(),
    db
      .prepare(departures)
      .bind(calendarId, Math.max(after, position?.since ?? 0), limit + 1)
      .all<Departure>(),
  ]);
  const deleted = gone.results.filter(({ change }) => change > since);
  const changes = [...events.map(changeOf), ...deleted.map(({ change }) => change)].sort((a, b) => a - b);
  const upTo = changes[limit - 1] ?? Number.POSITIVE_INFINITY;
  const listed = events.filter((row) => changeOf(row) <= upTo);
  const listedGone = deleted.filter(({ change }) => change <= upTo);
  return {
    events: listed.flatMap((row) => summaryOfRow(row) ?? []),
    deleted: listedGone.map(({ id }) => id),
    role: found.role,
    position: { after: Number.isFinite(upTo) ? upTo : Math.max(after, found.change), since },
    isLast: listed.length + listedGone.length === events.length + deleted.length,
  };
}

interface Departure {
  readonly id: string;
  readonly change: number;
}

const head = `
  SELECT coalesce(h.change, 0) AS change, m.role
  FROM calendar_members m
    JOIN calendars c ON c.id = m.calendar_id AND c.deleted = 0
    LEFT JOIN calendar_changes h ON h.calendar_id = m.calendar_id
  WHERE m.person_id = ?1 AND m.calendar_id = ?2`;

export const changedEvents = `
  SELECT ${eventColumns}, m.role AS calendar_role
  FROM calendar_members m
    JOIN events e ON e.calendar_id = m.calendar_id
    LEFT JOIN event_people p ON p.person_id = ?1 AND p.event_id = e.id
  WHERE m.person_id = ?1 AND m.calendar_id = ?2 AND e.deleted = 0 AND e.change > ?3
  ORDER BY e.change LIMIT ?4`;

export const departures = `
  SELECT event_id AS id, change FROM event_departures WHERE calendar_id = ?1 AND change > ?2 ORDER BY change LIMIT ?3`;
