import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import { findDelivery, listDeliveries, type WebhookDelivery } from '../db/webhook-deliveries';
import type { Json } from '../inbox/intake/json';
import type { AppEnv } from './app-env';
import { demandedSource } from './demanded-source';
import { permitted } from './permitted';
import { problems, signedInProblems } from './problem-schemas';
import { Refused } from './problems';
import { writeLimit } from './rate-limits';
import { signedIn } from './signed-in';
import { sourceSeal } from './source-seal';
import { processWebhook, type WebhookContent } from './webhook-processing';
import { DeliveryList, DeliveryParams, DeliveryQuery, SourceParams } from './webhook-source-schemas';
import { contextOfContent, Processed } from './webhooks';

const tags = ['webhook sources'];
const logProblems = [...signedInProblems, 'forbidden', 'not-found', 'invalid'] as const;

const list = createRoute({
  method: 'get',
  path: '/v1/webhook-sources/{name}/deliveries',
  tags,
  summary: 'The log of what a source brought in the last 30 days, the newest first',
  middleware: [signedIn, permitted('manage-webhooks')],
  request: { params: SourceParams, query: DeliveryQuery },
  responses: {
    200: { description: 'A page of the log.', content: { 'application/json': { schema: DeliveryList } } },
    ...problems(...logProblems),
  },
});

const replay = createRoute({
  method: 'post',
  path: '/v1/webhook-sources/{name}/deliveries/{deliveryId}/replay',
  tags,
  summary: 'Do what an event asks for once more, by the mapping of today; who has it gets nothing',
  middleware: [signedIn, permitted('manage-webhooks'), writeLimit],
  request: { params: DeliveryParams },
  responses: {
    200: { description: 'It has been taken.', content: { 'application/json': { schema: Processed } } },
    ...problems(...logProblems, 'rate-limited', 'unavailable'),
  },
});

/** What the sources brought. For administrators. */
export const webhookDeliveryRoutes = new OpenAPIHono<AppEnv>();

webhookDeliveryRoutes.openapi(list, async (c) => {
  const { name } = c.req.valid('param');
  const { limit, cursor } = c.req.valid('query');
  await demandedSource(c.env.DB, name);
  const { deliveries, next } = await listDeliveries(c.env.DB, { source: name, before: cursor ?? null, limit });
  return c.json({ deliveries: deliveries.map(viewOf), next_cursor: next }, 200);
});

webhookDeliveryRoutes.openapi(replay, async (c) => {
  const { name, deliveryId } = c.req.valid('param');
  const source = await demandedSource(c.env.DB, name);
  const found = await findDelivery(c.env.DB, name, deliveryId);
  if (found === null) throw new Refused({ code: 'not-found' });
  const { delivery, sealedContent } = found;
  const opened = await sourceSeal(c.env).open(sealedContent, contextOfContent(name, delivery.eventId));
  const content = JSON.parse(opened) as WebhookContent;
  const arrival = {
    source,
    eventId: delivery.eventId,
    receivedAtMs: Date.parse(delivery.receivedAt),
    content,
    value: JSON.parse(content.body) as Json,
  };
  return c.json(await processWebhook(c.env, arrival, delivery), 200);
});

function viewOf({ id, eventId, receivedAt, tries, state, result }: WebhookDelivery) {
  return { id, event_id: eventId, received_at: receivedAt, tries, state, result };
}
