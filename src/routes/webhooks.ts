import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { v7 } from 'uuid';
import { type LogEntry, logDelivery, type WebhookDelivery } from '../db/webhook-deliveries';
import { webhookTypes } from '../inbox/intake/cloud-events';
import { digestOf } from '../inbox/intake/webhook-signatures';
import { intakeLimits } from '../protocol/limits';
import type { AppEnv } from './app-env';
import { problems, writeProblems } from './problem-schemas';
import { Refused } from './problems';
import { webhookSourceLimit } from './rate-limits';
import { jsonOf, mediaType, requestBody } from './request-body';
import { sourceSeal } from './source-seal';
import { processThenLog, processWebhook, type WebhookArrival, type WebhookContent } from './webhook-processing';
import { signedBySource, unsignedLimit } from './webhook-signed';

/** No schema of zod, for which the body would be read once more: what it is depends on its source. */
const body = { description: 'A notification, a CloudEvent, or whatever the mapping of the source reads.' };

export const Processed = z
  .object({
    delivery_id: z.string().openapi({ format: 'uuid', description: 'In the log of the source.' }),
    state: z.enum(['accepted', 'queued', 'ignored']),
    accepted: z.int().optional().openapi({ description: 'How many inboxes have it.' }),
    job_id: z.string().optional(),
  })
  .readonly()
  .openapi('ProcessedWebhook');

const receive = createRoute({
  method: 'post',
  path: '/v1/webhooks/{source}',
  tags: ['webhooks'],
  summary: 'Take a signed webhook: every inbox it is for has it when this answers',
  description:
    'Signed as Standard Webhooks (`webhook-id`, `webhook-timestamp`, `webhook-signature`), or, where the source is ' +
    'declared so, by `X-Hub-Signature-256`. The body is JSON or a CloudEvent 1.0 (structured or binary). Sent again, the ' +
    'same event has no second effect.',
  middleware: [
    unsignedLimit,
    requestBody({ types: webhookTypes, maxBytes: intakeLimits.maxWebhookBytes, checksJson: false }),
    signedBySource,
    webhookSourceLimit,
  ],
  security: [],
  // Said, and not checked: what a source has signed came by its name.
  parameters: [{ name: 'source', in: 'path', required: true, schema: { type: 'string', example: 'hotel-bookings' } }],
  request: {
    body: { required: true, content: { 'application/json': { schema: body }, 'application/cloudevents+json': { schema: body } } },
  },
  responses: {
    200: { description: 'It has been taken.', content: { 'application/json': { schema: Processed } } },
    ...problems(...writeProblems, 'bad-signature', 'not-found', 'idempotency-key-reused', 'unavailable', 'internal'),
  },
});

/** What other systems bring. */
export const webhookRoutes = new OpenAPIHono<AppEnv>();

webhookRoutes.openapi(receive, async (c) => {
  const { source, eventId, body: bytes } = c.var.webhook;
  const { text, value } = jsonOf(bytes);
  const content: WebhookContent = {
    mediaType: mediaType(c),
    headers: attributesOf(c.req.raw.headers),
    body: text,
  };
  const arrival = { source, eventId, receivedAtMs: Date.now(), content, value };
  // What is signed as a whole need not wait for the log: at worst it comes again, and then it is the same.
  if (isSignedWhole(content)) {
    return c.json(await processThenLog(c.env, arrival, (id, entry) => logged(c.env, arrival, id, entry)), 200);
  }
  return c.json(await processWebhook(c.env, arrival, await logged(c.env, arrival, v7(), null)), 200);
});

/** The headers of a binary CloudEvent; none of what is not one. To go through all of them takes longer than to ask for one. */
function attributesOf(headers: Headers): WebhookContent['headers'] {
  return headers.has('ce-specversion') ? [...headers].filter(([name]) => name.startsWith('ce-')) : [];
}

/** Whether nothing counts but the body: neither the headers nor the media type are signed. */
function isSignedWhole({ mediaType: type, headers }: WebhookContent): boolean {
  return type === 'application/json' && headers.length === 0;
}

/**
 * The row of an event in the log, with this entry.
 * @throws Refused `idempotency-key-reused` when it came with other headers before: its row is as it was.
 */
async function logged(
  env: Env,
  { source, eventId, receivedAtMs, content }: WebhookArrival,
  id: string,
  entry: LogEntry | null,
): Promise<WebhookDelivery> {
  const unsigned = JSON.stringify([content.mediaType, content.headers]);
  const [digest, sealedContent] = await Promise.all([
    digestOf(new TextEncoder().encode(unsigned)),
    sourceSeal(env).seal(JSON.stringify(content), contextOfContent(source.name, eventId)),
  ]);
  const row = { id, source: source.name, eventId, receivedAtMs, digest, sealedContent };
  const { delivery, isSame } = await logDelivery(env.DB, row, entry);
  if (!isSame) throw new Refused({ code: 'idempotency-key-reused', detail: 'This webhook id belongs to another event.' });
  return delivery;
}

/** What a webhook's content is sealed for: it opens in no other row. */
export function contextOfContent(source: string, eventId: string): string {
  return `webhook ${JSON.stringify([source, eventId])}`;
}
