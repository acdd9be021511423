import type { WrittenEvent } from '../../../src/icalendar/file-event';
import { type FileEntry, readCalendar } from '../../../src/icalendar/read-calendar';
import { writeCalendar } from '../../../src/icalendar/write-calendar';

export const nowMs = Date.UTC(2026, 10, 22);
export const eventId = '0198a000-0000-7000-8000-000000000001';

/** An event to write, with the fields that a test is about. */
export function written(fields: Partial<WrittenEvent> = {}): WrittenEvent {
  return {
    id: eventId,
    title: 'Planning',
    description: '',
    start_time: '2026-12-15T14:00:00Z',
    end_time: '2026-12-15T15:00:00Z',
    time_zone: null,
    all_day: false,
    location: null,
    status: 'confirmed',
    visibility: null,
    recurrence: null,
    exceptions: {},
    tags: [],
    attendees: [],
    reminders: [],
    updated_at: '2026-11-20T10:11:12.345Z',
    sequence: 0,
    organizer: null,
    ...fields,
  };
}

/** Events as the text of a file. */
export function fileOf(...events: readonly WrittenEvent[]): string {
  return writeCalendar(events, { calendar: null, refresh: null, nowMs });
}

/** A file with lines of a test's choice in its one event. */
export function fileWith(...lines: readonly string[]): string {
  return calendarOf('BEGIN:VEVENT', ...lines, 'END:VEVENT');
}

export function calendarOf(...lines: readonly string[]): string {
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n');
}

export function entriesOf(text: string, floatingZone: string | null = null): readonly FileEntry[] {
  const entries = readCalendar(text, floatingZone);
  if (entries === null) throw new Error('no calendar file');
  return entries;
}
