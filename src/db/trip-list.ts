import { documentLimits } from '../protocol/limits';
import { personColor } from '../protocol/person-colors';
import type { Role } from '../protocol/roles';
import { searchText } from './search-text';
import type { Face } from './trip-faces';

/** A member as a card of the list shows them. */
export interface ListedMember extends Face {
  readonly color: string;
}

/** A trip as it stands in a list, with the role of the person who asked. */
export interface TripSummary {
  readonly id: string;
  readonly title: string;
  readonly start_date: string | null;
  readonly end_date: string | null;
  readonly destination: string | null;
  readonly cover: string | null;
  readonly archived: boolean;
  readonly owner_id: string;
  readonly role: Role;
  /** The first ones; `member_count` says how many there are. */
  readonly members: readonly ListedMember[];
  readonly member_count: number;
  readonly version: number;
  readonly created_at: string;
  readonly updated_at: string;
  /** Until when a deleted trip can be restored; null for one that is not deleted. */
  readonly restorable_until: string | null;
}

/** Where a page of the list ends: the next one starts after this trip. */
export interface ListPosition {
  readonly updatedAt: string;
  readonly id: string;
}

export interface ListQuery {
  readonly personId: string;
  readonly limit: number;
  /** Words in the title or the destination; empty: all trips. */
  readonly search: string;
  readonly after: ListPosition | null;
  /** The trips in use, those that were put away, or those that the person could restore. */
  readonly which: 'active' | 'archived' | 'deleted';
  readonly nowMs: number;
}

export interface TripPage {
  readonly trips: readonly TripSummary[];
  /** Null on the last page. */
  readonly next: ListPosition | null;
}

type Row = Omit<TripSummary, 'members' | 'archived' | 'restorable_until'> & {
  readonly archived: number;
  readonly faces: string;
  readonly deleted_at: string | null;
};

/** The trips a person is a member of, the newest change first. */
export async function listTrips(db: D1Database, query: ListQuery): Promise<TripPage> {
  const { results } = await db
    .prepare(list)
    .bind(
      query.personId,
      query.after?.updatedAt ?? null,
      query.after?.id ?? null,
      searchText(query.search),
      // One more than asked for tells whether there is a next page.
      query.limit + 1,
      query.which,
      new Date(query.nowMs - documentLimits.purgeAfterMs).toISOString(),
    )
    .all<Row>();
  const trips = results.slice(0, query.limit).map(summaryOf);
  const last = trips.at(-1);
  return { trips, next: results.length > query.limit && last ? { updatedAt: last.updated_at, id: last.id } : null };
}

function summaryOf({ faces, archived, deleted_at, ...trip }: Row): TripSummary {
  const members = (JSON.parse(faces) as Face[]).map((face) => ({ ...face, color: personColor(face.id) }));
  const restorableUntil = deleted_at === null ? null : Date.parse(deleted_at) + documentLimits.purgeAfterMs;
  return {
    ...trip,
    archived: archived === 1,
    members,
    restorable_until: restorableUntil === null ? null : new Date(restorableUntil).toISOString(),
  };
}

// `instr` and not LIKE: D1 limits patterns to 50 bytes, and a pattern would need escaping.
const list = `
  SELECT t.id, t.title, t.start_date, t.end_date, t.destination, t.cover, t.archived, t.owner_id, m.role, t.faces,
    t.member_count, t.version, t.created_at, t.updated_at, t.deleted_at
  FROM trip_members m JOIN trips t ON t.id = m.trip_id
  WHERE m.person_id = ?1
    AND CASE ?6
      WHEN 'deleted' THEN t.deleted = 1 AND m.role = 'owner' AND t.deleted_at > ?7
      ELSE t.deleted = 0 AND t.archived = (?6 = 'archived')
    END
    AND (?2 IS NULL OR (t.updated_at, t.id) < (?2, ?3))
    AND instr(t.search_text, ?4) > 0
  ORDER BY t.updated_at DESC, t.id DESC
  LIMIT ?5`;
