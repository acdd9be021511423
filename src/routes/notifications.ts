import { createRoute, OpenAPIHono, type z } from '@hono/zod-openapi';
import { v7 } from 'uuid';
import { keepAnswer } from '../db/idempotent-answers';
import type { Dispatch } from '../inbox/intake/draft';
import { intakeLimits } from '../protocol/limits';
import type { AppEnv } from './app-env';
import { claimedKey } from './claimed-key';
import { CreateHeaders } from './document-schemas';
import { type Delivered, deliver, deliverTo } from './notification-delivery';
import {
  audienceOf,
  draftOf,
  JobStarted,
  type NewNotificationShape,
  NotificationCall,
  NotificationResults,
} from './notification-schemas';
import { permitted } from './permitted';
import { problems, signedInProblems, writeProblems } from './problem-schemas';
import { invalidAt } from './problems';
import { notificationLimit } from './rate-limits';
import { jsonBody } from './request-body';
import { signedIn } from './signed-in';

const send = createRoute({
  method: 'post',
  path: '/v1/notifications',
  tags: ['notifications'],
  summary: 'Notify people',
  description:
    `Up to ${intakeLimits.maxDirectRecipients} recipients have it when this answers; more become a job. Called again with the ` +
    'same `Idempotency-Key`, nobody is notified twice, and within 24 hours the answer is the same.',
  middleware: [signedIn, permitted('send-notifications'), notificationLimit, jsonBody],
  request: { headers: CreateHeaders, body: { required: true, content: { 'application/json': { schema: NotificationCall } } } },
  responses: {
    202: {
      description: 'What became of each recipient, or the job that brings it to them.',
      content: { 'application/json': { schema: NotificationResults.or(JobStarted) } },
    },
    ...problems(...signedInProblems, ...writeProblems, 'forbidden', 'idempotency-key-reused', 'unavailable'),
  },
});

/** What systems with a token send. */
export const notificationRoutes = new OpenAPIHono<AppEnv>();

notificationRoutes.openapi(send, async (c) => {
  const caller = c.var.identity.id;
  const key = c.req.valid('header')['idempotency-key'];
  const call = c.req.valid('json');
  if (key === undefined) {
    const nowMs = Date.now();
    return c.json(await delivered(c.env, call, { caller, eventKey: v7(), nowMs }), 202);
  }
  const claim = await claimedKey(c.env.DB, caller, key, JSON.stringify(call));
  if (claim.answer !== null) {
    c.header('idempotency-replayed', 'true');
    return c.json(JSON.parse(claim.answer.body) as Delivered, 202);
  }
  // A call that a crash interrupted goes on under the ids it had.
  const eventKey = JSON.stringify([caller, key, claim.claimedAt]);
  const answer = await delivered(c.env, call, { caller, eventKey, nowMs: Date.parse(claim.claimedAt) });
  // The same call may have come twice at once: both have the answer of the first one that was ready.
  const kept = await keepAnswer(c.env.DB, caller, key, { status: 202, body: JSON.stringify(answer) });
  return c.json(kept === null ? answer : (JSON.parse(kept.body) as Delivered), 202);
});

interface CallFacts {
  readonly caller: string;
  readonly eventKey: string;
  readonly nowMs: number;
}

async function delivered(env: Env, call: z.output<typeof NotificationCall>, facts: CallFacts): Promise<Delivered> {
  if (!('notifications' in call)) return deliver(env, dispatchOf(call, facts, facts.eventKey), audienceOf(call), facts.caller);
  const entries = call.notifications.flatMap((notification, index) => {
    const audience = audienceOf(notification);
    if (audience.kind !== 'people')
      throw invalidAt(`/notifications/${index}/audience`, 'Only a single notification has an audience.');
    const dispatch = dispatchOf(notification, facts, `${facts.eventKey}/${index}`);
    return audience.people.map((person) => ({ person, dispatch }));
  });
  if (entries.length > intakeLimits.maxDirectRecipients) {
    throw invalidAt('/notifications', `Together they may have ${intakeLimits.maxDirectRecipients} recipients.`);
  }
  return { results: await deliverTo(env, entries) };
}

function dispatchOf(shape: z.output<typeof NewNotificationShape>, { caller, nowMs }: CallFacts, eventKey: string): Dispatch {
  return { draft: draftOf(shape, nowMs), source: 'api', caller, eventKey, createdAtMs: nowMs };
}
