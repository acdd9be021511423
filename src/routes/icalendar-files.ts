import { type FiledEvent, findFiledCalendar, listFiledEvents } from '../db/calendar-file';
import type { EventView } from '../documents/event';
import type { WrittenEvent } from '../icalendar/file-event';
import { withoutAddress, withoutAddresses } from '../icalendar/guest-addresses';
import { writeCalendar } from '../icalendar/write-calendar';
import { calendarLimits } from '../protocol/limits';
import { Refused } from './problems';

/** A new program that writes other files makes other states of them. */
const formatVersion = 2;

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
  /** Whether guests stand there with their mail addresses. */
  readonly hasAddresses: boolean;
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
  const { refresh, hasAddresses, nowMs } = wanted;
  const written = events.map((event) => writtenOf(event, hasAddresses));
  return { etag, text: writeCalendar(written, { calendar: { ...calendar, description: '' }, refresh, nowMs }) };
}

/** A single event as a file. */
export function eventFile(event: EventView, sequence: number, nowMs: number): string {
  const written: WrittenEvent = {
    ...event,
    all_day: event.all_day === true,
    description: event.description.map(({ insert }) => insert).join(''),
    updated_at: event.metadata.updated_at,
    sequence,
    organizer: { user_id: event.owner_id, name: event.collaborators.find(({ id }) => id === event.owner_id)?.name ?? null },
  };
  return writeCalendar([written], { calendar: null, refresh: null, nowMs });
}

/** An event as lists and files were told of it. */
function writtenOf({ event, times_revision, details }: FiledEvent, hasAddresses: boolean): WrittenEvent {
  const { description = '', reminders = [], attendees = [], organizer = null } = details ?? {};
  const isBusyOnly = event.busy_only === true;
  return {
    ...event,
    title: isBusyOnly ? 'Busy' : event.title,
    visibility: isBusyOnly ? 'private' : event.visibility,
    description,
    reminders,
    attendees: hasAddresses ? attendees : withoutAddresses(attendees),
    organizer: organizer === null || hasAddresses ? organizer : withoutAddress(organizer, 0),
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
