import { documentLimits as limits } from '../protocol/limits';

/** Deliveries per second up to which everything goes out at once. */
const quietDeliveriesPerSecond = 200;
/** Deliveries per second from which the window has its full length. */
const busyDeliveriesPerSecond = 2_000;

/**
 * Decides how long messages wait to be sent together: not at all on a quiet document, up to `maxWindowMs` on a busy one.
 * What counts is deliveries, messages times readers: they are what costs.
 */
export class FlushWindow {
  #ratePerSecond = 0;
  #lastArrivalMs = 0;
  #lastFlushMs = 0;

  /** Counts an arrival and answers how long it may wait, 0 for not at all. */
  arrive(nowMs: number, readers: number): number {
    const seconds = Math.max(0, nowMs - this.#lastArrivalMs) / 1000;
    this.#ratePerSecond = this.#ratePerSecond * Math.exp(-seconds) + 1;
    this.#lastArrivalMs = nowMs;
    const windowMs = this.#windowMs(readers);
    return Math.max(0, this.#lastFlushMs + windowMs - nowMs);
  }

  flushed(nowMs: number): void {
    this.#lastFlushMs = nowMs;
  }

  #windowMs(readers: number): number {
    const deliveries = this.#ratePerSecond * readers;
    const busy = (deliveries - quietDeliveriesPerSecond) / (busyDeliveriesPerSecond - quietDeliveriesPerSecond);
    return Math.round(limits.maxWindowMs * Math.min(1, Math.max(0, busy)));
  }
}
