import { z } from '@hono/zod-openapi';
import { eventStatuses, eventVisibilities } from '../documents/event';
import { calendarLimits as limits, restLimits } from '../protocol/limits';
import { roles } from '../protocol/roles';
import { isDocumentId } from './document-ids';
import { timestamp } from './document-schemas';
import { OccurrenceOverride, responseStatus } from './event-schemas';

/** The shapes of lists of events. */

const moment = z.iso.datetime({ offset: true }).openapi({ example: '2026-12-01T00:00:00+09:00' });

const calendars = z
  .string()
  .transform((text) => text.split(','))
  .refine((ids) => ids.length <= limits.maxCalendars && ids.every(isDocumentId), 'must be ids of calendars, separated by commas')
  .openapi({ type: 'string', description: 'Ids of calendars, separated by commas.' });

/** The stretch of time that is asked for. */
const windowFields = {
  from: moment.openapi({ description: 'All-day events are days in the zone of this offset.' }),
  to: moment.openapi({ description: 'Not part of it any more; at most 400 days after `from`.' }),
};

export const FreeBusyQuery = z.object({ ...windowFields, calendar: calendars.optional() });

export const EventListQuery = z.object({
  from: windowFields.from.optional(),
  to: windowFields.to.optional(),
  calendar: calendars.optional(),
  q: z.string().max(restLimits.maxSearchChars).default('').openapi({ description: 'Text in the title, the location or a tag.' }),
  limit: z.coerce.number().int().min(1).max(limits.maxOccurrences).default(limits.defaultOccurrences),
  cursor: z.string().optional().openapi({ description: '`next_cursor` of the page before.' }),
  sync_token: z
    .string()
    .optional()
    .openapi({ description: 'Of the last answer for this calendar: what has changed since then.' }),
  deleted: z.enum(['true', 'false']).default('false').openapi({
    description: '`true`: the deleted events that you can restore, in place of the others. Goes with `limit` and `cursor` only.',
  }),
  syncToken: z.string().optional().openapi({ description: 'Taken like `sync_token`, which it gives way to.' }),
});

const summaryFields = {
  id: z.string(),
  calendar_id: z.string(),
  title: z.string(),
  time_zone: z.string().nullable(),
  all_day: z.boolean(),
  location: z.string().nullable(),
  status: z.enum(eventStatuses),
  color: z.string().nullable(),
  visibility: z.enum(eventVisibilities).nullable(),
  role: z.enum(roles).openapi({ description: 'Your role in it: the stronger of its own and its calendar’s.' }),
  attendees: z
    .array(z.object({ user_id: z.string(), name: z.string().nullable(), response_status: responseStatus }).readonly())
    .readonly()
    .openapi({ description: 'The first twenty.' }),
  attendee_count: z.int(),
  my_response: responseStatus.nullable(),
  tags: z.array(z.string()).readonly(),
  version: z.int(),
  updated_at: timestamp,
  busy_only: z
    .literal(true)
    .exactOptional()
    .openapi({ description: 'Of a private event of others: it takes time, and you may not know more of it.' }),
};

export const EventSummary = z
  .object({
    ...summaryFields,
    start_time: z.string().nullable(),
    end_time: z.string().nullable(),
    recurrence: z.string().nullable(),
    exceptions: z.record(z.string(), z.union([z.literal(false), OccurrenceOverride])).readonly(),
  })
  .readonly()
  .openapi('EventSummary');

const EventOccurrence = z
  .object({
    ...summaryFields,
    start_time: z.string().openapi({ description: 'UTC; of an all-day event a date.', example: '2026-12-15T14:00:00Z' }),
    end_time: z.string(),
    original_start: z.string().nullable().openapi({
      description:
        'When the rule of its series says that it starts, by which `exceptions` name it; null for an event that does not repeat.',
    }),
    is_recurring: z.boolean(),
    is_exception: z.boolean(),
  })
  .readonly()
  .openapi('EventOccurrence');

const nextCursor = z.string().nullable().openapi({ description: 'For the next page; null on the last one.' });

export const OccurrenceList = z
  .object({ events: z.array(EventOccurrence).readonly(), next_cursor: nextCursor })
  .openapi('OccurrenceList', {
    description: 'With `from` and `to`: what happens then, in the order of the starts, series expanded.',
  });

export const FoundEventList = z
  .object({
    events: z.array(EventOccurrence).readonly(),
    next_cursor: nextCursor,
    total: z.int().openapi({ description: 'So many were found, on all pages together.' }),
    ahead: z.int().openapi({ description: 'So many of them have not ended at `from`: they come first.' }),
  })
  .openapi('FoundEventList', {
    description:
      'With `q` and `from` alone: every event that has the words, once. What lies ahead of `from` by its next occurrence, the nearest first; then what is past by its last one, the latest first.',
  });

export const EventChangeList = z
  .object({
    events: z.array(EventSummary).readonly(),
    deleted: z.array(z.string()).readonly().openapi({ description: 'Events that are not in the calendar any more.' }),
    next_cursor: nextCursor,
    sync_token: z.string().nullable().openapi({ description: 'On the last page: asks later what has changed since then.' }),
  })
  .openapi('EventChangeList', {
    description: 'Without `from` and `to`: what is in one calendar, or has changed there. Series as a whole.',
  });

export const DeletedEventList = z
  .object({
    events: z.array(EventSummary.unwrap().extend({ restorable_until: timestamp }).readonly().openapi('DeletedEvent')).readonly(),
    next_cursor: nextCursor,
  })
  .openapi('DeletedEventList', {
    description: 'With `deleted`: what can be restored, the last one that was deleted first. Series as a whole.',
  });

export const FreeBusy = z
  .object({ busy: z.array(z.object({ calendar_id: z.string(), start: timestamp, end: timestamp }).readonly()).readonly() })
  .openapi('FreeBusy');
