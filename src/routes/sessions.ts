import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { AppEnv } from './app-env';
import { askInbox } from './inbox-objects';
import { permitted } from './permitted';
import { problems, signedInProblems } from './problem-schemas';
import { signedInAtInbox, tokenOrTicket } from './signed-in';

const Session = z
  .object({
    id: z.string(),
    device_id: z.string().nullable().openapi({ description: 'The id that the client gave its device.' }),
    device_name: z.string().nullable().openapi({ description: 'What the client calls its device.', example: 'Chrome · Windows' }),
    transport: z.enum(['websocket', 'sse', 'poll']),
    client_version: z.string().nullable(),
    connected_at: z.string().openapi({ format: 'date-time' }),
    last_activity: z.string().openapi({ format: 'date-time' }),
    ended_at: z.string().nullable().openapi({ format: 'date-time', description: 'Null as long as it is open.' }),
    rooms: z.array(z.string()).readonly(),
  })
  .readonly()
  .openapi('HubSession');

const list = createRoute({
  method: 'get',
  path: '/v1/me/sessions',
  tags: ['realtime'],
  summary: 'Your connections to the hub: those that are open, and those that ended within half an hour',
  middleware: [signedInAtInbox, permitted('read-inbox')],
  security: tokenOrTicket,
  responses: {
    200: {
      description: 'The newest first.',
      content: { 'application/json': { schema: z.object({ sessions: z.array(Session).readonly() }) } },
    },
    ...problems(...signedInProblems, 'forbidden', 'unavailable'),
  },
});

const end = createRoute({
  method: 'delete',
  path: '/v1/me/sessions/{id}',
  tags: ['realtime'],
  summary: 'End one of your connections',
  middleware: [signedInAtInbox, permitted('write-inbox')],
  security: tokenOrTicket,
  request: {
    params: z.object({
      id: z
        .string()
        .max(64)
        .openapi({ param: { name: 'id', in: 'path' } }),
    }),
  },
  responses: {
    204: { description: 'Its client is closed with 4403; one that polls is answered `session-ended`.' },
    ...problems(...signedInProblems, 'forbidden', 'not-found', 'unavailable'),
  },
});

/** The connections of the caller. */
export const sessionRoutes = new OpenAPIHono<AppEnv>();

sessionRoutes.openapi(list, async (c) => {
  const { identity } = c.var;
  const sessions = await askInbox(c.env, identity.id, (inbox) => inbox.hub(identity, 'sessions'));
  return c.json({ sessions }, 200);
});

sessionRoutes.openapi(end, async (c) => {
  const { identity } = c.var;
  await askInbox(c.env, identity.id, (inbox) => inbox.hub(identity, 'endSession', c.req.valid('param').id));
  return c.body(null, 204);
});
