import { closes } from '../../../src/protocol/closes';
import type { OperationError } from '../../../src/protocol/operations';
import { closeCodeOfStatus } from '../credentials';
import { waitMsOf } from './passing-errors';

interface SubscriptionCalls {
  /** Sends the request; `anew`: for the whole view, whatever is here. Answers its id; null when nothing can be sent. */
  readonly ask: (anew: boolean) => string | null;
  /** The server refuses it until somebody acts. `code`: the close that stands for it. */
  readonly denied: (code: number, reason: string) => void;
}

/** Asks the server to tell what happens in the document, over one connection; again when it says that a later time is better. */
export class Subscription {
  /** Whether the server tells what happens, and what it tells fits what is here. Set here alone. */
  isActive = false;
  readonly #calls: SubscriptionCalls;
  /** Id of the request that is not answered. */
  #asked: string | null = null;
  #anew = false;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(calls: SubscriptionCalls) {
    this.#calls = calls;
  }

  /** Asks, unless it is asked already. `anew`: what is here cannot be what the server has. */
  ask(anew: boolean): void {
    this.#anew ||= anew;
    if (this.#asked !== null || this.#retryTimer !== undefined) return;
    this.#asked = this.#calls.ask(this.#anew);
  }

  accepted(): void {
    this.stop();
    this.isActive = true;
  }

  /** Takes an ERROR; false for one that answers something else. */
  refused(id: string, error: OperationError): boolean {
    if (id !== this.#asked) return false;
    this.#asked = null;
    this.isActive = false;
    const waitMs = waitMsOf(error);
    if (waitMs !== null) this.#retryTimer = setTimeout(() => this.#retry(), waitMs);
    else this.#calls.denied(closeCodeOfStatus(error.status) ?? closes.malformed.code, error.detail ?? error.title);
    return true;
  }

  /** The connection is gone. */
  stop(): void {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
    this.#asked = null;
    this.#anew = false;
    this.isActive = false;
  }

  #retry(): void {
    this.#retryTimer = undefined;
    this.ask(false);
  }
}
