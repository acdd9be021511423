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

  /** Takes one token if there is one. */
  take(nowMs: number): boolean {
    this.#refill(nowMs);
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
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
