/** Lets one thing after the other happen to the records of a document, in the order in which it was asked for. */
export class DocumentQueue {
  #last: Promise<unknown> = Promise.resolve();
  /** A removal that failed. Until it succeeds nothing is read or written: what had to go would come back. */
  #owed: (() => Promise<void>) | null = null;

  /** Runs `work` when everything before has ended, well or not. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(async () => {
      await this.#removeOwed();
      return work();
    });
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Runs a removal; one that fails is tried again before the next work. */
  remove(removal: () => Promise<void>): Promise<void> {
    return this.run(async () => {
      this.#owed = removal;
      await this.#removeOwed();
    });
  }

  async #removeOwed(): Promise<void> {
    await this.#owed?.();
    this.#owed = null;
  }
}
