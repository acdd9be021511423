import type { Projection } from '../documents/api';
import type { ResponseStatus } from '../documents/event';
import { attendeesOf, type EventFacts, eventFactsOf } from '../documents/event-summaries';
import { calendarLimits } from '../protocol/limits';
import type { Role } from '../protocol/roles';
import { putDetails, removeDetails } from './event-details';
import { extentOf } from './event-extent';
import { searchText } from './search-text';

/**
 * Writes what the lists know of an event, all or nothing; an older projection changes nothing. Each one that does counts as a
 * change of the event's calendar, and of the one that the event has left.
 */
export async function writeEventProjection(db: D1Database, projection: Projection): Promise<void> {
  const { id, sequence, deleted_at } = projection;
  const event = eventFactsOf(projection);
  const people = JSON.stringify(deleted_at === null ? peopleOf(projection) : []);
  await db.batch([
    db.prepare(countDepartureByMove).bind(id, sequence, event.calendar_id),
    db.prepare(departByMove).bind(id, sequence, event.calendar_id),
    db.prepare(countChange).bind(id, sequence, event.calendar_id),
    upsertEvent(db, projection, event),
    ...(deleted_at === null
      ? [db.prepare(arrive).bind(id, sequence, event.calendar_id), putDetails(db, projection)]
      : [
          db.prepare(depart).bind(id, sequence, event.calendar_id),
          db.prepare(forgetDepartures).bind(event.calendar_id, calendarLimits.keepDeparturesMs),
          removeDetails(db, projection),
        ]),
    db.prepare(removeAbsentPeople).bind(id, sequence, people),
    db.prepare(putPeople).bind(id, sequence, people),
  ]);
}

/** Everybody who has to do with an event by themselves. */
function peopleOf(projection: Projection): { person: string; role: Role | null; response: ResponseStatus | null }[] {
  const roles = new Map(projection.members.map(({ id, role }) => [id, role]));
  const responses = new Map(attendeesOf(projection).map(({ user_id, response_status }) => [user_id, response_status]));
  const people = [...new Set([...roles.keys(), ...responses.keys()])];
  return people.map((person) => ({ person, role: roles.get(person) ?? null, response: responses.get(person) ?? null }));
}

function upsertEvent(db: D1Database, { sequence, deleted_at, members }: Projection, event: EventFacts): D1PreparedStatement {
  const extent = extentOf(event);
  return db
    .prepare(upsert)
    .bind(
      event.id,
      sequence,
      event.version,
      event.calendar_id,
      event.title,
      event.start_time,
      event.end_time,
      event.time_zone,
      event.all_day ? 1 : 0,
      event.location,
      event.status,
      event.color,
      event.visibility,
      event.recurrence,
      JSON.stringify(event.exceptions),
      JSON.stringify(event.attendees),
      event.attendee_count,
      JSON.stringify(event.tags),
      extent?.firstMs ?? null,
      extent?.lastMs ?? null,
      searchText(event.title, event.location, ...event.tags),
      event.updated_at,
      deleted_at === null ? 0 : 1,
      deleted_at,
      JSON.stringify(deleted_at === null ? [] : members.filter(({ role }) => role === 'owner').map(({ id }) => id)),
    );
}

const nowMs = 'unixepoch() * 1000';

const isNewer = 'NOT EXISTS (SELECT 1 FROM events WHERE id = ?1 AND sequence >= ?2)';

const countDepartureByMove = `
  INSERT INTO calendar_changes (calendar_id, change)
  SELECT calendar_id, 1 FROM events WHERE id = ?1 AND sequence < ?2 AND calendar_id <> ?3 AND deleted = 0
  ON CONFLICT (calendar_id) DO UPDATE SET change = change + 1`;

const departByMove = `
  INSERT INTO event_departures (calendar_id, event_id, change, at_ms)
  SELECT e.calendar_id, e.id, c.change, ${nowMs} FROM events e JOIN calendar_changes c ON c.calendar_id = e.calendar_id
  WHERE e.id = ?1 AND e.sequence < ?2 AND e.calendar_id <> ?3 AND e.deleted = 0
  ON CONFLICT (calendar_id, event_id) DO UPDATE SET change = excluded.change, at_ms = excluded.at_ms`;

const countChange = `
  INSERT INTO calendar_changes (calendar_id, change) SELECT ?3, 1 WHERE ${isNewer}
  ON CONFLICT (calendar_id) DO UPDATE SET change = change + 1`;

type ProjectedRow = 'events' | 'excluded';

/** What of its exceptions says when an event is, or is not: a title that one occurrence has of its own does not. */
const exceptedTimesOf = (row: ProjectedRow): string => `
  (SELECT json_group_array(json_array(occurrence, type, starts, ends, is_cancelled)) FROM (
    SELECT key AS occurrence, type, unixepoch(value ->> 'start_time') AS starts, unixepoch(value ->> 'end_time') AS ends,
      value ->> 'status' IS 'cancelled' AS is_cancelled
    FROM json_each(${row}.exceptions)
    WHERE type = 'false' OR starts IS NOT NULL OR ends IS NOT NULL OR is_cancelled
    ORDER BY key))`;

/**
 * What of an event other programs have to take for a new state of it: SEQUENCE of iCalendar (PROTOCOL.md Ic4). Moments, however
 * they are written.
 */
const scheduleOf = (row: ProjectedRow): string =>
  `(unixepoch(${row}.start_time), unixepoch(${row}.end_time), ${row}.time_zone, ${row}.all_day, ${row}.recurrence,
    ${exceptedTimesOf(row)}, ${row}.status = 'cancelled')`;

const upsert = `
  INSERT INTO events (id, sequence, version, calendar_id, title, start_time, end_time, time_zone, all_day, location, status,
    color, visibility, recurrence, exceptions, attendees, attendee_count, tags, first_ms, last_ms, search_text, updated_at,
    deleted, deleted_at, restorers, change)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25,
    (SELECT change FROM calendar_changes WHERE calendar_id = ?4))
  ON CONFLICT (id) DO UPDATE SET
    sequence = excluded.sequence, version = excluded.version, calendar_id = excluded.calendar_id, title = excluded.title,
    start_time = excluded.start_time, end_time = excluded.end_time, time_zone = excluded.time_zone,
    all_day = excluded.all_day, location = excluded.location, status = excluded.status, color = excluded.color,
    visibility = excluded.visibility, recurrence = excluded.recurrence, exceptions = excluded.exceptions,
    attendees = excluded.attendees, attendee_count = excluded.attendee_count, tags = excluded.tags,
    first_ms = excluded.first_ms, last_ms = excluded.last_ms, search_text = excluded.search_text,
    updated_at = excluded.updated_at, deleted = excluded.deleted, deleted_at = excluded.deleted_at,
    restorers = excluded.restorers, change = excluded.change,
    times_revision = times_revision + (${scheduleOf('excluded')} IS NOT ${scheduleOf('events')})
  WHERE excluded.sequence > events.sequence`;

// After the upsert the stored sequence is ours, unless a newer projection was there before.
const isOurs = '(SELECT sequence FROM events WHERE id = ?1) = ?2';

const arrive = `DELETE FROM event_departures WHERE calendar_id = ?3 AND event_id = ?1 AND ${isOurs}`;

const depart = `
  INSERT INTO event_departures (calendar_id, event_id, change, at_ms)
  SELECT calendar_id, id, change, ${nowMs} FROM events WHERE id = ?1 AND calendar_id = ?3 AND ${isOurs}
  ON CONFLICT (calendar_id, event_id) DO UPDATE SET change = excluded.change, at_ms = excluded.at_ms`;

const forgetDepartures = `DELETE FROM event_departures WHERE calendar_id = ?1 AND at_ms < ${nowMs} - ?2`;

const removeAbsentPeople = `
  DELETE FROM event_people
  WHERE event_id = ?1 AND ${isOurs} AND person_id NOT IN (SELECT value ->> 'person' FROM json_each(?3))`;

// One bound value for all people: D1 binds at most 100.
const putPeople = `
  INSERT INTO event_people (event_id, person_id, role, response_status, calendar_id, first_ms, last_ms)
  SELECT e.id, p.value ->> 'person', p.value ->> 'role', p.value ->> 'response', e.calendar_id, e.first_ms, e.last_ms
  FROM json_each(?3) p JOIN events e ON e.id = ?1 WHERE ${isOurs}
  ON CONFLICT (person_id, event_id) DO UPDATE SET
    role = excluded.role, response_status = excluded.response_status, calendar_id = excluded.calendar_id,
    first_ms = excluded.first_ms, last_ms = excluded.last_ms
  WHERE (role, response_status, calendar_id, first_ms, last_ms)
    IS NOT (excluded.role, excluded.response_status, excluded.calendar_id, excluded.first_ms, excluded.last_ms)`;
