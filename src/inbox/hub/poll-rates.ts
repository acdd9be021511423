import { hubLimits as limits } from '../../protocol/limits';
import type { TokenBucket } from '../../protocol/token-bucket';
import { newMessageRate } from './hub-session';

/**
 * What each of those who poll may send (PROTOCOL.md U10). Between two of their messages there is no connection that would
 * remember it. In memory only, as that of a connection is.
 */
export class PollRates {
  readonly #byId = new Map<string, TokenBucket>();

  /** The rate of one who polls. */
  of(id: string, nowMs: number): TokenBucket {
    this.#forgetFull(nowMs);
    const rate = this.#byId.get(id) ?? newMessageRate(nowMs);
    this.#byId.set(id, rate);
    return rate;
  }

  /** A full one is as good as a new one, so only those are kept who sent something within the last seconds. */
  #forgetFull(nowMs: number): void {
    for (const [id, rate] of this.#byId) if (rate.msUntil(limits.messageBurst, nowMs) === 0) this.#byId.delete(id);
  }
}
