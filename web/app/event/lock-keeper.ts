import { type DocumentApi, type HeldLock, ProblemError } from '../../react';

/** A lock lasts so long, unless it is renewed … */
const lifeMs = 30_000;
/** … which happens so often: in time for a second try. */
export const renewMs = 12_000;

type LockApi = Pick<DocumentApi, 'lock' | 'renewLock' | 'unlock'>;

/** Has an event for this person alone, for as long as they want it and the server agrees. */
export class LockKeeper {
  readonly #api: LockApi;
  readonly #onLost: (reason: Error) => void;
  readonly #listeners = new Set<() => void>();
  #held: HeldLock | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  /** By the clock of this device, which the server's may differ from. */
  #heldUntil = 0;
  /** Counts what the person decided: an answer to an earlier decision is no news. */
  #turn = 0;
  #isTaking = false;

  /** @param onLost called when it was lost before it was released: it ran out, or an owner broke it */
  constructor(api: LockApi, onLost: (reason: Error) => void) {
    this.#api = api;
    this.#onLost = onLost;
  }

  readonly subscribe = (changed: () => void): (() => void) => {
    this.#listeners.add(changed);
    return () => {
      this.#listeners.delete(changed);
    };
  };

  /** The lock, as it was given or renewed last; null for none. */
  readonly held = (): HeldLock | null => this.#held;

  /** @throws ProblemError `locked` when somebody else has the event, or a part of it */
  async take(): Promise<void> {
    // Asked twice, the first answer's token would be over before it came.
    if (this.#isTaking || this.#held !== null) return;
    this.#isTaking = true;
    try {
      await this.#take(++this.#turn);
    } finally {
      this.#isTaking = false;
    }
  }

  /** Gives it up. @throws ProblemError when the server could not be told: it ends by itself then */
  async release(): Promise<void> {
    const held = this.#held;
    this.#forget();
    if (held !== null) await this.#api.unlock(held);
  }

  async #take(turn: number): Promise<void> {
    const askedAt = performance.now();
    const held = await this.#api.lock('');
    // Released before it was given: nobody is there who would renew it.
    if (turn !== this.#turn) return this.#api.unlock(held);
    this.#keep(held, askedAt);
    this.#timer = setInterval(() => void this.#renew(turn), renewMs);
  }

  async #renew(turn: number): Promise<void> {
    const held = this.#held;
    if (held === null) return;
    const askedAt = performance.now();
    try {
      const renewed = await this.#api.renewLock(held);
      if (turn === this.#turn) this.#keep(renewed, askedAt);
    } catch (reason) {
      if (turn !== this.#turn) return;
      // Without an answer nobody knows; the next turn asks again while there is something to keep.
      const isUnknown = reason instanceof ProblemError && (reason.code === 'network' || reason.status >= 500);
      if (isUnknown && performance.now() < this.#heldUntil) return;
      this.#forget();
      this.#onLost(reason as Error);
    }
  }

  #keep(held: HeldLock, askedAt: number): void {
    this.#held = held;
    this.#heldUntil = askedAt + lifeMs;
    this.#tell();
  }

  #forget(): void {
    this.#turn += 1;
    clearInterval(this.#timer);
    this.#held = null;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
