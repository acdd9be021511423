import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { HubMessage, HubRequests } from '../protocol/hub-messages';
import { hubLimits, roomLimits } from '../protocol/limits';
import type { AppEnv } from './app-env';
import { askInbox } from './inbox-objects';
import { permitted } from './permitted';
import { problems, signedInProblems, writeProblems } from './problem-schemas';
import { writeLimit } from './rate-limits';
import { cursor, Reply } from './realtime-schemas';
import { requestBody } from './request-body';
import { signedInAtInbox, tokenOrTicket } from './signed-in';

/** A message as the WebSocket takes it; what is in it is told by the type of its data. */
function messageOf<T extends keyof HubRequests, Data extends z.ZodObject>(type: T, data: Data) {
  return z.object({
    type: z.literal(type),
    id: z.uuid().openapi({ description: 'The same id again is the same message.' }),
    timestamp: z.string().openapi({ format: 'date-time' }),
    data,
    metadata: z.object({
      client_id: z
        .string()
        .max(64)
        .openapi({ description: 'The connection it is for, as `auth:ok` or the answer to a poll says.' }),
      correlation_id: z.string().max(64).nullable().default(null),
    }),
  });
}

const roomId = z.string().min(1).max(160).openapi({ example: 'hashtag:kyoto' });

/** What cannot be said in another way over HTTP. */
const Message = z
  .discriminatedUnion('type', [
    messageOf('sync:ack', z.object({ cursor })),
    messageOf('presence:update', z.object({ status: z.enum(['active', 'idle']) })),
    messageOf('room:join', z.object({ room_id: roomId, cursor: cursor.optional() })),
    messageOf('room:leave', z.object({ room_id: roomId })),
    messageOf(
      'room:message',
      z.object({ room_id: roomId, event: z.string().min(1).max(roomLimits.maxEventChars), data: z.unknown() }),
    ),
  ])
  .openapi('HubMessage');

const messageBody = requestBody({ types: ['application/json'], maxBytes: hubLimits.maxMessageBytes });

const say = createRoute({
  method: 'post',
  path: '/v1/realtime/messages',
  tags: ['realtime'],
  summary: 'A message for a connection that can bring none: of server-sent events, or of who polls',
  description:
    'The same as the message over the WebSocket; what that would be answered is the answer. `client_id` names one of your open ' +
    'connections; there is none any more: `session-ended`. What has a route of its own (`/v1/inbox/…`) is not said here.',
  middleware: [signedInAtInbox, permitted('read-inbox'), writeLimit, messageBody],
  security: tokenOrTicket,
  request: { body: { required: true, content: { 'application/json': { schema: Message } } } },
  responses: {
    200: {
      description: 'It had its effect.',
      content: { 'application/json': { schema: z.object({ messages: z.array(Reply).readonly() }) } },
    },
    ...problems(...signedInProblems, ...writeProblems, 'forbidden', 'session-ended', 'unavailable'),
    ...problems('not-found', 'too-many-rooms', 'room-full'),
  },
});

/** What clients of the hub say where there is no socket. */
export const hubMessageRoutes = new OpenAPIHono<AppEnv>();

hubMessageRoutes.openapi(say, async (c) => {
  const { identity } = c.var;
  const message: HubMessage = c.req.valid('json');
  const messages = await askInbox(c.env, identity.id, (inbox) => inbox.carry(identity, message));
  return c.json({ messages: messages.map((one) => ({ ...one, data: { ...(one.data as object) } })) }, 200);
});
