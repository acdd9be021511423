import type { OperationRequests } from '../../../src/protocol/operations';

/** That somebody types is told at most this often; the server takes it back by itself. In milliseconds. */
export const typingEveryMs = 1_000;

type Said = OperationRequests['PRESENCE_UPDATE'];

/** Where this person is in a document: told at each change, and anew on each connection. */
export class OwnPresence {
  readonly #tell: (said: Said) => void;
  #cursor: NonNullable<Said['cursor']> | null = null;
  #typingToldAtMs = Number.NEGATIVE_INFINITY;
  #isConnected = false;

  constructor(tell: (said: Said) => void) {
    this.#tell = tell;
  }

  connected(): void {
    this.#isConnected = true;
    if (this.#cursor !== null) this.#tell({ cursor: this.#cursor });
  }

  disconnected(): void {
    this.#isConnected = false;
    this.#typingToldAtMs = Number.NEGATIVE_INFINITY;
  }

  setCursor(cursor: (Said['cursor'] & object) | null): void {
    if (JSON.stringify(cursor) === JSON.stringify(this.#cursor)) return;
    this.#cursor = cursor;
    if (this.#isConnected) this.#tell({ cursor });
  }

  typing(nowMs: number): void {
    if (!this.#isConnected || nowMs - this.#typingToldAtMs < typingEveryMs) return;
    this.#typingToldAtMs = nowMs;
    this.#tell({ is_typing: true });
  }
}
