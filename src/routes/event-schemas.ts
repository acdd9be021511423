import { z } from '@hono/zod-openapi';
import { eventStatuses, eventVisibilities, responseStatuses } from '../documents/event';
import { fieldLimits } from '../protocol/limits';
import { Attachment, DeltaRun, frameFields, listed, NewAttachments, RichText } from './document-schemas';

/** The shapes of events on the wire. What a value of a field may be is decided by the document's schema, not here. */

const moment = z.string().openapi({
  description: 'RFC 3339 with an offset; of an all-day event a date. Where an event ends it is not any more.',
  example: '2026-12-15T14:00:00Z',
});

export const responseStatus = z.enum(responseStatuses);

const attendeeFields = {
  user_id: z.string(),
  email: z.string().nullable(),
  name: z.string().nullable(),
  response_status: responseStatus,
  optional: z.boolean().nullable(),
};

export const Attendee = z.object(attendeeFields).readonly().openapi('Attendee');

export const OccurrenceOverride = z
  .object({
    start_time: moment.exactOptional(),
    end_time: moment.exactOptional(),
    title: z.string().exactOptional(),
    location: z.string().exactOptional(),
    description: z.string().exactOptional(),
    status: z.enum(eventStatuses).exactOptional(),
  })
  .readonly()
  .openapi('OccurrenceOverride');

const reminderFields = {
  method: z.enum(['in_app', 'push', 'email']),
  minutes_before: z.int().min(0).max(fieldLimits.maxReminderMinutes),
};

const eventFields = {
  title: z.string(),
  description: z.array(DeltaRun).readonly(),
  start_time: moment.nullable(),
  end_time: moment.nullable(),
  time_zone: z.string().nullable().openapi({ description: 'IANA name; null: UTC.', example: 'Asia/Tokyo' }),
  all_day: z.boolean().nullable(),
  location: z.string().nullable(),
  visibility: z.enum(eventVisibilities).nullable(),
  color: z.string().nullable().openapi({ example: '#1d62b7' }),
  status: z.enum(eventStatuses),
  attendees: z.array(Attendee).readonly(),
  tags: z.array(z.string()).readonly(),
  recurrence: z
    .string()
    .nullable()
    .openapi({ description: 'The value of an RRULE (RFC 5545).', example: 'FREQ=WEEKLY;BYDAY=MO' }),
  exceptions: z
    .record(z.string(), z.union([z.literal(false), OccurrenceOverride]))
    .readonly()
    .openapi({ description: 'By the original start of an occurrence, in UTC: what it has of its own; false: it is left out.' }),
  reminders: z.array(z.object({ id: z.string(), ...reminderFields }).readonly()).readonly(),
  attachments: z.array(Attachment).readonly(),
  extensions: z.unknown().openapi({ description: 'What other systems keep here: any JSON.' }),
};

const calendarId = z.string().openapi({ format: 'uuid' });

export const Event = z
  .object({ ...frameFields, calendar_id: calendarId, ...eventFields })
  .readonly()
  .openapi('Event');

/** The fields a new event may start with; null is unset. Loose: which keys and values are right is the document's to say. */
export const NewEvent = z
  .looseObject({
    ...eventFields,
    calendar_id: calendarId.openapi({ description: 'Where you may edit; absent: your own calendar.' }),
    title: z.string().nullable(),
    description: RichText.nullable(),
    status: z.enum(eventStatuses).nullable(),
    attendees: listed(attendeeFields),
    tags: z.array(z.string()).nullable(),
    exceptions: z.record(z.string(), z.unknown()).nullable(),
    reminders: listed({ id: z.string(), ...reminderFields }),
    attachments: NewAttachments,
  })
  .partial()
  .openapi('NewEvent');

export const Response = z.object({ response_status: responseStatus }).openapi('Response');

export const Move = z.object({ calendar_id: calendarId }).openapi('Move');
