import { z } from '@hono/zod-openapi';
import type { EventPage, EventQuery, HubClient, PollClient } from '../inbox/api';
import { hubLimits } from '../protocol/limits';

export const cursor = z
  .string()
  .max(64)
  .openapi({ description: 'Where you are in the stream: the `cursor` of the last event you have.', example: '0198a0000000:17' });

/** What a client says of itself, in every query. */
const client = {
  client_version: z.string().max(hubLimits.maxClientVersionChars).optional(),
  device_id: z.string().max(hubLimits.maxDeviceIdChars).optional().openapi({ description: 'Your own id of the device.' }),
  device_name: z.string().max(hubLimits.maxDeviceNameChars).optional().openapi({
    description: 'What to call the device in the list of sessions.',
    example: 'Chrome · Windows',
  }),
};

export const StreamQuery = z.object({ ...client, cursor: cursor.optional(), lastEventId: cursor.optional() });

const wait = z.coerce
  .number()
  .min(0)
  .max(hubLimits.longPollMs / 1000)
  .default(hubLimits.longPollMs / 1000)
  .openapi({ description: 'Seconds to wait for an event when there is none.' });

const limit = z.coerce.number().int().min(1).max(hubLimits.maxEventsPerPage).default(hubLimits.defaultEventsPerPage);

/** Milliseconds since the epoch, or ISO 8601. */
const timestamp = z
  .union([z.coerce.number().int().nonnegative(), z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))])
  .optional()
  .openapi({ type: 'string', description: 'In place of a cursor: events after this time, in ms since the epoch or ISO 8601.' });

export const EventsQuery = z.object({ cursor: cursor.optional(), lastEventId: cursor.optional(), timestamp, limit });

const clientId = z.uuid().optional().openapi({
  description: 'Your own id of this client, where several of one device poll. The answer says by which you are known.',
});

export const PollQuery = EventsQuery.extend({ ...client, client_id: clientId, wait });

const envelope = {
  id: z.string(),
  timestamp: z.string().openapi({ format: 'date-time' }),
  data: z.record(z.string(), z.unknown()).readonly(),
  metadata: z.object({ client_id: z.string().nullable(), correlation_id: z.string().nullable() }).readonly(),
};

const Event = z
  .object({ type: z.string().openapi({ example: 'notification:new' }), ...envelope, cursor: z.string() })
  .readonly()
  .openapi('HubEvent');

/** What the server says that is no event. */
export const Reply = z
  .object({ type: z.string().openapi({ example: 'ack' }), ...envelope })
  .readonly()
  .openapi('HubReply');

export const Events = z
  .object({
    events: z.array(Event).readonly(),
    cursor: z.string().openapi({ description: 'Where you are after these events.' }),
    has_more: z.boolean(),
    reset: z
      .enum(['too-old', 'other-epoch'])
      .nullable()
      .openapi({ description: 'Not null: the stream does not reach back to you. Read the inbox anew and go on from `cursor`.' }),
    timestamp: z.string().openapi({ format: 'date-time', description: "The server's time." }),
  })
  .openapi('HubEvents');

/** The cursor in a query, which has two names. An empty one is none: whoever has no cursor yet may send the name all the same. */
export function cursorOf({ cursor: shown, lastEventId }: { cursor?: string | undefined; lastEventId?: string | undefined }) {
  return shown || lastEventId || null;
}

export const Polled = Events.extend({
  client_id: z.string().openapi({ description: 'What names you in your messages (`POST /v1/realtime/messages`).' }),
  rooms: z.array(z.string()).readonly().openapi({ description: 'The rooms you are in by this session.' }),
}).openapi('PolledEvents');

/** The place in the stream that a query names. */
export function eventQueryOf(query: z.output<typeof EventsQuery>): EventQuery {
  return { cursor: cursorOf(query), sinceMs: query.timestamp ?? null, limit: query.limit };
}

export function hubClientOf(query: {
  readonly client_version?: string | undefined;
  readonly device_id?: string | undefined;
  readonly device_name?: string | undefined;
}): HubClient {
  return {
    deviceId: query.device_id || null,
    deviceName: query.device_name || null,
    clientVersion: query.client_version || null,
  };
}

/** Who polls. */
export function pollClientOf({ client_id, ...query }: z.output<typeof PollQuery>): PollClient {
  return { ...hubClientOf(query), ...(client_id === undefined ? {} : { clientId: client_id }) };
}

/** A page as it is answered. */
export function eventsBody({ events, cursor: end, hasMore, reset }: EventPage): z.input<typeof Events> {
  const plain = events.map((event) => ({ ...event, data: { ...event.data } }));
  return { events: plain, cursor: end, has_more: hasMore, reset, timestamp: new Date().toISOString() };
}
