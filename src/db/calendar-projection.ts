import type { Projection } from '../documents/api';
import type { CalendarView, calendarSchema } from '../documents/calendar';
import { listedTitle } from '../protocol/listed';

type Listed = Pick<CalendarView, (typeof calendarSchema.listed)[number]>;

/** Writes what the lists know of a calendar, all or nothing; an older projection changes nothing. */
export async function writeCalendarProjection(db: D1Database, projection: Projection): Promise<void> {
  const memberList = JSON.stringify(projection.members.map(({ id, role }) => ({ id, role })));
  await db.batch([
    upsertCalendar(db, projection),
    db.prepare(removeAbsentMembers).bind(projection.id, projection.sequence, memberList),
    db.prepare(putMembers).bind(projection.id, projection.sequence, memberList),
  ]);
}

function upsertCalendar(db: D1Database, calendar: Projection): D1PreparedStatement {
  const { title, color, time_zone } = calendar.fields as Partial<Listed>;
  return db
    .prepare(upsert)
    .bind(
      calendar.id,
      calendar.sequence,
      calendar.version,
      calendar.owner_id,
      listedTitle(title ?? ''),
      color ?? null,
      time_zone ?? null,
      calendar.members.length,
      calendar.created_at,
      calendar.updated_at,
      calendar.deleted_at === null ? 0 : 1,
      calendar.deleted_at,
    );
}

const upsert = `
  INSERT INTO calendars (id, sequence, version, owner_id, title, color, time_zone, member_count, created_at, updated_at,
    deleted, deleted_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
  ON CONFLICT (id) DO UPDATE SET
    sequence = excluded.sequence, version = excluded.version, owner_id = excluded.owner_id, title = excluded.title,
    color = excluded.color, time_zone = excluded.time_zone, member_count = excluded.member_count,
    updated_at = excluded.updated_at, deleted = excluded.deleted, deleted_at = excluded.deleted_at
  WHERE excluded.sequence > calendars.sequence`;

// After the upsert the stored sequence is ours, unless a newer projection was there before.
const isOurs = '(SELECT sequence FROM calendars WHERE id = ?1) = ?2';

const removeAbsentMembers = `
  DELETE FROM calendar_members
  WHERE calendar_id = ?1 AND ${isOurs} AND person_id NOT IN (SELECT value ->> 'id' FROM json_each(?3))`;

const putMembers = `
  INSERT INTO calendar_members (calendar_id, person_id, role)
  SELECT ?1, value ->> 'id', value ->> 'role' FROM json_each(?3) WHERE ${isOurs}
  ON CONFLICT (person_id, calendar_id) DO UPDATE SET role = excluded.role WHERE role <> excluded.role`;
