import type { EventStatus, OccurrenceOverride } from '../documents/event';
import { type EventTimes, seriesOf } from '../recurrence/event-series';
import { expandSeries } from '../recurrence/expand-series';
import { instantOf } from '../recurrence/wall-time';
import { isIn, type Stretch } from './event-window';

/** No zone is further from UTC. */
const maxOffsetMs = 24 * 60 * 60 * 1000;

/** Time that is taken in a calendar. */
export interface BusyTime {
  readonly calendar_id: string;
  readonly startMs: number;
  readonly endMs: number;
}

type Row = Omit<EventTimes, 'all_day' | 'exceptions'> & {
  readonly calendar_id: string;
  readonly calendar_zone: string | null;
  readonly status: EventStatus;
  readonly all_day: number;
  readonly exceptions: string;
};

/** Which of some calendars somebody is a member of; null: all that there are. */
export async function calendarsOf(db: D1Database, personId: string, named: readonly string[] | null): Promise<string[]> {
  const { results } = await db
    .prepare(memberships)
    .bind(personId, named === null ? null : JSON.stringify(named))
    .all<{ id: string }>();
  return results.map(({ id }) => id);
}

/**
 * When the people whose calendars these are have no time: events that are cancelled, or that the owner of the calendar has declined,
 * take none. In each calendar one after the other, none touching the next, and nothing outside of the stretch.
 */
export async function readBusyTimes(db: D1Database, calendars: readonly string[], stretch: Stretch): Promise<BusyTime[]> {
  const { results } = await db
    .prepare(takenTimes)
    .bind(JSON.stringify(calendars), stretch.fromMs - maxOffsetMs, stretch.toMs + maxOffsetMs)
    .all<Row>();
  const times = results.flatMap((row) => timesOf(row, stretch));
  return calendars.flatMap((id) => merged(times.filter(({ calendar_id }) => calendar_id === id)));
}

function timesOf({ calendar_id, calendar_zone, status, all_day, exceptions, ...times }: Row, stretch: Stretch): BusyTime[] {
  const event = {
    ...times,
    all_day: all_day === 1,
    exceptions: JSON.parse(exceptions) as EventTimes<OccurrenceOverride>['exceptions'],
  };
  const series = seriesOf(event);
  if (series === null) return [];
  const { fromMs, toMs } = stretch;
  const zone = calendar_zone ?? series.zone;
  // An all-day event takes the days as they are where its calendar is.
  const atMs = (ms: number): number => (series.allDay ? instantOf(zone, ms) : ms);
  const slackMs = series.allDay ? maxOffsetMs : 0;
  return expandSeries(series, fromMs - slackMs, toMs + slackMs, Number.POSITIVE_INFINITY).flatMap((one) => {
    const [startMs, endMs] = [atMs(one.startMs), atMs(one.endMs)];
    const isTaken = (one.override?.status ?? status) !== 'cancelled' && endMs > startMs && isIn(stretch, startMs, endMs);
    return isTaken ? [{ calendar_id, startMs: Math.max(startMs, fromMs), endMs: Math.min(endMs, toMs) }] : [];
  });
}

function merged(times: readonly BusyTime[]): BusyTime[] {
  const result: BusyTime[] = [];
  for (const time of [...times].sort((a, b) => a.startMs - b.startMs)) {
    const last = result.at(-1);
    if (last === undefined || time.startMs > last.endMs) result.push(time);
    else result[result.length - 1] = { ...last, endMs: Math.max(last.endMs, time.endMs) };
  }
  return result;
}

const memberships = `
  SELECT c.id FROM calendar_members m JOIN calendars c ON c.id = m.calendar_id
  WHERE m.person_id = ?1 AND c.deleted = 0 AND (?2 IS NULL OR c.id IN (SELECT value FROM json_each(?2)))
  ORDER BY c.id`;

export const takenTimes = `
  SELECT e.calendar_id, c.time_zone AS calendar_zone, e.status, e.all_day, e.start_time, e.end_time, e.time_zone, e.recurrence,
    e.exceptions
  FROM json_each(?1) asked
    JOIN calendars c ON c.id = asked.value
    JOIN events e ON e.calendar_id = c.id
  WHERE e.deleted = 0 AND e.last_ms > ?2 AND e.first_ms < ?3
    AND NOT EXISTS (
      SELECT 1 FROM event_people p
      WHERE p.person_id = c.owner_id AND p.event_id = e.id AND p.response_status = 'DECLINED')`;
