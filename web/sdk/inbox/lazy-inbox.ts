import type { Inbox } from './inbox';
import type { OpenInboxOptions } from './open-inbox';

/** An inbox that is opened when somebody first asks for it, and whose code is loaded only then. */
export class LazyInbox {
  readonly #options: OpenInboxOptions;
  #opening: Promise<Inbox> | null = null;
  #isOpen = false;

  constructor(options: OpenInboxOptions) {
    this.#options = options;
  }

  /** The inbox, the same one each time. Rejects when its code could not be loaded; the next call tries again. */
  open(): Promise<Inbox> {
    if (this.#opening === null) {
      const opening = this.#open();
      this.#opening = opening;
      opening.then(
        () => {
          this.#isOpen = true;
        },
        () => {
          if (this.#opening === opening) this.#opening = null;
        },
      );
    }
    return this.#opening;
  }

  /** Has the server forget this browser as a device. Rejects when the inbox is not open: then nobody can say which one it is. */
  async removeOwnDevice(): Promise<void> {
    if (this.#opening === null) throw new Error('The inbox is not open');
    const { calls, deviceId } = await this.#opening;
    await calls.removeDevice(deviceId);
  }

  /** Closes it, if it was opened. One that is on its way is closed when it comes: who signs out does not wait for its code. */
  async close(): Promise<void> {
    const closing = this.#opening?.then(
      (inbox) => inbox.close(),
      () => undefined,
    );
    if (this.#isOpen) await closing;
  }

  async #open(): Promise<Inbox> {
    const { openInbox } = await import('./open-inbox');
    return openInbox(this.#options);
  }
}
