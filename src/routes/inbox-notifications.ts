import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { travelsOf } from '../db/travels';
import type { NotificationTrace } from '../inbox/notifications/notification-calls';
import { restLimits } from '../protocol/limits';
import { notificationCategories } from '../protocol/notifications';
import type { AppEnv } from './app-env';
import { decodePlace, encodePlace } from './inbox-list-cursor';
import { askInbox } from './inbox-objects';
import { Notification, NotificationList, NotificationParams, Trace, unreadCount } from './inbox-schemas';
import { permitted } from './permitted';
import { problems, signedInProblems } from './problem-schemas';
import { signedInAtInbox, tokenOrTicket } from './signed-in';

const tags = ['inbox'];
const middleware = [signedInAtInbox, permitted('read-inbox')] as const;
const readProblems = [...signedInProblems, 'forbidden', 'unavailable'] as const;

const flag = z.literal('1').optional();

const ListQuery = z.object({
  cursor: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(restLimits.maxPageSize).default(restLimits.defaultPageSize),
  category: z.enum(notificationCategories).optional(),
  unread: flag.openapi({ description: '`1`: only those that are unread.' }),
  dismissed: flag.openapi({ description: '`1`: those that were dismissed, in place of the others.' }),
});

const TripSpan = z.object({ id: z.string(), start_date: z.iso.date(), end_date: z.iso.date() }).readonly();

const list = createRoute({
  method: 'get',
  path: '/v1/inbox/notifications',
  tags,
  summary: 'Your notifications, newest first; on a trip, those of that trip before all others',
  middleware: [...middleware],
  security: tokenOrTicket,
  request: { query: ListQuery },
  responses: {
    200: { description: 'A page of them.', content: { 'application/json': { schema: NotificationList } } },
    ...problems(...readProblems, 'invalid'),
  },
});

const read = createRoute({
  method: 'get',
  path: '/v1/inbox/notifications/{id}',
  tags,
  summary: 'One of your notifications',
  middleware: [...middleware],
  security: tokenOrTicket,
  request: { params: NotificationParams },
  responses: {
    200: { description: 'The notification.', content: { 'application/json': { schema: Notification } } },
    ...problems(...readProblems, 'not-found'),
  },
});

const trace = createRoute({
  method: 'get',
  path: '/v1/inbox/notifications/{id}/trace',
  tags,
  summary: 'Why a notification went over which channel, why not, or when next',
  middleware: [...middleware],
  security: tokenOrTicket,
  request: { params: NotificationParams },
  responses: {
    200: { description: 'What was decided, and what became of it.', content: { 'application/json': { schema: Trace } } },
    ...problems(...readProblems, 'not-found'),
  },
});

const travels = createRoute({
  method: 'get',
  path: '/v1/inbox/travels',
  tags,
  summary: 'Your trips of today and of the month to come, by which your notifications rank',
  description: 'You are on the one whose dates hold the day in your time zone; of several, on the one that began last.',
  middleware: [...middleware],
  security: tokenOrTicket,
  responses: {
    200: {
      description: 'With their dates.',
      content: { 'application/json': { schema: z.object({ trips: z.array(TripSpan).readonly() }).openapi('Travels') } },
    },
    ...problems(...readProblems),
  },
});

const count = createRoute({
  method: 'get',
  path: '/v1/inbox/unread-count',
  tags,
  summary: 'How many of your notifications are unread',
  middleware: [...middleware],
  security: tokenOrTicket,
  responses: {
    200: { description: 'Counted now.', content: { 'application/json': { schema: z.object({ unread_count: unreadCount }) } } },
    ...problems(...readProblems),
  },
});

/** The notifications of the caller, to read. */
export const inboxNotificationRoutes = new OpenAPIHono<AppEnv>();

inboxNotificationRoutes.openapi(list, async (c) => {
  const { identity } = c.var;
  const { cursor, limit, category, unread, dismissed } = c.req.valid('query');
  const query = {
    after: cursor === undefined ? null : decodePlace(cursor),
    limit,
    category: category ?? null,
    unreadOnly: unread !== undefined,
    dismissed: dismissed !== undefined,
    trips: await travelsOf(c.env.DB, identity.id, Date.now()),
  };
  const page = await askInbox(c.env, identity.id, (inbox) => inbox.notifications(identity, 'list', query));
  const next_cursor = page.next === null ? null : encodePlace(page.next);
  return c.json({ notifications: page.notifications, next_cursor, unread_count: page.unreadCount }, 200);
});

inboxNotificationRoutes.openapi(read, async (c) => {
  const { identity } = c.var;
  const { id } = c.req.valid('param');
  return c.json(await askInbox(c.env, identity.id, (inbox) => inbox.notifications(identity, 'get', id)), 200);
});

inboxNotificationRoutes.openapi(trace, async (c) => {
  const { identity } = c.var;
  const { id } = c.req.valid('param');
  return c.json(traceOf(await askInbox(c.env, identity.id, (inbox) => inbox.notifications(identity, 'trace', id))), 200);
});

inboxNotificationRoutes.openapi(travels, async (c) => {
  return c.json({ trips: await travelsOf(c.env.DB, c.var.identity.id, Date.now()) }, 200);
});

inboxNotificationRoutes.openapi(count, async (c) => {
  const { identity } = c.var;
  const unread_count = await askInbox(c.env, identity.id, (inbox) => inbox.notifications(identity, 'unreadCount'));
  return c.json({ unread_count }, 200);
});

function traceOf({
  notificationId,
  source,
  sentAtMs,
  receivedAtMs,
  scheduledForMs,
  channels,
}: NotificationTrace): z.output<typeof Trace> {
  return {
    notification_id: notificationId,
    source,
    sent_at: isoOf(sentAtMs),
    received_at: isoOrNull(receivedAtMs),
    scheduled_for: isoOrNull(scheduledForMs),
    channels: channels.map(({ channel, verdict, reason, deliveries }) => ({
      channel,
      verdict,
      reason,
      deliveries: deliveries.map((delivery) => ({
        id: delivery.id,
        device_id: delivery.deviceId,
        state: delivery.state,
        reason: delivery.reason,
        tries: delivery.tries,
        next_try_at: isoOrNull(delivery.nextTryMs),
        error: delivery.error,
        sent_at: isoOrNull(delivery.sentAtMs),
        updated_at: isoOf(delivery.updatedAtMs),
      })),
    })),
  };
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

function isoOrNull(ms: number | null): string | null {
  return ms === null ? null : isoOf(ms);
}
