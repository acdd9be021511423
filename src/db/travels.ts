import type { TripSpan } from '../protocol/travels';

const dayMs = 24 * 60 * 60 * 1000;
/** Somebody without a network goes on their trip all the same, and their app ranks by what it was told. */
const daysAhead = 31;

/** Those that have begun, the last one first, then those to come: what matters is never among those that are too many. */
const query = `
  SELECT t.id, t.start_date, t.end_date FROM trip_members m JOIN trips t ON t.id = m.trip_id
  WHERE m.person_id = ?1 AND t.deleted = 0 AND t.end_date >= ?2 AND t.start_date <= ?4
  ORDER BY t.start_date > ?3, abs(julianday(t.start_date) - julianday(?3)), t.id LIMIT 50`;

/** The trips that a person is on, wherever they are, or will be on within a month. */
export async function travelsOf(db: D1Database, personId: string, nowMs: number): Promise<readonly TripSpan[]> {
  const day = (days: number): string => new Date(nowMs + days * dayMs).toISOString().slice(0, 10);
  // Somewhere it is still yesterday, and elsewhere it is tomorrow already.
  const { results } = await db.prepare(query).bind(personId, day(-1), day(1), day(daysAhead)).all<TripSpan>();
  return results;
}
