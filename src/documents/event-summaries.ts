import { type EventStanding, eventRoleOf } from '../protocol/event-roles';
import { listedExceptions, listedTitle, withoutWords } from '../protocol/listed';
import type { Projection } from './api';
import type { EventSummary } from './calendar-lists';
import type { Attendee, EventView, eventSchema, ResponseStatus } from './event';

/** So many attendees stand in a list. */
const maxListedAttendees = 20;

/** What lists know of an event, whoever looks at it. */
export type EventFacts = Omit<EventSummary, 'role' | 'my_response' | 'busy_only'>;

type Told = Pick<EventView, (typeof eventSchema.listed)[number]>;

/** What lists know of an event, out of what its document tells. */
export function eventFactsOf({ id, calendar_id, version, updated_at, fields }: Projection): EventFacts {
  // The document's schema has checked them. After a purge nothing is left.
  const told = fields as Partial<Told>;
  const attendees = told.attendees ?? [];
  return {
    id,
    calendar_id: calendar_id ?? '',
    title: listedTitle(told.title ?? ''),
    start_time: told.start_time ?? null,
    end_time: told.end_time ?? null,
    time_zone: told.time_zone ?? null,
    all_day: told.all_day === true,
    location: told.location ?? null,
    status: told.status ?? 'tentative',
    color: told.color ?? null,
    visibility: told.visibility ?? null,
    recurrence: told.recurrence ?? null,
    exceptions: listedExceptions(told.exceptions ?? {}),
    attendees: attendees
      .slice(0, maxListedAttendees)
      .map(({ user_id, name, response_status }) => ({ user_id, name, response_status })),
    attendee_count: attendees.length,
    tags: told.tags ?? [],
    version,
    updated_at,
  };
}

/** Everybody who is invited to an event that a document tells of. */
export function attendeesOf({ fields }: Pick<Projection, 'fields'>): readonly Attendee[] {
  return (fields as Partial<Told>).attendees ?? [];
}

/**
 * An event as somebody sees it; null when there is nothing that they may see. Who only watches the calendar of a private event
 * sees that it takes time, and nothing more of it.
 */
export function summaryFor(event: EventFacts, standing: EventStanding, myResponse: ResponseStatus | null): EventSummary | null {
  const role = eventRoleOf(standing, event.visibility === 'private');
  if (role !== null) return { ...event, role, my_response: myResponse };
  return standing.calendar === null ? null : { ...busyOnly(event), role: 'viewer', my_response: null, busy_only: true };
}

function busyOnly(event: EventFacts): EventFacts {
  return {
    ...event,
    title: '',
    location: null,
    color: null,
    attendees: [],
    attendee_count: 0,
    tags: [],
    exceptions: withoutWords(event.exceptions),
  };
}
