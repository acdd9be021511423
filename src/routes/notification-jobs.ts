import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { JobView, NotificationJobApi } from '../inbox/jobs/job-api';
import { restLimits } from '../protocol/limits';
import type { Identity } from '../protocol/roles';
import type { AppEnv } from './app-env';
import { permitted } from './permitted';
import { problems, signedInProblems } from './problem-schemas';
import { granted, Refused } from './problems';
import { signedIn } from './signed-in';

const tags = ['notifications'];
const path = '/v1/notification-jobs/{id}';
const jobProblems = [...signedInProblems, 'forbidden', 'not-found', 'unavailable'] as const;
const reading = [signedIn, permitted('send-notifications')];

const JobParams = z.object({ id: z.uuid().openapi({ param: { name: 'id', in: 'path' } }) });

const count = (description: string) => z.int().openapi({ description });
const timestamp = z.string().openapi({ format: 'date-time' });

const Job = z
  .object({
    id: z.string().openapi({ format: 'uuid' }),
    state: z.enum(['gathering', 'sending', 'completed']),
    type: z.string(),
    total: count('Recipients found so far; all of them when `state` is not `gathering`.'),
    done: count('Accepted or failed.'),
    accepted: count('Their inboxes have it.'),
    failed: count('Their inboxes do not take it.'),
    created_by: z.string(),
    created_at: timestamp,
    completed_at: timestamp.nullable(),
  })
  .readonly()
  .openapi('NotificationJob');

const RecipientList = z
  .object({
    recipients: z
      .array(
        z
          .object({
            id: z.string().openapi({ description: 'Of the person.' }),
            state: z.enum(['pending', 'accepted', 'failed']),
            result: z.string().nullable().openapi({ description: 'What the inbox said, or the code of why it did not take it.' }),
          })
          .readonly(),
      )
      .readonly(),
    next_cursor: z.string().nullable(),
  })
  .openapi('NotificationJobRecipients');

const read = createRoute({
  method: 'get',
  path,
  tags,
  summary: 'How far a notification for many is',
  middleware: reading,
  request: { params: JobParams },
  responses: {
    200: { description: 'The job.', content: { 'application/json': { schema: Job } } },
    ...problems(...jobProblems),
  },
});

const recipients = createRoute({
  method: 'get',
  path: `${path}/recipients`,
  tags,
  summary: 'What became of each recipient',
  middleware: reading,
  request: {
    params: JobParams,
    query: z.object({
      state: z.enum(['pending', 'accepted', 'failed']).optional(),
      limit: z.coerce.number().int().min(1).max(restLimits.maxPageSize).default(restLimits.defaultPageSize),
      cursor: z
        .string()
        .regex(/^\d{1,12}$/, 'is not one of ours')
        .default('0'),
    }),
  },
  responses: {
    200: { description: 'A page of them.', content: { 'application/json': { schema: RecipientList } } },
    ...problems(...jobProblems, 'invalid'),
  },
});

const stream = createRoute({
  method: 'get',
  path: `${path}/stream`,
  tags,
  summary: 'Follow a job: server-sent events `progress` and `recipients` until it is completed',
  description:
    '`recipients` says what became of some, as the list does, each of them once. Its events have an id: who reconnects says ' +
    '`Last-Event-ID` and goes on from there; without one it begins with the first. `progress` is the job, `completed` in the last event.',
  middleware: reading,
  request: {
    params: JobParams,
    headers: z.object({
      'last-event-id': z
        .string()
        .regex(/^\d{1,12}$/, 'is not one of ours')
        .optional(),
    }),
  },
  responses: {
    200: { description: 'Events.', content: { 'text/event-stream': { schema: z.string() } } },
    ...problems(...jobProblems, 'invalid'),
  },
});

/** Notifications for many, on their way. */
export const notificationJobRoutes = new OpenAPIHono<AppEnv>();

notificationJobRoutes.openapi(read, async (c) => {
  return c.json(await ownJob(c.env, c.req.valid('param').id, c.var.identity), 200);
});

notificationJobRoutes.openapi(recipients, async (c) => {
  const { id } = c.req.valid('param');
  await ownJob(c.env, id, c.var.identity);
  const { state = null, limit, cursor } = c.req.valid('query');
  const page = granted(await jobOf(c.env, id).recipients({ state, after: Number(cursor), limit }));
  return c.json({ recipients: page.recipients, next_cursor: page.next === null ? null : String(page.next) }, 200);
});

notificationJobRoutes.openapi(stream, async (c) => {
  const { id } = c.req.valid('param');
  await ownJob(c.env, id, c.var.identity);
  const heard = c.req.valid('header')['last-event-id'] ?? '0';
  const answer = await c.env.JOBS.getByName(id).fetch('https://job/stream', { headers: { 'last-event-id': heard } });
  return new Response(answer.body, answer);
});

/** The job, for who made it and for administrators. */
async function ownJob(env: Env, id: string, caller: Identity): Promise<JobView> {
  const job = granted(await jobOf(env, id).progress());
  if (job.created_by !== caller.id && caller.role !== 'admin') throw new Refused({ code: 'not-found' });
  return job;
}

function jobOf(env: Env, id: string): NotificationJobApi {
  // The stub's own type is a mapping of the class through the rules of RPC; the contract of the class is this one.
  return env.JOBS.getByName(id) as unknown as NotificationJobApi;
}
