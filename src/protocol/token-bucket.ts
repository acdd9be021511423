/** A rate with a burst: `perSecond` tokens flow in, at most `burst` are kept. Time is the caller's. */
export class TokenBucket {
  #tokens: number;
  #atMs: number;

  constructor(
    private readonly perSecond: number,
    private readonly burst: number,
    nowMs: number,
  ) {
    this.#tokens = burst;
    this.#atMs = nowMs;
  }

  /** Takes one token if there is one, and `reserve` others are left: what matters less leaves room for what matters more. */
  take(nowMs: number, reserve = 0): boolean {
    return this.takeAll(1, nowMs, reserve);
  }

  /** Takes so many tokens, or none. */
  takeAll(count: number, nowMs: number, reserve = 0): boolean {
    this.#refill(nowMs);
    if (this.#tokens < count + reserve) return false;
    this.#tokens -= count;
    return true;
  }

  /** Ms from now until `count` tokens (at most the burst) are there; 0 when they are. */
  msUntil(count: number, nowMs: number): number {
    this.#refill(nowMs);
    return Math.max(0, Math.ceil(((Math.min(count, this.burst) - this.#tokens) * 1000) / this.perSecond));
  }

  #refill(nowMs: number): void {
    const elapsedMs = Math.max(0, nowMs - this.#atMs);
    this.#tokens = Math.min(this.burst, this.#tokens + (elapsedMs * this.perSecond) / 1000);
    this.#atMs = nowMs;
  }
}
