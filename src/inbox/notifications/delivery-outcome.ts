import { deliveryLimits as limits } from '../../protocol/limits';
import type { NotificationChannel } from '../../protocol/notifications';
import type { SendOutcome } from '../channels/channel';
import type { DeliveryRow } from './delivery-store';

/** How much longer than its provider a try is waited for: then whoever held it is gone, and it is made again. */
const graceMs = 15_000;

/** A delivery after a try of it begins, with the time at which that try is given up. */
export function begun(row: DeliveryRow, nowMs: number): DeliveryRow {
  return {
    ...row,
    state: 'pending',
    reason: 'under-way',
    tries: row.tries + 1,
    nextAtMs: nowMs + timeoutOf(row.channel) + graceMs,
    updatedAtMs: nowMs,
  };
}

/** A delivery after its channel answered (PROTOCOL.md K4 to K6). `expiresAtMs` is that of its notification. */
export function afterTry(row: DeliveryRow, outcome: SendOutcome, nowMs: number, expiresAtMs: number | null): DeliveryRow {
  switch (outcome.kind) {
    case 'sent':
      return settled({ ...row, providerId: outcome.providerId, sentAtMs: nowMs, error: null }, 'sent', 'handed-over', nowMs);
    case 'unconfigured':
      return settled({ ...row, error: outcome.inOutbox ? 'dev-outbox' : null }, 'failed', 'unconfigured', nowMs);
    case 'failed':
      return settled({ ...row, error: outcome.reason }, 'failed', reasonOf(outcome.address), nowMs);
    case 'retry':
      return afterFailure({ ...row, error: outcome.reason }, outcome.retryAfterMs, nowMs, expiresAtMs);
  }
}

/** A delivery that is over. */
export function settled(
  row: DeliveryRow,
  state: DeliveryRow['state'],
  reason: DeliveryRow['reason'],
  nowMs: number,
): DeliveryRow {
  return { ...row, state, reason, nextAtMs: null, updatedAtMs: nowMs };
}

/** Whether a delivery has been tried as often as its channel is. */
export function isExhausted({ channel, tries }: Pick<DeliveryRow, 'channel' | 'tries'>): boolean {
  return tries >= limits.maxTries[channel];
}

function afterFailure(row: DeliveryRow, retryAfterMs: number | null, nowMs: number, expiresAtMs: number | null): DeliveryRow {
  if (isExhausted(row)) return settled(row, 'expired', 'tries-exhausted', nowMs);
  const nextAtMs = nowMs + waitMs(row.tries, retryAfterMs);
  if (expiresAtMs !== null && expiresAtMs <= nextAtMs) return settled(row, 'expired', 'expired', nowMs);
  return { ...row, state: 'pending', reason: 'will-retry', nextAtMs, updatedAtMs: nowMs };
}

/** How long to wait after so many tries. */
export function retryDelayMs(tries: number): number {
  const { retryDelaysMs } = limits;
  return retryDelaysMs[Math.min(tries, retryDelaysMs.length) - 1] ?? retryDelaysMs[0];
}

/** How long to wait after so many tries, when the provider may have said how long it wants. Nobody keeps a delivery open for years. */
export function waitMs(tries: number, retryAfterMs: number | null): number {
  return Math.max(retryDelayMs(tries), Math.min(retryAfterMs ?? 0, limits.maxRetryAfterMs));
}

function reasonOf(address: 'invalid' | 'opted_out' | null): DeliveryRow['reason'] {
  if (address === null) return 'refused';
  return address === 'invalid' ? 'address-invalid' : 'opted-out';
}

function timeoutOf(channel: NotificationChannel): number {
  return channel === 'in_app' ? 0 : limits.timeoutMs[channel];
}
