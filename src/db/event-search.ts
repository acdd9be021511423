import type { EventSummary } from '../documents/calendar-lists';
import type { OccurrenceOverride } from '../documents/event';
import { type EventTimes, seriesOf } from '../recurrence/event-series';
import { expandSeries } from '../recurrence/expand-series';
import { eventsOfPerson, selectOfPerson } from './event-list';
import { type EventTuple, readJson, summaryOfRow } from './event-rows';
import type { ListedTime } from './event-times';
import { isIn, type Moment, type Stretch } from './event-window';
import { searchText } from './search-text';

export interface EventSearch {
  readonly personId: string;
  /** As of a list of occurrences. */
  readonly calendars: readonly string[] | null;
  /** Words in the title, the location or the tags; not empty. */
  readonly search: string;
  /** What has not ended by then lies ahead. */
  readonly from: Moment;
}

/** Where a page ends: the next one starts behind this event. */
export interface FoundPosition {
  readonly isPast: boolean;
  /** When it starts; of an all-day event, the beginning of its day where somebody asks. */
  readonly startMs: number;
  readonly id: string;
}

export interface FoundPage {
  readonly times: readonly ListedTime[];
  /** Null on the last page. */
  readonly next: FoundPosition | null;
  /** So many were found, on all pages together, … */
  readonly total: number;
  /** … and so many of them lie ahead. */
  readonly ahead: number;
}

/** What has to be known of every event that is found, to put them in order. */
interface FoundEvent extends EventTimes<OccurrenceOverride> {
  readonly id: string;
}

interface Found extends FoundPosition {
  readonly time: Omit<ListedTime, 'event'>;
}

/** All that a `Date` can be. */
const allTime: Stretch = { fromMs: -8.64e15, toMs: 8.64e15 };

/**
 * Every event that has the words, once: the time at which it happens next, or did last. What lies ahead comes first, the nearest
 * first; then what is past, the latest first.
 */
export async function searchEvents(
  db: D1Database,
  search: EventSearch,
  { limit, after }: { readonly limit: number; readonly after: FoundPosition | null },
): Promise<FoundPage> {
  const events = await readTimes(db, search);
  const found = events.flatMap((event) => nearest(event, search.from) ?? []).sort(compare);
  const rest = after === null ? found : found.filter((one) => compare(one, after) > 0);
  const listed = rest.slice(0, limit);
  const last = listed.at(-1);
  const summaries = await readSummaries(db, search, listed);
  return {
    times: listed.flatMap(({ id, time }) => {
      const event = summaries.get(id);
      return event === undefined ? [] : { ...time, event };
    }),
    next: rest.length > limit && last ? { isPast: last.isPast, startMs: last.startMs, id: last.id } : null,
    total: found.length,
    ahead: found.filter(({ isPast }) => !isPast).length,
  };
}

type TimesTuple = readonly [
  id: string,
  start: string | null,
  end: string | null,
  zone: string | null,
  allDay: number,
  recurrence: string | null,
  exceptions: string,
];

const timesOfPerson = selectOfPerson('e.id, e.start_time, e.end_time, e.time_zone, e.all_day, e.recurrence, e.exceptions');

/** A letter may be in tens of thousands of events: of those that are on other pages, nothing else is read. */
async function readTimes(db: D1Database, search: EventSearch): Promise<readonly FoundEvent[]> {
  const rows = await db
    .prepare(timesOfPerson)
    .bind(...boundTo(search))
    .raw<TimesTuple>();
  return rows.map(([id, start_time, end_time, time_zone, allDay, recurrence, exceptions]) => {
    return { id, start_time, end_time, time_zone, all_day: allDay === 1, recurrence, exceptions: readJson(exceptions, {}) };
  });
}

const someOfPerson = `SELECT * FROM (${eventsOfPerson}) WHERE id IN (SELECT value FROM json_each(?6))`;

async function readSummaries(
  db: D1Database,
  search: EventSearch,
  listed: readonly Found[],
): Promise<ReadonlyMap<string, EventSummary>> {
  if (listed.length === 0) return new Map();
  const ids = JSON.stringify(listed.map(({ id }) => id));
  const rows = await db
    .prepare(someOfPerson)
    .bind(...boundTo(search), ids)
    .raw<EventTuple>();
  return new Map(rows.flatMap((row) => summaryOfRow(row) ?? []).map((event) => [event.id, event]));
}

function boundTo({ personId, calendars, search }: EventSearch): readonly unknown[] {
  return [personId, calendars && JSON.stringify(calendars), allTime.fromMs, allTime.toMs, searchText(search)];
}

/** When an event happens next, or did last; null for one without times, or of which every occurrence is left out. */
function nearest(event: FoundEvent, { atMs, dayMs }: Moment): Found | null {
  const series = seriesOf(event);
  if (series === null) return null;
  const { id } = event;
  const fromMs = series.allDay ? dayMs : atMs;
  const foundAt = (time: Omit<ListedTime, 'event' | 'id'>, isPast: boolean): Found => {
    const startMs = series.allDay ? time.startMs - (dayMs - atMs) : time.startMs;
    return { isPast, startMs, id, time: { ...time, id } };
  };
  if (series.rule === null) {
    const { start: startMs, end: endMs } = series;
    return foundAt({ startMs, endMs, originalStart: '', override: null }, !isIn({ ...allTime, fromMs }, startMs, endMs));
  }
  const [next] = expandSeries(series, fromMs, allTime.toMs, 1);
  if (next !== undefined) return foundAt(next, false);
  const last = expandSeries(series, allTime.fromMs, allTime.toMs, Number.POSITIVE_INFINITY).at(-1);
  return last === undefined ? null : foundAt(last, true);
}

function compare(a: FoundPosition, b: FoundPosition): number {
  if (a.isPast !== b.isPast) return a.isPast ? 1 : -1;
  if (a.startMs !== b.startMs) return a.isPast ? b.startMs - a.startMs : a.startMs - b.startMs;
  return a.id === b.id ? 0 : a.id < b.id ? -1 : 1;
}
