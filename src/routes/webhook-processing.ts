import { type DeliveryLogState, settleDelivery, type WebhookDelivery } from '../db/webhook-deliveries';
import type { WebhookSource } from '../db/webhook-sources';
import { readEvent } from '../inbox/intake/cloud-events';
import { withSourceType } from '../inbox/intake/draft';
import type { Json } from '../inbox/intake/json';
import { applyMapping } from '../inbox/intake/mapping';
import type { Refusal } from '../protocol/codes';
import { type Delivered, deliver } from './notification-delivery';
import { audienceOf, draftOf, NewNotificationShape } from './notification-schemas';
import { granted, pointerTo, Refused } from './problems';

/** All that is read of a webhook's request: what is logged, and replayed. */
export interface WebhookContent {
  readonly mediaType: string;
  /** The attributes of a binary CloudEvent: its headers. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

/** What a webhook's sender is told of its event. */
export interface ProcessedWebhook {
  readonly delivery_id: string;
  readonly state: 'accepted' | 'queued' | 'ignored';
  /** How many inboxes have it. */
  readonly accepted?: number;
  readonly job_id?: string;
}

/** An event on its way: from whom, under which id, since when. */
export interface WebhookArrival {
  readonly source: WebhookSource;
  readonly eventId: string;
  readonly receivedAtMs: number;
  readonly content: WebhookContent;
}

/**
 * Does what an event asks for, and keeps what became of it. Again it is harmless: ids follow from source and event.
 * @param logged its row in the log, which may still be being written.
 * @throws Refused when it is no notification, or not every inbox has taken it.
 */
export async function processWebhook(
  env: Env,
  arrival: WebhookArrival,
  logged: Promise<WebhookDelivery>,
): Promise<ProcessedWebhook> {
  const [processing, logging] = await Promise.allSettled([processed(env, arrival), logged]);
  // Without its row nothing may be said of it; the sender tries again.
  if (logging.status === 'rejected') throw logging.reason;
  const delivery = logging.value;
  if (processing.status === 'rejected') {
    if (processing.reason instanceof Refused) await settleRefused(env, delivery, processing.reason.refusal);
    throw processing.reason;
  }
  const answer = { delivery_id: delivery.id, ...processing.value };
  await settleDelivery(env.DB, delivery.id, answer.state, answer);
  return answer;
}

async function processed(
  env: Env,
  { source, eventId, receivedAtMs, content }: WebhookArrival,
): Promise<Omit<ProcessedWebhook, 'delivery_id'>> {
  const event = granted(readEvent(content.mediaType, content.headers, JSON.parse(content.body) as Json));
  const mapped = applyMapping(source.mapping, event);
  if (mapped === null && source.mapping !== null) return { state: 'ignored' };
  const notification = checked(mapped);
  const dispatch = {
    draft: withSourceType(draftOf(notification), source.types),
    source: source.name,
    eventKey: eventId,
    createdAtMs: receivedAtMs,
  };
  const delivered = await deliver(env, dispatch, audienceOf(notification), `source:${source.name}`);
  if ('job_id' in delivered) return { state: 'queued', job_id: delivered.job_id };
  refuseRefused(delivered);
  return { state: 'accepted', accepted: delivered.results.length };
}

function checked(value: Json) {
  const result = NewNotificationShape.safeParse(value);
  if (result.success) return result.data;
  throw new Refused({
    code: 'invalid',
    detail: 'The event makes no notification.',
    extensions: { errors: result.error.issues.map(({ path, message }) => ({ pointer: pointerTo(path), detail: message })) },
  });
}

/** Q8: a webhook is accepted when everybody has it. */
function refuseRefused({ results }: Extract<Delivered, { results: unknown }>): void {
  const code = results.find(({ result }) => result === 'refused')?.code;
  if (code !== undefined) throw new Refused({ code, detail: 'An inbox refused the notification.', extensions: { results } });
}

async function settleRefused(env: Env, delivery: WebhookDelivery, { code, detail, extensions }: Refusal): Promise<void> {
  const state: DeliveryLogState = code === 'unavailable' ? 'open' : 'refused';
  await settleDelivery(env.DB, delivery.id, state, { code, ...(detail === undefined ? {} : { detail }), ...extensions });
}
