/** Those who wait in a long poll for something to happen. They hold no state: who is forgotten here asks again. */
export class PollWaits {
  /** Oldest first. */
  readonly #waiting = new Map<() => void, string | null>();

  /** @param most beyond it the oldest is answered at once. */
  constructor(private readonly most: number) {}

  /** Resolves when something happened, or after `waitMs`. `device` is the id of whoever waits, null for one that has none. */
  wait(waitMs: number, device: string | null): Promise<void> {
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size >= this.most) oldest?.();
    return new Promise((resolve) => {
      const timer = setTimeout(() => wake(), waitMs);
      const wake = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      this.#waiting.set(wake, device);
    });
  }

  wakeAll(): void {
    for (const wake of [...this.#waiting.keys()]) wake();
  }

  wakeDevice(device: string | null): void {
    for (const [wake, of] of [...this.#waiting]) if (of === device) wake();
  }
}
