import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { isZone } from '../inbox/notifications/preference-rules';
import { inboxLimits } from '../protocol/limits';
import { notificationChannels } from '../protocol/notifications';
import type { AppEnv } from './app-env';
import { askInbox } from './inbox-objects';
import { channel } from './inbox-schemas';
import { typeName } from './notification-schemas';
import { permitted } from './permitted';
import { problems, signedInProblems, writeProblems } from './problem-schemas';
import { writeLimit } from './rate-limits';
import { jsonBody } from './request-body';
import { signedInAtInbox, tokenOrTicket } from './signed-in';

const tags = ['inbox'];
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 22:00');
const channelList = z
  .array(channel)
  .max(notificationChannels.length)
  .refine((channels) => new Set(channels).size === channels.length, 'names a channel twice')
  .readonly();

const Preferences = z
  .strictObject({
    language: z.enum(['ja', 'en']),
    time_zone: z.string().refine(isZone, 'must be the IANA name of a time zone').openapi({ example: 'Asia/Tokyo' }),
    quiet_hours: z
      .strictObject({ enabled: z.boolean(), from: clock, to: clock })
      .readonly()
      .openapi({ description: 'Hours of your own time zone in which push and SMS wait. `from` after `to` spans midnight.' }),
    channels: z
      .strictObject({ in_app: z.boolean(), push: z.boolean(), email: z.boolean(), sms: z.boolean() })
      .readonly()
      .openapi({ description: 'Whether a channel is used at all.' }),
    types: z
      .record(typeName, channelList)
      .refine((types) => Object.keys(types).length <= inboxLimits.maxSubscriptions, 'has too many types')
      .readonly()
      .openapi({
        description: 'Exceptions for single types: the channels they use. An empty list mutes a type.',
        example: { price_alert: ['in_app'] },
      }),
  })
  .readonly()
  .openapi('InboxPreferences');

const answer = { description: 'Your preferences.', content: { 'application/json': { schema: Preferences } } };

const read = createRoute({
  method: 'get',
  path: '/v1/inbox/preferences',
  tags,
  summary: 'What you want to be told, and how',
  middleware: [signedInAtInbox, permitted('read-inbox')],
  security: tokenOrTicket,
  responses: { 200: answer, ...problems(...signedInProblems, 'forbidden', 'unavailable') },
});

const Types = z
  .object({
    types: z
      .array(z.object({ type: z.string().openapi({ example: 'price_alert' }), channels: z.array(channel).readonly() }).readonly())
      .readonly(),
  })
  .openapi('NotificationTypes');

const types = createRoute({
  method: 'get',
  path: '/v1/inbox/notification-types',
  tags,
  summary: 'The types of notification whose channels you can choose',
  description: 'Those that the product itself knows, then those that came from elsewhere, by name.',
  middleware: [signedInAtInbox, permitted('read-inbox')],
  security: tokenOrTicket,
  responses: {
    200: {
      description: 'Each with the channels that it uses as long as your preferences have no exception for it.',
      content: { 'application/json': { schema: Types } },
    },
    ...problems(...signedInProblems, 'forbidden', 'unavailable'),
  },
});

const put = createRoute({
  method: 'put',
  path: '/v1/inbox/preferences',
  tags,
  summary: 'Say what you want to be told, and how',
  middleware: [signedInAtInbox, permitted('write-inbox'), writeLimit, jsonBody],
  security: tokenOrTicket,
  request: { body: { required: true, content: { 'application/json': { schema: Preferences } } } },
  responses: { 200: answer, ...problems(...signedInProblems, ...writeProblems, 'forbidden', 'unavailable') },
});

/** The preferences of the caller. */
export const inboxPreferenceRoutes = new OpenAPIHono<AppEnv>();

inboxPreferenceRoutes.openapi(read, async (c) => {
  const { identity } = c.var;
  return c.json(await askInbox(c.env, identity.id, (inbox) => inbox.notifications(identity, 'preferences')), 200);
});

inboxPreferenceRoutes.openapi(types, async (c) => {
  const { identity } = c.var;
  return c.json({ types: await askInbox(c.env, identity.id, (inbox) => inbox.notifications(identity, 'types')) }, 200);
});

inboxPreferenceRoutes.openapi(put, async (c) => {
  const { identity } = c.var;
  const wanted = c.req.valid('json');
  return c.json(await askInbox(c.env, identity.id, (inbox) => inbox.notifications(identity, 'putPreferences', wanted)), 200);
});
