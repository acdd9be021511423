import { operationLimits as limits } from '../../protocol/limits';
import { TokenBucket } from '../../protocol/token-bucket';

const perSecond = limits.operationsPerMinute / 60;

/** How often each person may send an OP, over all of their connections to a document. */
export class OperationRates {
  readonly #byPerson = new Map<string, TokenBucket>();

  constructor(private readonly nowMs: () => number) {}

  /** Counts one of a person. Answers after how many ms it would pass; 0 when it does. */
  take(person: string): number {
    const nowMs = this.nowMs();
    let bucket = this.#byPerson.get(person);
    if (bucket === undefined) {
      this.#forgetIdle(nowMs);
      bucket = new TokenBucket(perSecond, limits.operationBurst, nowMs);
      this.#byPerson.set(person, bucket);
    }
    return bucket.take(nowMs) ? 0 : Math.max(1, bucket.msUntil(1, nowMs));
  }

  /** A full bucket says what no bucket says. */
  #forgetIdle(nowMs: number): void {
    for (const [person, bucket] of this.#byPerson) {
      if (bucket.msUntil(limits.operationBurst, nowMs) === 0) this.#byPerson.delete(person);
    }
  }
}
