import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { rememberPerson } from '../db/people';
import { listSubscriptions, subscribe, unsubscribe } from '../db/subscriptions';
import { inboxLimits } from '../protocol/limits';
import type { AppEnv } from './app-env';
import { typeName } from './notification-schemas';
import { permitted } from './permitted';
import { problems, signedInProblems } from './problem-schemas';
import { Refused } from './problems';
import { writeLimit } from './rate-limits';
import { signedInAtInbox, tokenOrTicket } from './signed-in';

const tags = ['inbox'];
const path = '/v1/inbox/subscriptions/{type}';
const params = z.object({ type: typeName.openapi({ param: { name: 'type', in: 'path' } }) });
const subscriptionProblems = [...signedInProblems, 'forbidden', 'not-found', 'rate-limited'] as const;

const Subscriptions = z
  .object({ subscriptions: z.array(z.object({ type: z.string() }).readonly()).readonly() })
  .openapi('TypeSubscriptions');

const list = createRoute({
  method: 'get',
  path: '/v1/inbox/subscriptions',
  tags,
  summary: 'The types of notification you subscribed to',
  middleware: [signedInAtInbox, permitted('read-inbox')],
  security: tokenOrTicket,
  responses: {
    200: { description: 'By name.', content: { 'application/json': { schema: Subscriptions } } },
    ...problems(...signedInProblems, 'forbidden'),
  },
});

const put = createRoute({
  method: 'put',
  path,
  tags,
  summary: 'Subscribe to a type: you get what is sent to its subscribers',
  middleware: [signedInAtInbox, permitted('write-inbox'), writeLimit],
  security: tokenOrTicket,
  request: { params },
  responses: {
    200: { description: 'You are subscribed.', content: { 'application/json': { schema: z.object({ type: z.string() }) } } },
    ...problems(...subscriptionProblems, 'too-many-subscriptions'),
  },
});

const remove = createRoute({
  method: 'delete',
  path,
  tags,
  summary: 'End a subscription',
  middleware: [signedInAtInbox, permitted('write-inbox'), writeLimit],
  security: tokenOrTicket,
  request: { params },
  responses: { 204: { description: 'You are not subscribed.' }, ...problems(...subscriptionProblems) },
});

/** Which types somebody wants to be told of. */
export const subscriptionRoutes = new OpenAPIHono<AppEnv>();

subscriptionRoutes.openapi(list, async (c) => {
  const types = await listSubscriptions(c.env.DB, c.var.identity.id);
  return c.json({ subscriptions: types.map((type) => ({ type })) }, 200);
});

subscriptionRoutes.openapi(put, async (c) => {
  const person = c.var.identity;
  const { type } = c.req.valid('param');
  const nowMs = Date.now();
  await rememberPerson(c.env.DB, person, nowMs);
  if (!(await subscribe(c.env.DB, { person: person.id, type, max: inboxLimits.maxSubscriptions, nowMs }))) {
    throw new Refused({ code: 'too-many-subscriptions' });
  }
  return c.json({ type }, 200);
});

subscriptionRoutes.openapi(remove, async (c) => {
  await unsubscribe(c.env.DB, c.var.identity.id, c.req.valid('param').type);
  return c.body(null, 204);
});
