import { closes, isPermanentClose } from '../../src/protocol/codes';

/** Times of the reconnect policy, in milliseconds. */
export const reconnectTimes = {
  firstDelayMs: 1_000,
  maxDelayMs: 30_000,
  /** A connection that lived this long was a good one: counting failures starts over. */
  stableMs: 5_000,
} as const;

/** The close code browsers report when a connection ended without a close frame. */
const abnormalClose = 1006;

/** How a connection ended. */
export interface Loss {
  readonly code: number;
  readonly reason: string;
  /** Time from the session message to the end; 0 when no session was ever established. */
  readonly livedMs: number;
}

/** What the policy remembers between connections. */
export interface History {
  /** Connections in a row that did not become stable. */
  readonly failures: number;
  /** A new token can be asked for, and the last connection did not already use a freshly renewed one. */
  readonly canRenewToken: boolean;
}

/** What to do after a connection ended. */
export type NextStep =
  | { readonly kind: 'retry'; readonly delayMs: number; readonly failures: number }
  /** Connect again at once, with a renewed token. */
  | { readonly kind: 'renew' }
  /** The server will not let this client in until somebody acts. */
  | { readonly kind: 'stop'; readonly code: number; readonly reason: string };

/**
 * Decides what follows the end of a connection: 44xx closes are permanent (an expired token is renewed once), every
 * other one means another try. A server that closes a good connection itself, e.g. because it is being updated, is
 * there again at once; a lost network is not, so that starts with a second.
 */
export function nextStep(loss: Loss, history: History, random: () => number): NextStep {
  if (loss.code === closes.unauthenticated.code && history.canRenewToken) return { kind: 'renew' };
  if (isPermanentClose(loss.code)) return { kind: 'stop', code: loss.code, reason: loss.reason };
  const failures = loss.livedMs >= reconnectTimes.stableMs ? 0 : history.failures;
  const closedByServer = loss.code !== abnormalClose;
  const delayMs = closedByServer && failures === 0 ? 0 : backoffMs(failures, random);
  return { kind: 'retry', delayMs, failures: failures + 1 };
}

/** 1 s, 2 s, 4 s … at most 30 s, each shortened by up to 30 % so that clients do not return in step. */
export function backoffMs(failures: number, random: () => number): number {
  const fullMs = Math.min(reconnectTimes.maxDelayMs, reconnectTimes.firstDelayMs * 2 ** Math.min(failures, 16));
  return Math.round(fullMs * (1 - 0.3 * random()));
}
