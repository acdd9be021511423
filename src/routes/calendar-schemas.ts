import { z } from '@hono/zod-openapi';
import { frameFields } from './document-schemas';

/** The shapes of calendars on the wire. What a value of a field may be is decided by the document's schema, not here. */

const calendarFields = {
  title: z.string(),
  description: z.string(),
  color: z.string().nullable().openapi({ example: '#1d62b7' }),
  time_zone: z.string().nullable().openapi({ description: 'IANA name: the zone of new events.', example: 'Asia/Tokyo' }),
};

export const Calendar = z
  .object({ ...frameFields, ...calendarFields })
  .readonly()
  .openapi('Calendar');

/** The fields a new calendar may start with; null is unset. Loose: which keys and values are right is the document's to say. */
export const NewCalendar = z
  .looseObject({ ...calendarFields, title: z.string().nullable(), description: z.string().nullable() })
  .partial()
  .openapi('NewCalendar');
