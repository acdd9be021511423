import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { AppEnv } from './app-env';
import { askInbox } from './inbox-objects';
import { ActionParams, Notification, NotificationParams, timestamp, unreadCount } from './inbox-schemas';
import { permitted } from './permitted';
import { problems, signedInProblems, writeProblems } from './problem-schemas';
import { writeLimit } from './rate-limits';
import { jsonBody } from './request-body';
import { signedInAtInbox, tokenOrTicket } from './signed-in';

const tags = ['inbox'];
const middleware = [signedInAtInbox, permitted('write-inbox'), writeLimit] as const;
const markProblems = [...signedInProblems, 'forbidden', 'not-found', 'rate-limited', 'unavailable'] as const;
const marked = { description: 'The notification.', content: { 'application/json': { schema: Notification } } };

function markRoute(mark: 'read' | 'unread' | 'dismiss', summary: string) {
  return createRoute({
    method: 'post',
    path: `/v1/inbox/notifications/{id}/${mark}`,
    tags,
    summary,
    middleware: [...middleware],
    security: tokenOrTicket,
    request: { params: NotificationParams },
    responses: { 200: marked, ...problems(...markProblems) },
  });
}

const Snooze = z
  .object({ until: z.iso.datetime({ offset: true }).openapi({ example: '2026-11-29T09:00:00Z' }) })
  .openapi('Snooze', { description: 'Until when it is out of sight; within a year.' });

const snooze = createRoute({
  method: 'post',
  path: '/v1/inbox/notifications/{id}/snooze',
  tags,
  summary: 'Put a notification off: then it comes back, unread and on top',
  middleware: [...middleware, jsonBody],
  security: tokenOrTicket,
  request: { params: NotificationParams, body: { required: true, content: { 'application/json': { schema: Snooze } } } },
  responses: { 200: marked, ...problems(...markProblems, ...writeProblems) },
});

const act = createRoute({
  method: 'post',
  path: '/v1/inbox/notifications/{id}/actions/{actionId}',
  tags,
  summary: 'Press a button of a notification',
  description: 'What it does is done once, by the server, however often it is pressed.',
  middleware: [...middleware],
  security: tokenOrTicket,
  request: { params: ActionParams },
  responses: { 200: marked, ...problems(...markProblems, 'action-unavailable') },
});

const readAll = createRoute({
  method: 'post',
  path: '/v1/inbox/notifications/read-all',
  tags,
  summary: 'Mark everything as read',
  middleware: [...middleware],
  security: tokenOrTicket,
  responses: {
    200: {
      description: 'Everything that was shown until then is read.',
      content: { 'application/json': { schema: z.object({ read_at: timestamp, unread_count: unreadCount }) } },
    },
    ...problems(...signedInProblems, 'forbidden', 'rate-limited', 'unavailable'),
  },
});

/** What the caller does with their notifications. Doing it again changes nothing. */
export const inboxMarkRoutes = new OpenAPIHono<AppEnv>();

inboxMarkRoutes.openapi(readAll, async (c) => {
  const { identity } = c.var;
  const { readAtMs, unreadCount: unread_count } = await askInbox(c.env, identity.id, (inbox) =>
    inbox.notifications(identity, 'readAll'),
  );
  return c.json({ read_at: new Date(readAtMs).toISOString(), unread_count }, 200);
});

inboxMarkRoutes.openapi(markRoute('read', 'Mark a notification as read'), async (c) => {
  const { identity } = c.var;
  const { id } = c.req.valid('param');
  return c.json(await askInbox(c.env, identity.id, (inbox) => inbox.notifications(identity, 'read', id)), 200);
});

inboxMarkRoutes.openapi(markRoute('unread', 'Mark a notification as unread'), async (c) => {
  const { identity } = c.var;
  const { id } = c.req.valid('param');
  return c.json(await askInbox(c.env, identity.id, (inbox) => inbox.notifications(identity, 'unread', id)), 200);
});

inboxMarkRoutes.openapi(markRoute('dismiss', 'Take a notification out of your list'), async (c) => {
  const { identity } = c.var;
  const { id } = c.req.valid('param');
  return c.json(await askInbox(c.env, identity.id, (inbox) => inbox.notifications(identity, 'dismiss', id)), 200);
});

inboxMarkRoutes.openapi(snooze, async (c) => {
  const { identity } = c.var;
  const { id } = c.req.valid('param');
  const untilMs = Date.parse(c.req.valid('json').until);
  return c.json(await askInbox(c.env, identity.id, (inbox) => inbox.notifications(identity, 'snooze', id, untilMs)), 200);
});

inboxMarkRoutes.openapi(act, async (c) => {
  const { identity } = c.var;
  const { id, actionId } = c.req.valid('param');
  return c.json(await askInbox(c.env, identity.id, (inbox) => inbox.notifications(identity, 'act', id, actionId)), 200);
});
