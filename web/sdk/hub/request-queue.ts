import { errorCodes } from '../../../src/protocol/codes';
import type { HubError, HubReplies, HubRequest } from '../../../src/protocol/hub-messages';
import { hubLimits } from '../../../src/protocol/limits';
import { ProblemError } from '../problem';
import type { HubTransport } from './hub-transport';

/** Times of a request, in milliseconds, and how often it is sent. */
const requestTimes = {
  /** A request that is not acknowledged within this time is sent again … */
  ackWithinMs: 5_000,
  /** … so many times. */
  maxResends: 3,
  /** One that nothing could carry for this long fails. */
  carriedWithinMs: 30_000,
} as const;

interface Waiting {
  readonly message: HubRequest;
  readonly resolve: () => void;
  readonly reject: (error: ProblemError) => void;
  /** How often it was sent over transports that were there. */
  sends: number;
  /** Whether nothing can carry it now, so that `timer` counts the time until it fails. */
  isStranded: boolean;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/**
 * The requests that are not acknowledged, in the order in which they were made. The same id goes with each try, so the
 * server knows one that it has handled.
 */
export class RequestQueue {
  readonly #waiting = new Map<string, Waiting>();
  #transport: HubTransport | null = null;

  /** Resolves when the server has acknowledged it. @throws ProblemError with the code of the refusal, or `network` */
  request(message: HubRequest): Promise<void> {
    // The server would close the connection for it.
    if (new TextEncoder().encode(JSON.stringify(message)).byteLength > hubLimits.maxMessageBytes) {
      return Promise.reject(problemOf({ code: 'too-large', title: errorCodes['too-large'].title }));
    }
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { message, resolve, reject, sends: 0, isStranded: false, timer: undefined };
      this.#waiting.set(message.id, waiting);
      this.#sendOrWait(waiting);
    });
  }

  /** What carries requests from now on; null for nothing. What is not acknowledged goes out again, in order. */
  carriedBy(transport: HubTransport | null): void {
    if (transport === this.#transport) return;
    this.#transport = transport;
    for (const waiting of this.#waiting.values()) {
      // Its answer will not come this way any more.
      waiting.sends = 0;
      this.#sendOrWait(waiting);
    }
  }

  acknowledged({ original_id, status, error }: HubReplies['ack']): void {
    const waiting = this.#waiting.get(original_id);
    if (waiting === undefined) return;
    if (status === 'success') return this.#settle(waiting, () => waiting.resolve());
    this.refused(original_id, error ?? { code: 'internal', title: errorCodes.internal.title });
  }

  /** The server did not take a request. */
  refused(id: string, error: HubError): void {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    if (error.code === 'rate-limited' && waiting.sends <= requestTimes.maxResends) {
      clearTimeout(waiting.timer);
      const delayMs = error.retry_after === undefined ? requestTimes.ackWithinMs : error.retry_after * 1000;
      waiting.timer = setTimeout(() => this.#sendOrWait(waiting), delayMs);
      return;
    }
    this.#settle(waiting, () => waiting.reject(problemOf(error)));
  }

  /** Fails everything that waits. */
  stop(): void {
    for (const waiting of [...this.#waiting.values()]) this.#fail(waiting, 'The connection was closed');
  }

  #sendOrWait(waiting: Waiting): void {
    const transport = this.#transport;
    if (transport === null || !transport.takes(waiting.message.type)) return this.#strand(waiting);
    clearTimeout(waiting.timer);
    waiting.isStranded = false;
    waiting.sends++;
    waiting.timer = setTimeout(() => this.#unanswered(waiting), requestTimes.ackWithinMs);
    transport.send(waiting.message);
  }

  #unanswered(waiting: Waiting): void {
    if (waiting.sends > requestTimes.maxResends) return this.#fail(waiting, 'The server does not answer');
    this.#sendOrWait(waiting);
  }

  #strand(waiting: Waiting): void {
    if (waiting.isStranded) return;
    clearTimeout(waiting.timer);
    waiting.isStranded = true;
    const giveUp = () => this.#fail(waiting, 'There is no connection that could carry this');
    waiting.timer = setTimeout(giveUp, requestTimes.carriedWithinMs);
  }

  #fail(waiting: Waiting, why: string): void {
    this.#settle(waiting, () => waiting.reject(new ProblemError('network', 0, why)));
  }

  #settle(waiting: Waiting, how: () => void): void {
    clearTimeout(waiting.timer);
    this.#waiting.delete(waiting.message.id);
    how();
  }
}

/** The error of a message as REST would have thrown it. */
export function problemOf({ code, title, detail, retry_after }: HubError): ProblemError {
  const retryAfterMs = retry_after === undefined ? null : retry_after * 1000;
  return new ProblemError(code, errorCodes[code]?.status ?? 500, detail ?? title, { retryAfterMs });
}
