import type { WebSocketConstructor, WebSocketLike } from '../../../../web/sdk/socket';
import { type EngineHarness, person } from '../../../support/engine-harness';

/** A socket that ends at an engine. What comes from there is handed over by `down`. */
export class EngineLine implements WebSocketLike {
  binaryType = 'blob';
  onopen: WebSocketLike['onopen'] = null;
  onmessage: WebSocketLike['onmessage'] = null;
  onclose: WebSocketLike['onclose'] = null;
  onerror: WebSocketLike['onerror'] = null;
  readonly #harness: EngineHarness;
  readonly #waiting: string[] = [];
  #session: string | null = null;

  constructor(harness: EngineHarness) {
    this.#harness = harness;
  }

  get isOpen(): boolean {
    return this.#session !== null;
  }

  open(): void {
    this.#session = this.#harness.connect(null, { language: 'json' });
    this.onopen?.({} as never);
  }

  /** Arrives at once. Tokens are the ids of people, and good. */
  send(data: string | Uint8Array): void {
    if (this.#session === null) return;
    if (data === 'ping') return void this.#waiting.push('pong');
    this.#harness.engine.receive(this.#session, String(data));
    for (const { session, token } of this.#harness.verifying.splice(0)) {
      this.#harness.engine.verified(session, { ok: true, value: person(token) });
    }
  }

  /** Hands over so many of the messages that wait for the client. */
  down(count = Number.POSITIVE_INFINITY): void {
    for (let left = count; left > 0; left--) {
      this.#take();
      const data = this.#waiting.shift();
      if (data === undefined) return;
      this.onmessage?.({ data } as never);
    }
  }

  drop(): void {
    if (this.#session === null) return;
    this.#take();
    this.#waiting.length = 0;
    this.#leave();
    this.onclose?.({ code: 1006, reason: '' } as never);
  }

  close(): void {
    this.#leave();
  }

  #leave(): void {
    if (this.#session !== null) this.#harness.disconnect(this.#session, false);
    this.#session = null;
  }

  #take(): void {
    if (this.#session === null) return;
    this.#waiting.push(...this.#harness.takeMessages(this.#session).map((message) => JSON.stringify(message)));
  }
}

/** A WebSocket class whose sockets end at an engine. @param made is told each of them */
export function engineSocket(harness: EngineHarness, made: (line: EngineLine) => void): WebSocketConstructor {
  return class extends EngineLine {
    constructor(_url: string) {
      super(harness);
      made(this);
    }
  };
}
