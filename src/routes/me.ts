import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { rememberPerson } from '../db/people';
import type { AppEnv } from './app-env';
import { personShape, personView } from './person-schema';
import { problems, signedInProblems } from './problem-schemas';
import { signedIn } from './signed-in';

const Me = z
  .object({
    ...personShape,
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
  const { identity } = c.var;
  const { scopes, expiresAtMs } = identity;
  await rememberPerson(c.env.DB, identity, Date.now());
  const expires_at = expiresAtMs === null ? null : new Date(expiresAtMs).toISOString();
  return c.json({ ...personView(identity), scopes, expires_at }, 200);
});
