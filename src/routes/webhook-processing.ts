import { v7 } from 'uuid';
import { type LogEntry, settleDelivery, type WebhookDelivery } from '../db/webhook-deliveries';
import type { WebhookSource } from '../db/webhook-sources';
import { readEvent } from '../inbox/intake/cloud-events';
import { withSourceType } from '../inbox/intake/draft';
import type { Json } from '../inbox/intake/json';
import { applyMapping } from '../inbox/intake/mapping';
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
  /** The value of its body. */
  readonly value: Json;
}

/** What became of an event: what its sender is told, or why it was refused. */
type WebhookOutcome = { readonly done: Omit<ProcessedWebhook, 'delivery_id'> } | { readonly failed: unknown };

/**
 * Does what an event asks for, and keeps what became of it with its row in the log. Again it is harmless: ids follow from
 * source and event.
 * @throws Refused when it is no notification, or not every inbox has taken it.
 */
export async function processWebhook(env: Env, arrival: WebhookArrival, { id }: WebhookDelivery): Promise<ProcessedWebhook> {
  const outcome = await outcomeOf(env, arrival);
  const entry = entryOf(outcome, id);
  if (entry !== null) await settleDelivery(env.DB, id, entry.state, entry.result);
  return answerTo(outcome, id);
}

/**
 * As {@link processWebhook}, for an event that is not in the log yet, or only from an earlier try. Nobody waits for the
 * log to see it; its sender is answered when it is there.
 * @param log writes the row under a new id, and answers it as it is then.
 */
export async function processThenLog(
  env: Env,
  arrival: WebhookArrival,
  log: (id: string, entry: LogEntry | null) => Promise<WebhookDelivery>,
): Promise<ProcessedWebhook> {
  const outcome = await outcomeOf(env, arrival);
  const id = v7();
  const delivery = await log(id, entryOf(outcome, id));
  return answerTo(outcome, delivery.id);
}

async function outcomeOf(env: Env, arrival: WebhookArrival): Promise<WebhookOutcome> {
  try {
    return { done: await processed(env, arrival) };
  } catch (error) {
    return { failed: error };
  }
}

function answerTo(outcome: WebhookOutcome, id: string): ProcessedWebhook {
  if ('failed' in outcome) throw outcome.failed;
  return { delivery_id: id, ...outcome.done };
}

/** Null when nobody knows what became of it: it stays open. */
function entryOf(outcome: WebhookOutcome, id: string): LogEntry | null {
  if ('done' in outcome) return { state: outcome.done.state, result: { delivery_id: id, ...outcome.done } };
  if (!(outcome.failed instanceof Refused)) return null;
  const { code, detail, extensions } = outcome.failed.refusal;
  return {
    state: code === 'unavailable' ? 'open' : 'refused',
    result: { code, ...(detail === undefined ? {} : { detail }), ...extensions },
  };
}

async function processed(
  env: Env,
  { source, eventId, receivedAtMs, content, value }: WebhookArrival,
): Promise<Omit<ProcessedWebhook, 'delivery_id'>> {
  const event = granted(readEvent(content.mediaType, content.headers, value));
  const mapped = applyMapping(source.mapping, event);
  if (mapped === null && source.mapping !== null) return { state: 'ignored' };
  const notification = checked(mapped);
  const dispatch = {
    draft: withSourceType(draftOf(notification, receivedAtMs), source.types),
    source: source.name,
    caller: null,
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
