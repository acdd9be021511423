import type { Role } from '../protocol/roles';
import { searchText } from './search-text';

/** A trip as it stands in a list, with the role of the person who asked. */
export interface TripSummary {
  readonly id: string;
  readonly title: string;
  readonly start_date: string | null;
  readonly end_date: string | null;
  readonly destination: string | null;
  readonly cover: string | null;
  readonly owner_id: string;
  readonly role: Role;
  readonly version: number;
  readonly created_at: string;
  readonly updated_at: string;
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
}

export interface TripPage {
  readonly trips: readonly TripSummary[];
  /** Null on the last page. */
  readonly next: ListPosition | null;
}

/** The trips a person is a member of, the newest change first. */
export async function listTrips(db: D1Database, query: ListQuery): Promise<TripPage> {
  const { results } = await db
    .prepare(list)
    // One more than asked for tells whether there is a next page.
    .bind(query.personId, query.after?.updatedAt ?? null, query.after?.id ?? null, searchText(query.search), query.limit + 1)
    .all<TripSummary>();
  const trips = results.slice(0, query.limit);
  const last = trips.at(-1);
  return { trips, next: results.length > query.limit && last ? { updatedAt: last.updated_at, id: last.id } : null };
}

// `instr` and not LIKE: D1 limits patterns to 50 bytes, and a pattern would need escaping.
const list = `
  SELECT t.id, t.title, t.start_date, t.end_date, t.destination, t.cover, t.owner_id, m.role, t.version,
    t.created_at, t.updated_at
  FROM trip_members m JOIN trips t ON t.id = m.trip_id
  WHERE m.person_id = ?1 AND t.deleted = 0
    AND (?2 IS NULL OR (t.updated_at, t.id) < (?2, ?3))
    AND instr(t.search_text, ?4) > 0
  ORDER BY t.updated_at DESC, t.id DESC
  LIMIT ?5`;
