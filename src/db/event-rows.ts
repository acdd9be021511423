import type { EventSummary } from '../documents/calendar-lists';
import type { EventStatus, EventVisibility, ResponseStatus } from '../documents/event';
import { type EventFacts, summaryFor } from '../documents/event-summaries';
import type { Role } from '../protocol/roles';

/** The columns of an {@link EventTuple}: of the event `e`, of the person's part in it `p`, of their calendar membership `m`. */
export const eventColumns = `
  e.id, e.calendar_id, e.title, e.start_time, e.end_time, e.time_zone, e.all_day, e.location, e.status, e.color, e.visibility,
  e.recurrence, e.exceptions, e.attendees, e.attendee_count, e.tags, e.version, e.updated_at, e.change,
  p.role, p.response_status`;

/** An event as it is stored, and what the person who asks is in it. Not as an object: thousands of them have no need for names. */
export type EventTuple = readonly [
  id: string,
  calendar: string,
  title: string,
  start: string | null,
  end: string | null,
  zone: string | null,
  allDay: number,
  location: string | null,
  status: EventStatus,
  color: string | null,
  visibility: EventVisibility | null,
  recurrence: string | null,
  exceptions: string,
  attendees: string,
  attendeeCount: number,
  tags: string,
  version: number,
  updatedAt: string,
  change: number,
  ownRole: Role | null,
  response: ResponseStatus | null,
  calendarRole: Role | null,
];

/** Whether the person may see the content of an event, as SQL. They may see that it takes time in any case. */
export const seesContent = "(e.visibility IS NOT 'private' OR m.role IN ('owner', 'editor') OR p.person_id IS NOT NULL)";

/** Which change of its calendar an event was changed by last. */
export function changeOf(row: EventTuple): number {
  return row[18];
}

/** An event as the person who asks sees it, whatever else stands behind it in the row; null for what they may not see. */
export function summaryOfRow(row: readonly [...EventTuple, ...unknown[]]): EventSummary | null {
  const event: EventFacts = {
    id: row[0],
    calendar_id: row[1],
    title: row[2],
    start_time: row[3],
    end_time: row[4],
    time_zone: row[5],
    all_day: row[6] === 1,
    location: row[7],
    status: row[8],
    color: row[9],
    visibility: row[10],
    recurrence: row[11],
    exceptions: readJson(row[12], noExceptions),
    attendees: readJson(row[13], none),
    attendee_count: row[14],
    tags: readJson(row[15], none),
    version: row[16],
    updated_at: row[17],
  };
  return summaryFor(event, { own: row[19], calendar: row[21], isAttendee: row[20] !== null }, row[20]);
}

const none: readonly never[] = [];
const noExceptions = {};

/** Most events have no attendees, no tags and no exceptions. */
export function readJson<T>(json: string, empty: T): T {
  return json.length === 2 ? empty : (JSON.parse(json) as T);
}
