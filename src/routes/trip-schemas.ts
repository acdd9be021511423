import { z } from '@hono/zod-openapi';
import { coverOfScene, coverScenes } from '../protocol/covers';
import { restLimits } from '../protocol/limits';
import { roles } from '../protocol/roles';
import { Attachment, DeltaRun, frameFields, listed, NewAttachments, RichText, timestamp } from './document-schemas';

const coverDescription = `The address of a picture, or a scene: ${coverScenes.map(coverOfScene).join(', ')}.`;

/** The shapes of trips on the wire. What a value of a field may be is decided by the document's schema, not here. */

const date = z.string().openapi({ format: 'date', example: '2026-11-22' });

const itemFields = {
  day: z.int().nullable().openapi({ description: 'Day of the trip, from 1; null: not planned yet.' }),
  order: z.string().openapi({ description: 'Fractional order key, compared by code unit.' }),
  time_slot: z.string().nullable(),
  type: z.enum(['hotel', 'attraction', 'restaurant', 'transport', 'free']).nullable(),
  resource_id: z.string().nullable(),
  title: z.string(),
  notes: z.string(),
  booking_status: z.enum(['pending', 'confirmed', 'cancelled']),
  cost: z.number().nullable(),
  currency: z.string().nullable().openapi({ example: 'JPY' }),
  url: z.string().nullable().openapi({ format: 'uri', description: 'A page about it.' }),
};

const ItineraryItem = z
  .object({ id: z.string(), ...itemFields })
  .readonly()
  .openapi('ItineraryItem');

const tripFields = {
  title: z.string(),
  description: z.string(),
  notes: z.array(DeltaRun).readonly(),
  start_date: date.nullable(),
  end_date: date.nullable(),
  destination: z.string().nullable(),
  cover: z.string().nullable().openapi({ format: 'uri', description: coverDescription, example: 'cover:temple' }),
  archived: z.boolean().nullable().openapi({ description: 'Put away: it stands in the list of archived trips.' }),
  itinerary: z.array(ItineraryItem).readonly(),
  budget: z
    .record(z.string(), z.number())
    .readonly()
    .openapi({ example: { JPY: 120_000 } }),
  attachments: z.array(Attachment).readonly(),
};

export const Trip = z
  .object({
    ...frameFields,
    ...tripFields,
  })
  .readonly()
  .openapi('Trip');

/** The fields a new trip may start with; null is unset. Loose: which keys and values are right is the document's to say. */
export const NewTrip = z
  .looseObject({
    ...tripFields,
    title: z.string().nullable(),
    description: z.string().nullable(),
    notes: RichText.nullable(),
    itinerary: listed({
      id: z.string(),
      ...itemFields,
      order: itemFields.order.nullable(),
      title: z.string().nullable(),
      notes: z.string().nullable(),
      booking_status: itemFields.booking_status.nullable(),
    }),
    budget: z.record(z.string(), z.number()).nullable(),
    attachments: NewAttachments,
  })
  .partial()
  .openapi('NewTrip');

export const TripSummary = z
  .object({
    id: z.string(),
    title: z.string(),
    start_date: date.nullable(),
    end_date: date.nullable(),
    destination: z.string().nullable(),
    cover: z.string().nullable(),
    archived: z.boolean(),
    owner_id: z.string(),
    role: z.enum(roles).openapi({ description: 'Your role in it.' }),
    members: z
      .array(z.object({ id: z.string(), name: z.string(), avatar: z.string().nullable(), color: z.string() }).readonly())
      .readonly()
      .openapi({ description: 'The first members, at most five.' }),
    member_count: z.int(),
    version: z.int(),
    created_at: timestamp,
    updated_at: timestamp,
    restorable_until: timestamp.nullable().openapi({ description: 'Of a deleted trip: until when it can be restored.' }),
  })
  .readonly()
  .openapi('TripSummary');

export const TripList = z
  .object({
    trips: z.array(TripSummary).readonly(),
    next_cursor: z.string().nullable().openapi({ description: 'For the next page; null on the last one.' }),
  })
  .openapi('TripList');

const flag = z.enum(['true', 'false']).default('false');

export const TripListQuery = z.object({
  limit: z.coerce.number().int().min(1).max(restLimits.maxPageSize).default(restLimits.defaultPageSize),
  cursor: z.string().optional().openapi({ description: '`next_cursor` of the page before.' }),
  q: z.string().max(restLimits.maxSearchChars).default('').openapi({ description: 'Text in the title or the destination.' }),
  archived: flag.openapi({ description: '`true`: the archived trips in place of the others.' }),
  deleted: flag.openapi({
    description: '`true`: the deleted trips that you can restore, archived or not, in place of the others.',
  }),
});
