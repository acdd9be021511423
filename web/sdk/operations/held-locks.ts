import type { LockView, Operation } from '../../../src/protocol/operations';
import { overlap } from '../../../src/protocol/overlap';
import { ProblemError } from '../problem';
import type { DocumentRest } from './document-rest';

/** A lock lasts 30 s; it is renewed in time for a second try. In milliseconds. */
const renewLockMs = 12_000;

/** A part of a document that this program has for itself. */
export interface HeldLock {
  readonly path: string;
  /** Resolves when the lock was lost before it was released: it ran out, or an owner broke it. */
  readonly lost: Promise<void>;
  /** Gives it up. */
  release(): Promise<void>;
}

interface Held {
  readonly lock: LockView;
  readonly token: number;
  readonly timer: ReturnType<typeof setInterval>;
}

interface Given {
  readonly lock: LockView;
  readonly token: number;
}

/** The locks of one client: taken and renewed over REST, shown at each write. */
export class HeldLocks {
  readonly #rest: DocumentRest;
  readonly #held = new Map<string, Held>();

  constructor(rest: DocumentRest) {
    this.#rest = rest;
  }

  /** @throws ProblemError `locked` when somebody else has it */
  async take(path: string): Promise<HeldLock> {
    const { lock, token } = await this.#rest.call<Given>('POST', '/locks', { body: { path } });
    const lost = new Promise<void>((resolve) => {
      const timer = setInterval(() => void this.#renew(lock.id, resolve), renewLockMs);
      this.#held.set(lock.id, { lock, token, timer });
    });
    return { path: lock.path, lost, release: () => this.#release(lock.id) };
  }

  /** The tokens that a write has to show. @param operations with elements by what they are known by, as locks have them */
  tokensFor(operations: readonly Operation[]): readonly number[] {
    return this.tokensAt(operations.flatMap((one) => ('from' in one ? [one.path, one.from] : [one.path])));
  }

  /** The tokens of locks in places and around them. */
  tokensAt(paths: readonly string[]): readonly number[] {
    const touched = [...this.#held.values()].filter(({ lock }) => paths.some((path) => overlap(path, lock.path)));
    return touched.map(({ token }) => token);
  }

  /** Forgets them all; the server lets them run out. */
  stop(): void {
    for (const { timer } of this.#held.values()) clearInterval(timer);
    this.#held.clear();
  }

  async #renew(id: string, lost: () => void): Promise<void> {
    const held = this.#held.get(id);
    if (held === undefined) return;
    try {
      await this.#rest.call('PUT', `/locks/${encodeURIComponent(id)}`, { body: { token: held.token } });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      // Without an answer nobody knows; the next turn asks again.
      if (error.code === 'network' || error.status >= 500) return;
      this.#forget(id);
      lost();
    }
  }

  async #release(id: string): Promise<void> {
    const held = this.#forget(id);
    if (held !== null) await this.#rest.call('DELETE', `/locks/${encodeURIComponent(id)}?token=${held.token}`);
  }

  #forget(id: string): Held | null {
    const held = this.#held.get(id) ?? null;
    clearInterval(held?.timer);
    this.#held.delete(id);
    return held;
  }
}
