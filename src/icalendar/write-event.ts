import type { Attendee, OccurrenceOverride, Reminder } from '../documents/event';
import { seriesOf } from '../recurrence/event-series';
import { overriddenOccurrences } from '../recurrence/overridden-occurrences';
import type { Occurrence, Series } from '../recurrence/series';
import { uidOf, type WrittenEvent } from './file-event';
import { addressOf } from './guest-addresses';
import { type JcalComponent, type JcalProperty, plainText, textProperty } from './jcal';
import { ruleProperty } from './write-rule-property';
import { type TimeForm, timesProperty } from './write-times';

/**
 * An event as VEVENTs: one of the event or its series, and one of every occurrence that is other than the rule says. None of an
 * event without a start, which no calendar could show.
 */
export function writeEvent(event: WrittenEvent): readonly JcalComponent[] {
  const series = seriesOf(event);
  if (series === null) return [];
  const form = { allDay: series.allDay, zone: series.zone };
  const whole: JcalComponent = [
    'vevent',
    [
      ...identity(event),
      ...times(series.start, event.end_time === null ? null : series.end, form),
      ...repetition(series, form),
      ...content(event),
    ],
    event.reminders.map((reminder) => alarm(event, reminder)),
  ];
  if (series.rule === null) return [whole];
  const others = overriddenOccurrences(series, () => true);
  return [whole, ...others.map((occurrence) => occurrenceComponent(event, occurrence, form))];
}

function identity({ id, updated_at, sequence }: WrittenEvent): readonly JcalProperty[] {
  // The same state is the same file at any time, so DTSTAMP says when it became what it is.
  const changedAt = `${new Date(updated_at).toISOString().slice(0, 19)}Z`;
  return [
    textProperty('uid', uidOf(id)),
    ['dtstamp', {}, 'date-time', changedAt],
    ['last-modified', {}, 'date-time', changedAt],
    ['sequence', {}, 'integer', sequence],
  ];
}

function times(startMs: number, endMs: number | null, form: TimeForm): readonly JcalProperty[] {
  const start = timesProperty('dtstart', [startMs], form);
  return endMs === null || endMs === startMs ? [start] : [start, timesProperty('dtend', [endMs], form)];
}

function repetition({ rule, exceptions, allDay }: Series<OccurrenceOverride>, form: TimeForm): readonly JcalProperty[] {
  if (rule === null) return [];
  const leftOut = Object.entries(exceptions).flatMap(([start, change]) => (change === false ? [start] : []));
  const starts = leftOut.filter((start) => (start.length === 10) === allDay).map((start) => Date.parse(start));
  return [...ruleProperty(rule, form), ...(starts.length === 0 ? [] : [timesProperty('exdate', starts, form)])];
}

function content(event: WrittenEvent): readonly JcalProperty[] {
  const { title, description, location, tags, visibility, status } = event;
  return [
    textProperty('summary', title),
    ...(description === '' ? [] : [textProperty('description', description)]),
    ...(location === null || location === '' ? [] : [textProperty('location', location)]),
    textProperty('status', status.toUpperCase()),
    ...(visibility === null || visibility === 'default' ? [] : [textProperty('class', visibility.toUpperCase())]),
    ...(tags.length === 0 ? [] : [textProperty('categories', ...tags)]),
    ...guests(event),
  ];
}

/** Who invites stands there only where somebody is invited. */
function guests({ attendees, organizer }: WrittenEvent): readonly JcalProperty[] {
  if (attendees.length === 0) return [];
  const invites = organizer === null ? [] : [organizerProperty(organizer, attendees)];
  return [...invites, ...attendees.map(attendeeProperty)];
}

function organizerProperty(
  { user_id, name }: NonNullable<WrittenEvent['organizer']>,
  attendees: WrittenEvent['attendees'],
): JcalProperty {
  const email = attendees.find((attendee) => attendee.user_id === user_id)?.email ?? null;
  return ['organizer', named(name), 'cal-address', addressOf(user_id, email)];
}

function named(name: string | null): { readonly cn?: string } {
  return name === null || name === '' ? {} : { cn: plainText(name) };
}

function attendeeProperty({ user_id, email, name, response_status, optional }: Attendee): JcalProperty {
  const parameters = {
    ...named(name),
    partstat: response_status.replace('_', '-'),
    ...(optional === null ? {} : { role: optional ? 'OPT-PARTICIPANT' : 'REQ-PARTICIPANT' }),
  };
  return ['attendee', parameters, 'cal-address', addressOf(user_id, email)];
}

/** Any program can show a text; only ours can send the mails that ours sends. */
function alarm({ title }: WrittenEvent, { minutes_before }: Omit<Reminder, 'id'>): JcalComponent {
  const trigger: JcalProperty = ['trigger', {}, 'duration', minutes_before === 0 ? 'PT0S' : `-PT${minutes_before}M`];
  return ['valarm', [textProperty('action', 'DISPLAY'), textProperty('description', title), trigger], []];
}

function occurrenceComponent(
  event: WrittenEvent,
  { startMs, endMs, originalStart, override }: Occurrence<OccurrenceOverride>,
  form: TimeForm,
): JcalComponent {
  const own = { ...event, ...override };
  const properties = [
    ...identity(event),
    timesProperty('recurrence-id', [Date.parse(originalStart)], form),
    ...times(startMs, endMs, form),
    ...content({ ...event, title: own.title, location: own.location, description: own.description, status: own.status }),
  ];
  return ['vevent', properties, event.reminders.map((reminder) => alarm(event, reminder))];
}
