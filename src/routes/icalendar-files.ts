import { type FiledEvent, findFiledCalendar, listFiledEvents } from '../db/calendar-file';
import type { EventView } from '../documents/event';
import type { WrittenEvent } from '../icalendar/file-event';
import { writeCalendar } from '../icalendar/write-calendar';
import { calendarLimits } from '../protocol/limits';
import { Refused } from './problems';

/** A new program that writes other files makes other states of them. */
const formatVersion = 1;

/** A file, or (`text` null) that whoever asked has it already. */
export interface CalendarFile {
  readonly etag: string;
  readonly text: string | null;
}

interface Wanted {
  readonly calendarId: string;
  /** Who reads, or who made the feed that is read. */
  readonly personId: string;
  /** As a duration: `PT1H`; null for a file that is read once. */
  readonly refresh: string | null;
  readonly nowMs: number;
}

/**
 * A calendar as a file, as a person sees it.
 * @param isKnown whether whoever asks has the file with this ETag.
 * @throws Refused `not-found` for somebody who is no member of it.
 */
export async function calendarFile(db: D1Database, wanted: Wanted, isKnown: (etag: string) => boolean): Promise<CalendarFile> {
  const calendar = await findFiledCalendar(db, wanted);
  if (calendar === null) throw new Refused({ code: 'not-found' });
  const etag = `"${formatVersion}.${calendar.state}"`;
  if (isKnown(etag)) return { etag, text: null };
  const events = await listFiledEvents(db, { ...wanted, limit: calendarLimits.maxEventsWritten });
  const { refresh, nowMs } = wanted;
  return { etag, text: writeCalendar(events.map(ofSummary), { calendar: { ...calendar, description: '' }, refresh, nowMs }) };
}

/** A single event as a file. */
export function eventFile(event: EventView, sequence: number, nowMs: number): string {
  const written: WrittenEvent = {
    ...event,
    all_day: event.all_day === true,
    description: event.description.map(({ insert }) => insert).join(''),
    updated_at: event.metadata.updated_at,
    sequence,
  };
  return writeCalendar([written], { calendar: null, refresh: null, nowMs });
}

/** An event as the lists know it: without description and reminders. Who comes is nothing for an address that is passed on. */
function ofSummary({ times_revision, busy_only, ...event }: FiledEvent): WrittenEvent {
  return {
    ...event,
    title: busy_only === true ? 'Busy' : event.title,
    visibility: busy_only === true ? 'private' : event.visibility,
    description: '',
    attendees: [],
    reminders: [],
    sequence: times_revision,
  };
}

/** What makes a browser save the file, under a name that tells what it is. */
export function fileHeaders(name: string): Readonly<Record<string, string>> {
  return {
    'content-type': 'text/calendar; charset=utf-8',
    'content-disposition': `attachment; filename="${name}.ics"`,
  };
}
