import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { AppEnv } from './app-env';
import { permitted } from './permitted';
import { problems, signedInProblems } from './problem-schemas';
import { signedInAtInbox, tokenOrTicket } from './signed-in';

const PushKey = z
  .object({
    public_key: z.string().nullable().openapi({
      description: '`applicationServerKey` of a push subscription (RFC 8292): 65 bytes in base64url. Null: not configured here.',
    }),
  })
  .openapi('PushKey');

const read = createRoute({
  method: 'get',
  path: '/v1/inbox/push-key',
  tags: ['inbox'],
  summary: 'The key with which a browser subscribes to pushes of this server',
  middleware: [signedInAtInbox, permitted('read-inbox')],
  security: tokenOrTicket,
  responses: {
    200: { description: 'The key.', content: { 'application/json': { schema: PushKey } } },
    ...problems(...signedInProblems, 'forbidden'),
  },
});

/** By which key browsers know this server. */
export const pushKeyRoutes = new OpenAPIHono<AppEnv>();

pushKeyRoutes.openapi(read, (c) => c.json({ public_key: c.env.VAPID_PUBLIC_KEY || null }, 200));
