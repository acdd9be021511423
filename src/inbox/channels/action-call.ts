import { Webhook } from 'standardwebhooks';
import type { Outcome } from '../../protocol/codes';
import { inboxLimits } from '../../protocol/limits';
import type { ActionCall } from '../ports';
import { type ChannelPorts, callProvider } from './provider-call';
import { type AddressRules, isPublicAddress } from './public-address';

/** How the addresses of actions are called. */
export interface ActionSettings extends AddressRules {
  /** Signs the calls (Standard Webhooks): `whsec_` and base64. Null: there are no such actions here. */
  readonly secret: string | null;
}

/**
 * Calls the address of an action: a POST with a Standard Webhooks signature and an `Idempotency-Key`, to the public internet only
 * (PROTOCOL.md, Z16, Z17).
 */
export async function callAction(call: ActionCall, settings: ActionSettings, ports: ChannelPorts): Promise<Outcome<null>> {
  if (settings.secret === null) return refused('action-unavailable', 'This server has no secret to sign the call with.');
  if (!isPublicAddress(call.webhook, settings)) {
    return refused('action-unavailable', 'Its address is not one of the public internet.');
  }
  const body = JSON.stringify(call.body);
  const sentAt = new Date(ports.nowMs());
  const made = await callProvider(ports, inboxLimits.actionTimeoutMs, call.webhook, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': call.idempotencyKey,
      'webhook-id': call.idempotencyKey,
      'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
      'webhook-signature': new Webhook(settings.secret).sign(call.idempotencyKey, sentAt, body),
    },
    body,
  });
  if (!made.answered) return refused('unavailable', 'Its server could not be reached.');
  const { status } = made.answer;
  if (status >= 200 && status < 300) return { ok: true, value: null };
  const mayWorkLater = status >= 500 || status === 408 || status === 429;
  return refused(mayWorkLater ? 'unavailable' : 'action-unavailable', `Its server answered ${status}.`);
}

function refused(code: 'unavailable' | 'action-unavailable', detail: string): Outcome<null> {
  return { ok: false, refusal: { code, detail } };
}
