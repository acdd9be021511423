import { createHmac, randomUUID } from 'node:crypto';
import { expectOk, login } from './rest-client';

/** A system that may notify people: a source of webhooks, and its secret (`whsec_…`). */
export interface WebhookSystem {
  /** Origin of the server. */
  readonly url: string;
  readonly source: string;
  readonly secret: string;
}

/** Has a system declared that may send webhooks. */
export async function declareSystem(url: string, source: string): Promise<WebhookSystem> {
  const admin = await login(url, 'admin', 'Admin', 'admin');
  const { secret } = await expectOk<{ secret: string }>(admin, 'POST', '/v1/webhook-sources', { name: source });
  return { url, source, secret };
}

/** Posts an event as Standard Webhooks say. @returns the answer, with its body unread */
export function postWebhook(
  { url, source, secret }: WebhookSystem,
  event: object,
  id = `msg_${randomUUID()}`,
): Promise<Response> {
  const body = JSON.stringify(event);
  const timestamp = Math.floor(Date.now() / 1_000);
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return fetch(`${url}/v1/webhooks/${source}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': `v1,${signature}`,
    },
    body,
  });
}
