import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { allowsAccount } from '../auth/policy';
import { base64ToBytes, bytesToBase64 } from '../protocol/base64';
import type { AppEnv } from './app-env';
import { askInbox } from './inbox-objects';
import { permitted } from './permitted';
import { problems, signedInProblems, writeProblems } from './problem-schemas';
import { Refused } from './problems';
import { writeLimit } from './rate-limits';
import { jsonBody } from './request-body';
import { signedInAtInbox, tokenOrTicket } from './signed-in';

const bytes = z.base64().openapi({ format: 'byte' });

const MarksSync = z
  .object({
    state_vector: bytes.openapi({ description: 'What you have: a Yjs state vector.' }),
    update: bytes.optional().openapi({ description: 'What you did: a Yjs update.' }),
  })
  .openapi('MarksSync');

const Marks = z
  .object({ update: bytes.openapi({ description: 'What you lack.' }), state_vector: bytes })
  .openapi('Marks', { description: 'Base64.' });

const sync = createRoute({
  method: 'post',
  path: '/v1/inbox/sync',
  tags: ['inbox'],
  summary: 'Exchange the marks of your notifications and your preferences, a Yjs document',
  description:
    'Marks that were made on several devices without a network merge. The same as the message `inbox:sync` of the hub.',
  middleware: [signedInAtInbox, permitted('read-inbox'), writeLimit, jsonBody],
  security: tokenOrTicket,
  request: { body: { required: true, content: { 'application/json': { schema: MarksSync } } } },
  responses: {
    200: { description: 'What you lack.', content: { 'application/json': { schema: Marks } } },
    ...problems(...signedInProblems, ...writeProblems, 'forbidden', 'missing-dependency', 'unavailable'),
  },
});

/** The marks of the caller, for devices that keep a copy. */
export const inboxSyncRoutes = new OpenAPIHono<AppEnv>();

inboxSyncRoutes.openapi(sync, async (c) => {
  const { identity } = c.var;
  const { state_vector, update } = c.req.valid('json');
  if (update !== undefined && !allowsAccount(identity, 'write-inbox')) throw new Refused({ code: 'forbidden' });
  const has = base64ToBytes(state_vector);
  const did = update === undefined ? null : base64ToBytes(update);
  const answer = await askInbox(c.env, identity.id, (inbox) => inbox.notifications(identity, 'sync', has, did));
  return c.json({ update: bytesToBase64(answer.update), state_vector: bytesToBase64(answer.stateVector) }, 200);
});
