/** Those who wait in a long poll for something to happen. They hold no state: who is forgotten here asks again. */
export class PollWaits {
  /** Oldest first. */
  readonly #waiting = new Set<() => void>();

  /** @param most beyond it the oldest is answered at once. */
  constructor(private readonly most: number) {}

  /** Resolves when something happened, or after `waitMs`. */
  wait(waitMs: number): Promise<void> {
    const [oldest] = this.#waiting;
    if (this.#waiting.size >= this.most) oldest?.();
    return new Promise((resolve) => {
      const timer = setTimeout(() => wake(), waitMs);
      const wake = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      this.#waiting.add(wake);
    });
  }

  wakeAll(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}
