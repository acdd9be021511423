import type { Outcome } from '../../protocol/codes';
import { inboxLimits as limits } from '../../protocol/limits';
import { TokenBucket } from '../../protocol/token-bucket';
import type { NewNotification } from '../api';
import { typeRuleOf } from '../routing/notification-types';

/** How many notifications an inbox takes at a time. When more come, those that matter least are refused first (PROTOCOL.md M13). */
export class AcceptanceRate {
  readonly #bucket: TokenBucket;

  constructor(private readonly nowMs: () => number) {
    this.#bucket = new TokenBucket(limits.acceptedPerSecond, limits.acceptBurst, nowMs());
  }

  /** Whether all of these can be taken now; whoever brought them may come again with them. */
  admit(notifications: readonly NewNotification[]): Outcome<null> {
    const nowMs = this.nowMs();
    const reserve = Math.max(0, ...notifications.map((one) => limits.acceptReserve[typeRuleOf(one).priority]));
    const needed = reserve + notifications.length;
    if (this.#bucket.takeAll(notifications.length, nowMs, reserve)) return { ok: true, value: null };
    return { ok: false, refusal: { code: 'overloaded', extensions: { retryAfterMs: this.#bucket.msUntil(needed, nowMs) } } };
  }
}
