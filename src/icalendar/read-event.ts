import type { EventStatus, EventVisibility } from '../documents/event';
import { dayMs } from '../recurrence/calendar-days';
import { originalStartAt } from '../recurrence/series';
import { instantOf, wallTime } from '../recurrence/wall-time';
import type { FileComponent } from './components-of-file';
import { FileFault } from './fault';
import type { FileEvent } from './file-event';
import { type JcalComponent, type JcalProperty, parseComponent, propertiesOf, textOf } from './jcal';
import { readAttendees } from './read-attendees';
import { readReminders } from './read-reminders';
import { readRule } from './read-rule';
import { endAfter, type FileTime, readDuration, readTimes, type TimeReading } from './read-times';

/** A VEVENT of a file by itself: an event, a series without its single occurrences, or one of those. */
export interface ReadComponent {
  readonly uid: string;
  readonly sequence: number;
  /** Which occurrence of its series it is; null for the event or the series itself. */
  readonly recurrenceId: FileTime | null;
  readonly start: FileTime;
  /** Null for what takes no time. */
  readonly endMs: number | null;
  /** Its `exceptions` are the occurrences that are left out. */
  readonly event: FileEvent;
}

/** @throws FileFault for what we could not show as its author meant it. */
export function readEvent(component: FileComponent, reading: TimeReading, isCancelled: boolean): ReadComponent {
  const jcal = parsed(component);
  const start = singleTime(jcal, 'dtstart', reading);
  if (start === null) throw new FileFault('It has no DTSTART.');
  const endMs = endOf(jcal, start, reading);
  const recurrenceId = singleTime(jcal, 'recurrence-id', reading);
  if (propertiesOf(jcal, 'recurrence-id')[0]?.[1].range !== undefined)
    throw new FileFault('RANGE=THISANDFUTURE is not supported.');
  const event: FileEvent = {
    title: (textOf(jcal, 'summary') ?? '').trim(),
    description: textOf(jcal, 'description') ?? '',
    start_time: originalStartAt(start.ms, start.isDay),
    end_time: endMs === null ? null : originalStartAt(endMs, start.isDay),
    time_zone: start.zone,
    all_day: start.isDay,
    location: textOf(jcal, 'location'),
    status: isCancelled ? 'cancelled' : statusOf(textOf(jcal, 'status')),
    visibility: visibilityOf(textOf(jcal, 'class')),
    recurrence: recurrenceId === null ? readRule(component, start) : null,
    exceptions: Object.fromEntries(leftOut(jcal, start, reading).map((key) => [key, false as const])),
    tags: [...new Set(propertiesOf(jcal, 'categories').flatMap(textsOf))],
    attendees: readAttendees(jcal),
    reminders: readReminders(jcal),
  };
  return {
    uid: uidOfComponent(jcal, start),
    sequence: Number(propertiesOf(jcal, 'sequence')[0]?.[3] ?? 0),
    recurrenceId,
    start,
    endMs,
    event,
  };
}

function parsed({ lines }: FileComponent): JcalComponent {
  try {
    return parseComponent(lines.join('\r\n'));
  } catch (error) {
    throw new FileFault(`It cannot be read: ${error instanceof Error ? error.message.slice(0, 200) : 'malformed'}`);
  }
}

/** Files without UIDs are older than the standard; what starts at one time under one title is the same event. */
function uidOfComponent(jcal: JcalComponent, start: FileTime): string {
  const uid = textOf(jcal, 'uid')?.trim();
  return uid === undefined || uid === '' ? `${start.ms} ${textOf(jcal, 'summary') ?? ''}` : uid;
}

function singleTime(jcal: JcalComponent, name: string, reading: TimeReading): FileTime | null {
  const [property] = propertiesOf(jcal, name);
  return property === undefined ? null : (readTimes(property, reading)[0] ?? null);
}

function endOf(jcal: JcalComponent, start: FileTime, reading: TimeReading): number | null {
  const end = singleTime(jcal, 'dtend', reading);
  if (end !== null && end.isDay !== start.isDay) throw new FileFault('DTSTART and DTEND have to be both days or both times.');
  const endMs = end === null ? endByDuration(jcal, start) : end.ms;
  if (endMs < start.ms) throw new FileFault('It ends before it starts.');
  if (start.isDay) return Math.max(endMs, start.ms + dayMs);
  return endMs === start.ms ? null : endMs;
}

function endByDuration(jcal: JcalComponent, start: FileTime): number {
  const text = textOf(jcal, 'duration');
  if (text === null) return start.ms;
  const duration = readDuration(text);
  if (duration === null) throw new FileFault('DURATION is not a duration.');
  return endAfter(start, duration);
}

/** The original starts of occurrences that are left out, as our exceptions name them. */
function leftOut(jcal: JcalComponent, start: FileTime, reading: TimeReading): readonly string[] {
  const times = propertiesOf(jcal, 'exdate').flatMap((property) => readTimes(property, reading));
  return times.map((time) => originalKey(time, start));
}

/** How our exceptions name the occurrence of a series that a file names by a time; a day names the one on it. */
export function originalKey(time: FileTime, start: FileTime): string {
  if (start.isDay) return originalStartAt(wallTime(time.zone, time.ms), true);
  if (!time.isDay) return originalStartAt(time.ms, false);
  const startWall = wallTime(start.zone, start.ms);
  return originalStartAt(instantOf(start.zone, time.ms + startWall - Math.floor(startWall / dayMs) * dayMs), false);
}

function statusOf(text: string | null): EventStatus {
  const status = text?.trim().toLowerCase();
  // A file that says nothing means what it says.
  return status === 'tentative' || status === 'cancelled' ? status : 'confirmed';
}

function visibilityOf(text: string | null): EventVisibility | null {
  switch (text?.trim().toUpperCase()) {
    case 'PUBLIC':
      return 'public';
    case 'PRIVATE':
    case 'CONFIDENTIAL':
      return 'private';
    default:
      return null;
  }
}

function textsOf([, , , ...values]: JcalProperty): readonly string[] {
  return values.map((value) => String(value).trim()).filter((value) => value !== '');
}
