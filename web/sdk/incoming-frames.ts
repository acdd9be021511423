import type { ServerFrame } from '../../src/protocol/frames';
import type { Page } from './network';

/** Times of what comes in while somebody types here, in milliseconds. */
export const incomingTimes = {
  /** Who has pressed a key this long ago may press the next one at any moment. */
  typingMs: 300,
  /** By then a key is on the screen. */
  paintMs: 40,
  /** Nothing waits longer. */
  mostMs: 100,
} as const;

/** What others do, and what is only good to know. Anything else is part of an exchange that somebody waits for. */
const mayWait: ReadonlySet<ServerFrame['type']> = new Set<ServerFrame['type']>(['update', 'awareness', 'saved']);

/**
 * Hands the frames of a connection on, in their order. While somebody types here, what others do waits until the next key
 * is on the screen: a letter of one's own is felt, one of somebody else's is not when it comes a moment later.
 */
export class IncomingFrames {
  readonly #handle: (frame: ServerFrame) => void;
  readonly #stopWatching: () => void;
  #keyAtMs = Number.NEGATIVE_INFINITY;
  #waiting: ServerFrame[] = [];
  #waitingSinceMs = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(page: Pick<Page, 'onKey'>, handle: (frame: ServerFrame) => void) {
    this.#handle = handle;
    this.#stopWatching = page.onKey(() => this.#keyPressed());
  }

  receive(frame: ServerFrame): void {
    const nowMs = Date.now();
    if (!mayWait.has(frame.type) || nowMs - this.#keyAtMs >= incomingTimes.typingMs) {
      this.flush();
      return this.#handle(frame);
    }
    if (this.#waiting.push(frame) > 1) return;
    this.#waitingSinceMs = nowMs;
    this.#wait(incomingTimes.mostMs);
  }

  /** Hands on at once what waits; to be called before anything else happens to the connection. */
  flush(): void {
    clearTimeout(this.#timer);
    const frames = this.#waiting;
    this.#waiting = [];
    for (const frame of frames) this.#handle(frame);
  }

  stop(): void {
    this.flush();
    this.#stopWatching();
  }

  #keyPressed(): void {
    this.#keyAtMs = Date.now();
    if (this.#waiting.length === 0) return;
    const leftMs = this.#waitingSinceMs + incomingTimes.mostMs - this.#keyAtMs;
    this.#wait(Math.min(Math.max(leftMs, 0), incomingTimes.paintMs));
  }

  #wait(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), ms);
  }
}
