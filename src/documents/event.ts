import { fieldLimits, restLimits } from '../protocol/limits';
import {
  checkOccurrenceTimes,
  checkTimes,
  momentOrDay,
  occurrenceChange,
  occurrenceKey,
  recurrenceRule,
  timeZone,
} from './event-checks';
import { boolean, type Check, type DocumentSchema, hexColor, integer, oneOf, optional, string, webAddress } from './schema';
import { richTextFormats } from './text-formats';
import type { DeltaRun } from './trip';

/** Whether somebody comes. As RFC 5545 PARTSTAT, with an underscore. */
export const responseStatuses = ['NEEDS_ACTION', 'ACCEPTED', 'DECLINED', 'TENTATIVE'] as const;
export type ResponseStatus = (typeof responseStatuses)[number];

/** From the lowest to the highest: racing edits only move a status forward. */
export const eventStatuses = ['tentative', 'confirmed', 'cancelled'] as const;
export type EventStatus = (typeof eventStatuses)[number];

export const eventVisibilities = ['default', 'public', 'private'] as const;
export type EventVisibility = (typeof eventVisibilities)[number];

const text = string(fieldLimits.maxRegisterChars);

const word = (maxChars: number): Check => {
  const check = string(maxChars);
  return (value) => check(value) ?? ((value as string).trim() === '' ? 'must not be empty' : null);
};

/** An event: the schema of {@link EventView}. */
export const eventSchema = {
  kind: 'event',
  registersRoot: 'details',
  fields: {
    title: { kind: 'text' },
    description: { kind: 'text', formats: richTextFormats },
    start_time: { kind: 'register', check: optional(momentOrDay) },
    end_time: { kind: 'register', check: optional(momentOrDay) },
    time_zone: { kind: 'register', check: optional(timeZone) },
    all_day: { kind: 'register', check: optional(boolean) },
    location: { kind: 'register', check: optional(text) },
    visibility: { kind: 'register', check: optional(oneOf(...eventVisibilities)) },
    color: { kind: 'register', check: optional(hexColor) },
    status: { kind: 'ranked', ranks: eventStatuses },
    attendees: {
      kind: 'set',
      key: 'user_id',
      checkKey: word(restLimits.maxUserIdChars),
      maxEntries: fieldLimits.maxAttendees,
      element: {
        email: { kind: 'register', check: optional(string(fieldLimits.maxMailChars)) },
        name: { kind: 'register', check: optional(string(restLimits.maxNameChars)) },
        response_status: { kind: 'register', check: optional(oneOf(...responseStatuses)), unset: 'NEEDS_ACTION' },
        optional: { kind: 'register', check: optional(boolean) },
      },
    },
    tags: { kind: 'growSet', check: word(fieldLimits.maxTagChars), maxWords: fieldLimits.maxTags },
    recurrence: { kind: 'register', check: optional(recurrenceRule) },
    exceptions: {
      kind: 'map',
      checkKey: occurrenceKey,
      check: occurrenceChange,
      maxEntries: fieldLimits.maxExceptions,
    },
    reminders: {
      kind: 'list',
      placed: false,
      element: {
        method: { kind: 'register', check: optional(oneOf('in_app', 'push', 'email')), unset: 'in_app' },
        minutes_before: {
          kind: 'register',
          check: optional(integer(0, fieldLimits.maxReminderMinutes)),
          unset: 10,
        },
      },
    },
    attachments: {
      kind: 'list',
      placed: false,
      element: { url: { kind: 'register', check: optional(webAddress(fieldLimits.maxUrlChars)) }, title: { kind: 'text' } },
    },
    extensions: { kind: 'json', maxBytes: fieldLimits.maxJsonFieldBytes, maxDepth: fieldLimits.maxJsonFieldDepth },
  },
  rules: [{ fields: ['all_day', 'start_time', 'end_time'], check: checkTimes }],
  entryRules: [{ map: 'exceptions', register: 'all_day', check: checkOccurrenceTimes }],
  listed: [
    'title',
    'start_time',
    'end_time',
    'time_zone',
    'all_day',
    'location',
    'status',
    'color',
    'visibility',
    'recurrence',
    'exceptions',
    'attendees',
    'tags',
  ],
  filed: ['description', 'reminders'],
} as const satisfies DocumentSchema;

export interface Attendee {
  readonly user_id: string;
  readonly email: string | null;
  readonly name: string | null;
  readonly response_status: ResponseStatus;
  /** Whether it is fine without them. */
  readonly optional: boolean | null;
}

/** What one occurrence of a series has in place of what the series has. */
export interface OccurrenceOverride {
  readonly start_time?: string;
  readonly end_time?: string;
  readonly title?: string;
  readonly location?: string;
  readonly description?: string;
  readonly status?: EventStatus;
}

/** How somebody wants to be told before it starts. */
export interface Reminder {
  readonly id: string;
  readonly method: 'in_app' | 'push' | 'email';
  readonly minutes_before: number;
}

/** An event of a calendar as plain JSON. Every field is there, null (a text: empty) where unset. */
export interface EventView {
  readonly id: string;
  readonly owner_id: string;
  /** The calendar it belongs to; changed by `POST /v1/events/{id}/move`. */
  readonly calendar_id: string;
  readonly collaborators: readonly { id: string; name: string; role: string; color: string }[];
  readonly title: string;
  readonly description: readonly DeltaRun[];
  /**
   * RFC 3339 with an offset (`2026-12-15T14:00:00Z`), whole seconds; of an all-day event the first day, `2026-12-15`.
   */
  readonly start_time: string | null;
  /** The same; it is not part of the event any more. Of an all-day event the day after the last one. */
  readonly end_time: string | null;
  /** IANA name. A series repeats in the wall time of this zone. Null: UTC. */
  readonly time_zone: string | null;
  readonly all_day: boolean | null;
  readonly location: string | null;
  readonly visibility: EventVisibility | null;
  /** `#rrggbb`; null: that of its calendar. */
  readonly color: string | null;
  readonly status: EventStatus;
  /** In the order in which they were added. */
  readonly attendees: readonly Attendee[];
  /** Sorted. They only ever grow. */
  readonly tags: readonly string[];
  /** The value of an RRULE (RFC 5545), without DTSTART: `FREQ=WEEKLY;BYDAY=MO`; null for an event that does not repeat. */
  readonly recurrence: string | null;
  /**
   * Occurrences that are other than the rule says, by their original start (written as `start_time` is, in UTC): false for one
   * that is left out (EXDATE).
   */
  readonly exceptions: Readonly<Record<string, false | OccurrenceOverride>>;
  readonly reminders: readonly Reminder[];
  readonly attachments: readonly { id: string; url: string | null; title: string }[];
  /** What other systems keep here: any JSON. */
  readonly extensions: unknown;
  readonly metadata: { readonly created_at: string; readonly updated_at: string; readonly version: number };
}
