import type { Projection } from '../documents/api';
import type { TripView, tripSchema } from '../documents/trip';
import { listedTitle } from '../protocol/listed';
import { searchText } from './search-text';
import { facesOf } from './trip-faces';

/** What a trip's projection has of its content: the schema says so. */
type Listed = (typeof tripSchema.listed)[number];

/**
 * Writes what the lists know of a trip, all or nothing. May be called again and in any order: `sequence` decides, an
 * older projection changes nothing.
 */
export async function writeTripProjection(db: D1Database, projection: Projection): Promise<void> {
  const memberList = JSON.stringify(projection.members.map(({ id, role }) => ({ id, role })));
  await db.batch([
    upsertTrip(db, projection),
    db.prepare(removeAbsentMembers).bind(projection.id, projection.sequence, memberList),
    db.prepare(putMembers).bind(projection.id, projection.sequence, memberList),
  ]);
}

function upsertTrip(db: D1Database, trip: Projection): D1PreparedStatement {
  const { title: whole, start_date, end_date, destination, cover, archived } = trip.fields as unknown as Pick<TripView, Listed>;
  const title = listedTitle(whole);
  return db
    .prepare(upsert)
    .bind(
      trip.id,
      trip.sequence,
      trip.version,
      trip.owner_id,
      title,
      start_date,
      end_date,
      destination,
      cover,
      searchText(title, destination),
      trip.created_at,
      trip.updated_at,
      trip.deleted_at === null ? 0 : 1,
      trip.deleted_at,
      archived === true ? 1 : 0,
      JSON.stringify(facesOf(trip.members)),
      trip.members.length,
    );
}

const upsert = `
  INSERT INTO trips (id, sequence, version, owner_id, title, start_date, end_date, destination, cover, search_text,
    created_at, updated_at, deleted, deleted_at, archived, faces, member_count)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
  ON CONFLICT (id) DO UPDATE SET
    sequence = excluded.sequence, version = excluded.version, owner_id = excluded.owner_id, title = excluded.title,
    start_date = excluded.start_date, end_date = excluded.end_date, destination = excluded.destination,
    cover = excluded.cover, search_text = excluded.search_text, updated_at = excluded.updated_at,
    deleted = excluded.deleted, deleted_at = excluded.deleted_at, archived = excluded.archived, faces = excluded.faces,
    member_count = excluded.member_count
  WHERE excluded.sequence > trips.sequence`;

// After the upsert the stored sequence is ours, unless a newer projection was there before.
const isOurs = '(SELECT sequence FROM trips WHERE id = ?1) = ?2';

const removeAbsentMembers = `
  DELETE FROM trip_members
  WHERE trip_id = ?1 AND ${isOurs}
    AND person_id NOT IN (SELECT value ->> 'id' FROM json_each(?3))`;

// One bound value for all members: D1 binds at most 100.
const putMembers = `
  INSERT INTO trip_members (trip_id, person_id, role)
  SELECT ?1, value ->> 'id', value ->> 'role' FROM json_each(?3) WHERE ${isOurs}
  ON CONFLICT (person_id, trip_id) DO UPDATE SET role = excluded.role WHERE role <> excluded.role`;
