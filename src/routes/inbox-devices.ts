import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { NewDevice } from '../inbox/notifications/notification-calls';
import { fieldLimits, inboxLimits, restLimits } from '../protocol/limits';
import { deviceKinds } from '../protocol/notifications';
import { countCode } from './address-codes';
import type { AppEnv } from './app-env';
import { askInbox } from './inbox-objects';
import { channel, timestamp } from './inbox-schemas';
import { permitted } from './permitted';
import { problems, signedInProblems, writeProblems } from './problem-schemas';
import { writeLimit } from './rate-limits';
import { jsonBody } from './request-body';
import { signedInAtInbox, tokenOrTicket } from './signed-in';

const tags = ['inbox'];
const deviceProblems = [...signedInProblems, 'forbidden', 'unavailable'] as const;

const Device = z
  .object({
    id: z.string(),
    kind: z.enum(deviceKinds),
    label: z.string().openapi({ example: 'Firefox, Linux' }),
    state: z.enum(['active', 'unverified', 'invalid', 'opted_out']).openapi({
      description:
        '`unverified`: it was sent a code, and gets nothing else before the code is shown. `invalid`: a provider said that the ' +
        'address is dead; register it again. `opted_out`: its person said no.',
    }),
    verification: z
      .object({
        expires_at: timestamp.openapi({ description: 'Until when the last code is good.' }),
        resend_at: timestamp.openapi({ description: 'From when on there may be another one.' }),
        failure: z
          .enum(['unconfigured', 'refused', 'try-later', 'bounced'])
          .nullable()
          .openapi({ description: 'Why the last code did not go. `bounced`: it went, and came back.' }),
      })
      .readonly()
      .nullable()
      .openapi({ description: 'Null, unless it is `unverified`.' }),
    address: z.string().openapi({ description: 'With its middle left out.', example: 'a…@example.org' }),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .readonly()
  .openapi('InboxDevice');

const deviceAnswer = { description: 'The device.', content: { 'application/json': { schema: Device } } };

const token = z.string().min(1).max(restLimits.maxTokenChars);
const key = z
  .string()
  .max(256)
  .regex(/^[A-Za-z0-9_-]+$/, 'must be base64url');
const label = z.string().trim().min(1).max(inboxLimits.maxDeviceLabelChars);

const NewDeviceShape = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('web_push'),
      label,
      endpoint: z
        .string()
        .max(fieldLimits.maxUrlChars)
        .refine((text) => /^https?:\/\//.test(text) && URL.canParse(text), 'must be an address'),
      p256dh: key,
      auth: key,
    }),
    z.strictObject({ kind: z.literal('fcm'), label, token }),
    z.strictObject({ kind: z.literal('apns'), label, token, topic: z.string().min(1).max(255) }),
    z.strictObject({ kind: z.literal('email'), label, email: z.email().max(254) }),
    z.strictObject({ kind: z.literal('sms'), label, number: z.e164().openapi({ example: '+819012345678' }) }),
  ])
  .openapi('NewInboxDevice');

const DeviceParams = z.object({
  id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must be a short word')
    .openapi({ param: { name: 'id', in: 'path' }, description: 'Of the client’s choice.' }),
});

const list = createRoute({
  method: 'get',
  path: '/v1/inbox/devices',
  tags,
  summary: 'Where you can be reached',
  middleware: [signedInAtInbox, permitted('read-inbox')],
  security: tokenOrTicket,
  responses: {
    200: {
      description: 'In the order in which they were registered.',
      content: { 'application/json': { schema: z.object({ devices: z.array(Device).readonly() }) } },
    },
    ...problems(...deviceProblems),
  },
});

const put = createRoute({
  method: 'put',
  path: '/v1/inbox/devices/{id}',
  tags,
  summary: 'Register a browser, a phone, a mailbox or a number; again, when its address has changed or was dead',
  description: 'A mailbox or a number that is new is sent a code, and nothing else before `POST …/verify` has shown it.',
  middleware: [signedInAtInbox, permitted('write-inbox'), writeLimit, jsonBody],
  security: tokenOrTicket,
  request: { params: DeviceParams, body: { required: true, content: { 'application/json': { schema: NewDeviceShape } } } },
  responses: {
    200: deviceAnswer,
    ...problems(...deviceProblems, ...writeProblems, 'not-found', 'too-many-devices'),
  },
});

const Code = z.object({ code: z.string().trim().min(1).max(16).openapi({ example: '042617' }) }).openapi('AddressCode');

const verify = createRoute({
  method: 'post',
  path: '/v1/inbox/devices/{id}/verify',
  tags,
  summary: 'Show the code that a mailbox or a number was sent',
  description: 'It is good for 10 minutes and 5 tries. Of an address that needs none nothing is asked.',
  middleware: [signedInAtInbox, permitted('write-inbox'), writeLimit, jsonBody],
  security: tokenOrTicket,
  request: { params: DeviceParams, body: { required: true, content: { 'application/json': { schema: Code } } } },
  responses: { 200: deviceAnswer, ...problems(...deviceProblems, ...writeProblems, 'not-found', 'wrong-code', 'code-over') },
});

const sendCode = createRoute({
  method: 'post',
  path: '/v1/inbox/devices/{id}/code',
  tags,
  summary: 'Send a mailbox or a number another code',
  middleware: [signedInAtInbox, permitted('write-inbox'), writeLimit],
  security: tokenOrTicket,
  request: { params: DeviceParams },
  responses: { 200: deviceAnswer, ...problems(...deviceProblems, 'not-found', 'rate-limited') },
});

const remove = createRoute({
  method: 'delete',
  path: '/v1/inbox/devices/{id}',
  tags,
  summary: 'Forget a device',
  middleware: [signedInAtInbox, permitted('write-inbox'), writeLimit],
  security: tokenOrTicket,
  request: { params: DeviceParams },
  responses: { 204: { description: 'It gets nothing any more.' }, ...problems(...deviceProblems, 'not-found', 'rate-limited') },
});

const test = createRoute({
  method: 'post',
  path: '/v1/inbox/test',
  tags,
  summary: 'Send yourself a test over one channel, whatever your preferences say',
  middleware: [signedInAtInbox, permitted('write-inbox'), writeLimit, jsonBody],
  security: tokenOrTicket,
  request: {
    body: { required: true, content: { 'application/json': { schema: z.object({ channel }).openapi('ChannelTest') } } },
  },
  responses: {
    202: {
      description: 'It is on its way; the trace of the notification tells what becomes of it.',
      content: { 'application/json': { schema: z.object({ notification_id: z.string() }) } },
    },
    ...problems(...deviceProblems, ...writeProblems),
  },
});

/** The devices and addresses of the caller. */
export const inboxDeviceRoutes = new OpenAPIHono<AppEnv>();

inboxDeviceRoutes.openapi(list, async (c) => {
  const { identity } = c.var;
  const devices = await askInbox(c.env, identity.id, (inbox) => inbox.notifications(identity, 'devices'));
  return c.json({ devices }, 200);
});

inboxDeviceRoutes.openapi(put, async (c) => {
  const { identity } = c.var;
  const { id } = c.req.valid('param');
  const device = deviceOf(c.req.valid('json'));
  await countCode(c.env, identity, id, device.address);
  return c.json(await askInbox(c.env, identity.id, (inbox) => inbox.notifications(identity, 'putDevice', id, device)), 200);
});

inboxDeviceRoutes.openapi(verify, async (c) => {
  const { identity } = c.var;
  const { id } = c.req.valid('param');
  const { code } = c.req.valid('json');
  return c.json(await askInbox(c.env, identity.id, (inbox) => inbox.notifications(identity, 'verifyDevice', id, code)), 200);
});

inboxDeviceRoutes.openapi(sendCode, async (c) => {
  const { identity } = c.var;
  const { id } = c.req.valid('param');
  await countCode(c.env, identity, id, null);
  return c.json(await askInbox(c.env, identity.id, (inbox) => inbox.notifications(identity, 'sendCode', id)), 200);
});

inboxDeviceRoutes.openapi(remove, async (c) => {
  const { identity } = c.var;
  await askInbox(c.env, identity.id, (inbox) => inbox.notifications(identity, 'removeDevice', c.req.valid('param').id));
  return c.body(null, 204);
});

inboxDeviceRoutes.openapi(test, async (c) => {
  const { identity } = c.var;
  const wanted = c.req.valid('json').channel;
  const notification_id = await askInbox(c.env, identity.id, (inbox) => inbox.notifications(identity, 'test', wanted));
  return c.json({ notification_id }, 202);
});

function deviceOf({ label: name, ...address }: z.output<typeof NewDeviceShape>): NewDevice {
  return { label: name, address };
}
