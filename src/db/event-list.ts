import type { EventSummary } from '../documents/calendar-lists';
import { type EventTuple, eventColumns, seesContent, summaryOfRow } from './event-rows';
import { type ListedTime, timesOf } from './event-times';
import { type EventWindow, widest } from './event-window';
import { searchText } from './search-text';

export interface EventQuery {
  readonly personId: string;
  /** Ids of calendars; null: every one that the person may see, and events that they have to do with by themselves. */
  readonly calendars: readonly string[] | null;
  readonly window: EventWindow;
  /** Words in the title, the location or the tags; empty: all events. */
  readonly search: string;
}

/** Where a page ends: the next one starts behind this occurrence. */
export interface OccurrencePosition {
  readonly startMs: number;
  readonly id: string;
  /** Empty for an event that does not repeat. */
  readonly originalStart: string;
}

export interface OccurrencePage {
  readonly times: readonly ListedTime[];
  /** Null on the last page. */
  readonly next: OccurrencePosition | null;
}

/** What a person may see in a stretch of time, series as their occurrences, in the order in which they start. */
export async function listOccurrences(
  db: D1Database,
  query: EventQuery,
  page: { readonly limit: number; readonly after: OccurrencePosition | null },
): Promise<OccurrencePage> {
  const { after, limit } = page;
  const window = after === null ? query.window : from(query.window, after.startMs);
  const events = await readEvents(db, { ...query, window });
  const times = events
    .flatMap((event) => timesOf(event, window))
    .filter((time) => after === null || compare(time, after) > 0)
    .sort(compare);
  const listed = times.slice(0, limit);
  const last = listed.at(-1);
  const next = times.length > limit && last ? { startMs: last.startMs, id: last.id, originalStart: last.originalStart } : null;
  return { times: listed, next };
}

/** The events, series as a whole, of which something may be in the window. */
export async function readEvents(db: D1Database, query: EventQuery): Promise<readonly EventSummary[]> {
  const { fromMs, toMs } = widest(query.window);
  const calendars = query.calendars === null ? null : JSON.stringify(query.calendars);
  const rows = await db
    .prepare(eventsOfPerson)
    .bind(query.personId, calendars, fromMs, toMs, searchText(query.search))
    .raw<EventTuple>();
  return rows.flatMap((row) => summaryOfRow(row) ?? []);
}

/** What is left of a window: whatever starts at a moment or later also ends there or later. */
function from({ moments, days }: EventWindow, ms: number): EventWindow {
  return {
    moments: { ...moments, fromMs: Math.max(moments.fromMs, ms) },
    days: { ...days, fromMs: Math.max(days.fromMs, ms) },
  };
}

function compare(a: OccurrencePosition, b: OccurrencePosition): number {
  if (a.startMs !== b.startMs) return a.startMs - b.startMs;
  if (a.id !== b.id) return a.id < b.id ? -1 : 1;
  return a.originalStart === b.originalStart ? 0 : a.originalStart < b.originalStart ? -1 : 1;
}

// `instr` and not LIKE: D1 limits patterns to 50 bytes, and a pattern would need escaping.
const hasWords = "(?5 = '' OR instr(e.search_text, ?5) > 0)";

/** All that lists show of the events that a person may see. */
export const eventsOfPerson = selectOfPerson(eventColumns);

/**
 * Columns of what a person may see, as SQL; the last one is their role in the calendar. First what is in calendars of the person,
 * then what they have to do with by themselves, in calendars of others.
 */
export function selectOfPerson(columns: string): string {
  return `
  SELECT ${columns}, m.role AS calendar_role
  FROM calendar_members m
    JOIN calendars c ON c.id = m.calendar_id AND c.deleted = 0
    JOIN events e ON e.calendar_id = m.calendar_id
    LEFT JOIN event_people p ON p.person_id = ?1 AND p.event_id = e.id
  WHERE m.person_id = ?1 AND (?2 IS NULL OR m.calendar_id IN (SELECT value FROM json_each(?2)))
    AND e.deleted = 0 AND e.last_ms >= ?3 AND e.first_ms < ?4 AND ${hasWords} AND (?5 = '' OR ${seesContent})
  UNION ALL
  SELECT ${columns}, NULL
  FROM event_people p
    CROSS JOIN events e ON e.id = p.event_id
  WHERE p.person_id = ?1 AND p.last_ms >= ?3 AND p.first_ms < ?4
    AND p.calendar_id NOT IN (SELECT calendar_id FROM calendar_members WHERE person_id = ?1)
    AND (?2 IS NULL OR p.calendar_id IN (SELECT value FROM json_each(?2))) AND e.deleted = 0 AND ${hasWords}`;
}
