import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { isPersonId } from '../auth/claims';
import { issueDevelopmentToken } from '../auth/development-token';
import { isDevelopment } from '../auth/settings';
import { rememberPerson } from '../db/people';
import { restLimits } from '../protocol/limits';
import type { AppEnv } from './app-env';
import { personShape, personView } from './person-schema';
import { problems, writeProblems } from './problem-schemas';
import { Refused } from './problems';
import { loginLimit } from './rate-limits';
import { jsonBody } from './request-body';

const Login = z
  .object({
    user_id: z.string().refine(isPersonId, 'must be printable').optional().openapi({ description: 'Absent: somebody new.' }),
    name: z.string().trim().min(1).max(restLimits.maxNameChars),
    role: z.enum(['user', 'admin', 'service']).default('user'),
  })
  .openapi('DevelopmentLogin');

const LoggedIn = z
  .object({
    token: z.string(),
    expires_at: z.string().openapi({ format: 'date-time' }),
    user: z.object(personShape),
  })
  .openapi('LoggedIn');

const login = createRoute({
  method: 'post',
  path: '/v1/auth/dev-login',
  tags: ['identity'],
  summary: 'Log in as anyone, during development',
  middleware: [loginLimit, jsonBody],
  security: [],
  request: { body: { required: true, content: { 'application/json': { schema: Login } } } },
  responses: {
    200: { description: 'A token for 12 hours.', content: { 'application/json': { schema: LoggedIn } } },
    ...problems(...writeProblems, 'not-found', 'internal'),
  },
});

/** The login of the development server. Elsewhere it is not there at all. */
export const developmentLoginRoutes = new OpenAPIHono<AppEnv>();

developmentLoginRoutes.use('/v1/auth/dev-login', async (c, next) => {
  if (!isDevelopment(c.env)) throw new Refused({ code: 'not-found' });
  await next();
});

developmentLoginRoutes.openapi(login, async (c) => {
  const { user_id, name, role } = c.req.valid('json');
  const person = { id: user_id ?? crypto.randomUUID(), name, avatar: null };
  const nowMs = Date.now();
  const { token, expiresAtMs } = await issueDevelopmentToken(c.env, { ...person, role }, nowMs);
  await rememberPerson(c.env.DB, person, nowMs);
  return c.json({ token, expires_at: new Date(expiresAtMs).toISOString(), user: personView({ ...person, role }) }, 200);
});
