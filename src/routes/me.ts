import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { rememberPerson } from '../db/people';
import { personColor } from '../protocol/person-colors';
import type { AppEnv } from './app-env';
import { problems, signedInProblems } from './problem-schemas';
import { signedIn } from './signed-in';

const Me = z
  .object({
    id: z.string(),
    name: z.string(),
    avatar: z.string().nullable(),
    role: z.enum(['user', 'admin', 'service']),
    color: z.string(),
    scopes: z.array(z.string()).readonly().nullable().openapi({ description: 'Null: the token is not restricted.' }),
    expires_at: z.string().nullable().openapi({ format: 'date-time' }),
  })
  .openapi('Me');

const read = createRoute({
  method: 'get',
  path: '/v1/me',
  tags: ['identity'],
  summary: 'Who your token says you are',
  middleware: [signedIn],
  responses: {
    200: { description: 'You.', content: { 'application/json': { schema: Me } } },
    ...problems(...signedInProblems),
  },
});

/** The caller's own identity. */
export const meRoutes = new OpenAPIHono<AppEnv>();

meRoutes.openapi(read, async (c) => {
  const { id, name, avatar, role, scopes, expiresAtMs } = c.var.identity;
  await rememberPerson(c.env.DB, { id, name, avatar }, Date.now());
  const expires_at = expiresAtMs === null ? null : new Date(expiresAtMs).toISOString();
  return c.json({ id, name, avatar, role, color: personColor(id), scopes, expires_at }, 200);
});
