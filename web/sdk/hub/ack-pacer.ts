/** Events are acknowledged at most this often, in milliseconds. */
const ackEveryMs = 1_000;

/** Tells the server how far this client is: at once after a pause, else together at the end of the interval. */
export class AckPacer {
  readonly #send: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isDue = false;

  constructor(send: () => void) {
    this.#send = send;
  }

  /** Something was taken. */
  taken(): void {
    this.#isDue = true;
    if (this.#timer === undefined) this.#next();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isDue = false;
  }

  #next(): void {
    this.#timer = undefined;
    if (!this.#isDue) return;
    this.#isDue = false;
    this.#send();
    this.#timer = setTimeout(() => this.#next(), ackEveryMs);
  }
}
