import { getLogger } from '@logtape/logtape';
import { createMiddleware } from 'hono/factory';
import type { WebhookSource } from '../db/webhook-sources';
import { verifySignature } from '../inbox/intake/webhook-signatures';
import type { AppEnv } from './app-env';
import { Refused } from './problems';
import { countUnsigned } from './rate-limits';
import { knownSource, readSource } from './source-cache';

const logger = getLogger(['triptrip', 'webhooks']);

/** A webhook whose signature is right. */
export interface SignedWebhook {
  readonly source: WebhookSource;
  /** What the signature vouches for. */
  readonly eventId: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

/**
 * Counts by its address what no source has signed: before it is read when the database has to be asked for its source,
 * else when it is refused. What is signed takes from the share of its source alone, wherever it comes from.
 */
export const unsignedLimit = createMiddleware<AppEnv>(async (c, next) => {
  const isKnown = knownSource(c.req.param('source') ?? '', Date.now()) !== null;
  if (!isKnown) await countUnsigned(c);
  await next();
  if (isKnown && (c.var as Partial<AppEnv['Variables']>).webhook === undefined) await countUnsigned(c);
});

/** Lets only webhooks through that a source has signed, and tells the route whose they are. Comes after the body's check. */
export const signedBySource = createMiddleware<AppEnv>(async (c, next) => {
  const name = c.req.param('source') ?? '';
  const nowMs = Date.now();
  const opened = knownSource(name, nowMs) ?? (await readSource(c.env, name, nowMs));
  if (!opened?.source.enabled) throw new Refused({ code: 'not-found' });
  const { source, secrets } = opened;
  const body = new Uint8Array(await c.req.arrayBuffer());
  const request = { header: (header: string) => c.req.header(header), body };
  const verdict = await verifySignature(source.scheme, secrets, request, nowMs);
  if (!verdict.ok) {
    logger.warn('webhook refused', { request_id: c.var.requestId, source: name, reason: verdict.reason });
    throw new Refused({ code: 'bad-signature', extensions: { reason: verdict.reason } }, { 'www-authenticate': 'Webhook' });
  }
  c.set('webhook', { source, eventId: verdict.eventId, body });
  await next();
});
