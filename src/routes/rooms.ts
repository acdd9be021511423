import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { v7 } from 'uuid';
import { derivedId } from '../inbox/intake/draft';
import { restLimits, roomLimits } from '../protocol/limits';
import { parseCursor } from '../protocol/stream-cursor';
import type { AppEnv } from './app-env';
import { CreateHeaders } from './document-schemas';
import { problems, signedInProblems, writeProblems } from './problem-schemas';
import { granted } from './problems';
import { notificationLimit } from './rate-limits';
import { jsonBody } from './request-body';
import { askRoom } from './room-access';
import { signedIn } from './signed-in';

const tags = ['rooms'];

const RoomParams = z.object({
  name: z.string().openapi({
    param: { name: 'name', in: 'path' },
    description: '`public`, `hashtag:…`, `stock:…`, `trip:<id>` or `user:<id>`.',
    example: 'hashtag:kyoto',
  }),
});

const cursor = z.string().openapi({ description: 'A position in the stream of the room.', example: '1c9f4e02:17' });

const NewRoomMessage = z
  .object({
    id: z.uuid().optional().openapi({ description: 'The same id again is the same message.' }),
    event: z.string().min(1).max(roomLimits.maxEventChars).openapi({ example: 'price-changed' }),
    data: z
      .unknown()
      .optional()
      .openapi({ description: `Any JSON of at most ${roomLimits.maxMessageBytes} bytes.` }),
    priority: z
      .enum(['low', 'normal', 'high'])
      .default('normal')
      .openapi({ description: '`high` is told at once; `low` is refused first when too much is said.' }),
    retain: z.boolean().default(false).openapi({ description: 'Keep `data` as the value that whoever joins is given.' }),
  })
  .openapi('NewRoomMessage');

const RoomMessageAccepted = z.object({ room_id: z.string(), cursor }).openapi('RoomMessageAccepted');

const RoomUser = z.object({ id: z.string(), name: z.string() }).readonly();

const Room = z
  .object({
    room_id: z.string(),
    cursor,
    retained: z.unknown().openapi({ description: 'The value that was kept last; null for none.' }),
    users: z
      .array(RoomUser)
      .readonly()
      .openapi({ description: `The first people in it, at most ${roomLimits.maxPeopleTold}.` }),
    user_count: z.int(),
  })
  .openapi('Room');

const RoomHistory = z
  .object({
    messages: z
      .array(
        z
          .object({
            id: z.string(),
            event: z.string(),
            data: z.unknown(),
            sent_by: z.string().nullable().openapi({ description: 'Id of a person; null for a system.' }),
            cursor,
            at: z.string().openapi({ format: 'date-time' }),
          })
          .openapi('RoomMessage'),
      )
      .readonly(),
    cursor,
    has_more: z.boolean(),
    reset: z.boolean().openapi({ description: 'There is a gap between the cursor you gave and the first of these messages.' }),
  })
  .openapi('RoomHistory');

const HistoryQuery = z.object({
  cursor: z
    .string()
    .refine((text) => parseCursor(text) !== null, 'must be a cursor')
    .optional()
    .openapi({ description: 'Only messages after it; without it from the oldest that is kept.' }),
  limit: z.coerce.number().int().min(1).max(restLimits.maxPageSize).default(restLimits.defaultPageSize),
});

const roomProblems = [...signedInProblems, 'forbidden', 'not-found', 'unavailable'] as const;

const publish = createRoute({
  method: 'post',
  path: '/v1/rooms/{name}/messages',
  tags,
  summary: 'Say something in a room',
  description:
    'With the token of a service; in the room of a trip also as somebody who may edit it. A call that is repeated with the same ' +
    '`id`, or the same `Idempotency-Key`, says nothing a second time.',
  middleware: [signedIn, notificationLimit, jsonBody],
  request: {
    params: RoomParams,
    headers: CreateHeaders,
    body: { required: true, content: { 'application/json': { schema: NewRoomMessage } } },
  },
  responses: {
    202: {
      description: 'The message is stored and on its way.',
      content: { 'application/json': { schema: RoomMessageAccepted } },
    },
    ...problems(...roomProblems, ...writeProblems),
  },
});

const read = createRoute({
  method: 'get',
  path: '/v1/rooms/{name}',
  tags,
  summary: 'Who is in a room, what it keeps, and where its stream is',
  middleware: [signedIn],
  request: { params: RoomParams },
  responses: {
    200: { description: 'The room.', content: { 'application/json': { schema: Room } } },
    ...problems(...roomProblems),
  },
});

const history = createRoute({
  method: 'get',
  path: '/v1/rooms/{name}/messages',
  tags,
  summary: 'The messages of a room, oldest first',
  description: `A room keeps its messages for 24 hours, at most ${roomLimits.maxEvents} of them.`,
  middleware: [signedIn],
  request: { params: RoomParams, query: HistoryQuery },
  responses: {
    200: { description: 'A page of messages.', content: { 'application/json': { schema: RoomHistory } } },
    ...problems(...roomProblems, 'invalid'),
  },
});

/** What is said in rooms. Joining and leaving is done over the hub. */
export const roomRoutes = new OpenAPIHono<AppEnv>();

roomRoutes.openapi(publish, async (c) => {
  const { name } = c.req.valid('param');
  const { identity } = c.var;
  const key = c.req.valid('header')['idempotency-key'];
  const { id: given, event, data = null, priority, retain } = c.req.valid('json');
  const id = given ?? (key === undefined ? v7() : derivedId('room-message', identity.id, name, key));
  const sentBy = identity.role === 'service' ? null : identity.id;
  const message = { id, event, data, sentBy, priority, retain };
  const outcome = await askRoom(c.env, identity, name, 'publish', (room) => room.message(message));
  return c.json({ room_id: name, cursor: granted(outcome).cursor }, 202);
});

roomRoutes.openapi(read, async (c) => {
  const { name } = c.req.valid('param');
  const { roomId, users, userCount, ...state } = granted(
    await askRoom(c.env, c.var.identity, name, 'join', (room) => room.state()),
  );
  return c.json({ room_id: roomId, cursor: state.cursor, retained: state.retained, users, user_count: userCount }, 200);
});

roomRoutes.openapi(history, async (c) => {
  const { name } = c.req.valid('param');
  const { cursor: after, limit } = c.req.valid('query');
  const page = granted(await askRoom(c.env, c.var.identity, name, 'join', (room) => room.history(after ?? null, limit)));
  const messages = page.messages.map(({ id, event, data, sentBy, cursor, at }) => ({
    id,
    event,
    data,
    sent_by: sentBy,
    cursor,
    at,
  }));
  return c.json({ messages, cursor: page.cursor, has_more: page.hasMore, reset: page.reset }, 200);
});
