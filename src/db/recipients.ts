import type { Audience, AudiencePage, TravelFilter } from '../inbox/intake/audience';
import { searchText } from './search-text';

/** Reads recipients of an audience in the order of their ids: `after` this person (null: from the first), at most `limit`. */
export async function readAudience(
  db: D1Database,
  audience: Audience,
  after: string | null,
  limit: number,
): Promise<AudiencePage> {
  if (audience.kind === 'people') return pageOfPeople(audience.people, after, limit);
  const { results } = await statementOf(db, audience, after, limit + 1).all<{ person: string }>();
  const people = results.slice(0, limit).map(({ person }) => person);
  return { people, after: results.length > limit ? (people.at(-1) ?? null) : null };
}

/** A page of people who were named. */
function pageOfPeople(people: readonly string[], after: string | null, limit: number): AudiencePage {
  const sorted = [...new Set(people)].sort();
  const rest = after === null ? sorted : sorted.filter((person) => person > after);
  const page = rest.slice(0, limit);
  return { people: page, after: rest.length > limit ? (page.at(-1) ?? null) : null };
}

function statementOf(
  db: D1Database,
  audience: Exclude<Audience, { kind: 'people' }>,
  after: string | null,
  limit: number,
): D1PreparedStatement {
  const start = after ?? '';
  switch (audience.kind) {
    case 'trip':
      return db.prepare(membersOfTrip).bind(start, limit, audience.trip);
    case 'type':
      return db.prepare(subscribers).bind(start, limit, audience.type);
    case 'everyone': {
      const { destination, from, to } = audience.filter;
      if (isEmpty(audience.filter)) return db.prepare(everyone).bind(start, limit);
      return db.prepare(travellers).bind(start, limit, searchText(destination), from, to);
    }
  }
}

function isEmpty({ destination, from, to }: TravelFilter): boolean {
  return destination === null && from === null && to === null;
}

const membersOfTrip = `
  SELECT m.person_id AS person FROM trip_members m JOIN trips t ON t.id = m.trip_id
  WHERE m.trip_id = ?3 AND t.deleted = 0 AND m.person_id > ?1
  ORDER BY m.person_id LIMIT ?2`;

const subscribers = `
  SELECT person FROM type_subscriptions WHERE type = ?3 AND person > ?1 ORDER BY person LIMIT ?2`;

const everyone = 'SELECT id AS person FROM people WHERE id > ?1 ORDER BY id LIMIT ?2';

// A trip without an end is over on the day it begins; one without any date has none of the days.
const travellers = `
  SELECT p.id AS person FROM people p
  WHERE p.id > ?1 AND EXISTS (
    SELECT 1 FROM trip_members m JOIN trips t ON t.id = m.trip_id
    WHERE m.person_id = p.id AND t.deleted = 0 AND t.archived = 0
      AND instr(t.search_text, ?3) > 0
      AND (?4 IS NULL OR coalesce(t.end_date, t.start_date) >= ?4)
      AND (?5 IS NULL OR coalesce(t.start_date, t.end_date) <= ?5)
  )
  ORDER BY p.id LIMIT ?2`;
