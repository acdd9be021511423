import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { getLogger } from '@logtape/logtape';
import type { Context } from 'hono';
import type { CallbackVerdict, ProviderCallback, ReferencedReport } from '../inbox/channels/callbacks/callback';
import { readResend } from '../inbox/channels/callbacks/resend';
import { readSendGrid } from '../inbox/channels/callbacks/sendgrid';
import { readSes } from '../inbox/channels/callbacks/ses';
import { readTwilio } from '../inbox/channels/callbacks/twilio';
import { readReference } from '../protocol/delivery-reference';
import { intakeLimits } from '../protocol/limits';
import { given, givenOrigin } from '../settings';
import type { AppEnv } from './app-env';
import { problems, writeProblems } from './problem-schemas';
import { Refused } from './problems';
import { reportToInbox } from './provider-reports';
import { intakeAddressLimit } from './rate-limits';
import { requestBody } from './request-body';

const logger = getLogger(['triptrip', 'webhooks']);

const providers = ['twilio', 'sendgrid', 'resend', 'ses'] as const;
type ProviderName = (typeof providers)[number];

// Amazon SNS calls its JSON plain text.
const types = ['application/json', 'application/x-www-form-urlencoded', 'text/plain'];
/** No schema of zod, for which the body would be read once more: each provider has a form of its own. */
const body = { description: 'As the provider sends it.' };

const callback = createRoute({
  method: 'post',
  path: '/v1/webhooks/providers/{provider}',
  tags: ['webhooks'],
  summary: 'What a provider of mails or SMS says became of a message',
  description: 'Signed as each provider signs. Reports about messages that nobody knows any more are taken and have no effect.',
  middleware: [intakeAddressLimit, requestBody({ types, maxBytes: intakeLimits.maxWebhookBytes })],
  security: [],
  request: {
    params: z.object({ provider: z.enum(providers).openapi({ param: { name: 'provider', in: 'path' } }) }),
    body: {
      required: true,
      content: {
        'application/json': { schema: body },
        'application/x-www-form-urlencoded': { schema: body },
        'text/plain': { schema: body },
      },
    },
  },
  responses: {
    204: { description: 'It has been taken. Again it is harmless.' },
    ...problems(...writeProblems, 'bad-signature', 'not-found', 'unavailable', 'internal'),
  },
});

/** Where providers report what became of messages. */
export const providerCallbackRoutes = new OpenAPIHono<AppEnv>();

providerCallbackRoutes.openapi(callback, async (c) => {
  const { provider } = c.req.valid('param');
  const verdict = await verdictOf(c, provider);
  switch (verdict.kind) {
    case 'refused':
      logger.warn('callback refused', { request_id: c.var.requestId, provider, reason: verdict.reason });
      throw new Refused({ code: 'bad-signature', extensions: { reason: verdict.reason } }, { 'www-authenticate': 'Webhook' });
    case 'confirm':
      await confirm(verdict.url);
      break;
    case 'reports':
      for (const report of verdict.reports) await bring(c.env, report);
  }
  return c.body(null, 204);
});

async function verdictOf(c: Context<AppEnv>, provider: ProviderName): Promise<CallbackVerdict> {
  const { env } = c;
  const request: ProviderCallback = {
    url: publicUrl(c),
    header: (name) => c.req.header(name),
    body: await c.req.text(),
    nowMs: Date.now(),
  };
  switch (provider) {
    case 'twilio':
      return readTwilio(request, configured(env.TWILIO_AUTH_TOKEN));
    case 'sendgrid':
      return readSendGrid(request, configured(env.SENDGRID_WEBHOOK_KEY));
    case 'resend':
      return readResend(request, configured(env.RESEND_WEBHOOK_SECRET));
    case 'ses':
      return readSes(request, configured(env.SES_TOPIC_ARN), (url, init) => fetch(url, init));
  }
}

/** What a provider's callbacks are checked with, read as what sends reads it; without it they are nowhere. */
function configured(value: string | undefined): string {
  const text = given(value);
  if (text === null) throw new Refused({ code: 'not-found' });
  return text;
}

/** The address as the provider was told it: what stands before this server may have another name. */
function publicUrl(c: Context<AppEnv>): string {
  const { pathname, search } = new URL(c.req.url);
  const origin = givenOrigin(c.env.APP_URL);
  return origin === null ? c.req.url : origin + pathname + search;
}

async function bring(env: Env, { ref, ...report }: ReferencedReport): Promise<void> {
  const reference = await readReference(configured(env.LINK_SECRET), 'callback', ref);
  // A message of somebody else with the same account: its reference is not ours.
  if (reference !== null) await reportToInbox(env, reference, report);
}

async function confirm(url: string): Promise<void> {
  const answer = await fetch(url, { redirect: 'manual' });
  await answer.body?.cancel();
  if (answer.status !== 200) throw new Refused({ code: 'unavailable', detail: 'The subscription could not be confirmed.' });
}
