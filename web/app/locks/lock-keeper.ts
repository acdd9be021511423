import { type DocumentApi, type HeldLock, ProblemError } from '../../react';
import type { LockPart } from './lock-part';

/** A lock lasts so long, unless it is renewed … */
const lifeMs = 30_000;
/** … which happens so often: in time for a second try. */
export const renewMs = 12_000;

/** What of the REST API locks need. */
export type LockApi = Pick<DocumentApi, 'lock' | 'renewLock' | 'unlock' | 'breakLock'>;

/** Has a part of a document for this person alone, for as long as they want it and the server agrees. */
export class LockKeeper {
  readonly #api: LockApi;
  readonly #paths: LockPart['paths'];
  readonly #onLost: (reason: Error) => void;
  readonly #listeners = new Set<() => void>();
  #held: readonly HeldLock[] | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  /** By the clock of this device, which the server's may differ from. */
  #heldUntil = 0;
  /** Counts what the person decided: an answer to an earlier decision is no news. */
  #turn = 0;
  #isTaking = false;

  /** @param onLost called when it was lost before it was released: it ran out, or an owner broke it */
  constructor(api: LockApi, paths: LockPart['paths'], onLost: (reason: Error) => void) {
    this.#api = api;
    this.#paths = paths;
    this.#onLost = onLost;
  }

  readonly subscribe = (changed: () => void): (() => void) => {
    this.#listeners.add(changed);
    return () => {
      this.#listeners.delete(changed);
    };
  };

  /** The locks, one of each place, as they were given or renewed last; null for none. */
  readonly held = (): readonly HeldLock[] | null => this.#held;

  /** @throws ProblemError `locked` when somebody else has it, or a part of it */
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
    if (held !== null) await this.#unlock(held);
  }

  /** Asks now whether it is still held, because something says that it is not. */
  check(): void {
    void this.#renew(this.#turn);
  }

  async #take(turn: number): Promise<void> {
    const askedAt = performance.now();
    const held = await this.#lock();
    // Released before it was given: nobody is there who would renew it.
    if (turn !== this.#turn) return this.#unlock(held);
    this.#keep(held, askedAt);
    this.#timer = setInterval(() => void this.#renew(turn), renewMs);
  }

  /** All places or none. The first one alone before the others: of two people at once one gets all of them, and not both a half. */
  async #lock(): Promise<readonly HeldLock[]> {
    const [first, ...rest] = this.#paths;
    const held = [await this.#api.lock(first)];
    const answers = await Promise.allSettled(rest.map((path) => this.#api.lock(path)));
    held.push(...answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : [])));
    const refused = answers.find((answer) => answer.status === 'rejected');
    if (refused === undefined) return held;
    await this.#giveBack(held);
    throw refused.reason;
  }

  async #renew(turn: number): Promise<void> {
    const held = this.#held;
    if (held === null) return;
    const askedAt = performance.now();
    try {
      const renewed = await Promise.all(held.map((one) => this.#api.renewLock(one)));
      if (turn === this.#turn) this.#keep(renewed, askedAt);
    } catch (reason) {
      if (turn !== this.#turn) return;
      // Without an answer nobody knows; the next turn asks again while there is something to keep.
      const isUnknown = reason instanceof ProblemError && (reason.code === 'network' || reason.status >= 500);
      if (isUnknown && performance.now() < this.#heldUntil) return;
      this.#forget();
      // One place without the others is of no use to anybody.
      if (held.length > 1) void this.#giveBack(held);
      this.#onLost(reason as Error);
    }
  }

  async #unlock(held: readonly HeldLock[]): Promise<void> {
    await Promise.all(held.map((one) => this.#api.unlock(one)));
  }

  /** As far as they are held still; where the server cannot be told, they end by themselves. */
  async #giveBack(held: readonly HeldLock[]): Promise<void> {
    await Promise.allSettled(held.map((one) => this.#api.unlock(one)));
  }

  #keep(held: readonly HeldLock[], askedAt: number): void {
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
