import type { Inbox } from './inbox';
import type { OpenInboxOptions } from './open-inbox';

/** An inbox that is opened when somebody first asks for it, and whose code is loaded only then. */
export class LazyInbox {
  readonly #options: OpenInboxOptions;
  #opening: Promise<Inbox> | null = null;

  constructor(options: OpenInboxOptions) {
    this.#options = options;
  }

  /** The inbox, the same one each time. Rejects when its code could not be loaded; the next call tries again. */
  open(): Promise<Inbox> {
    if (this.#opening === null) {
      const opening = this.#open();
      this.#opening = opening;
      opening.catch(() => {
        if (this.#opening === opening) this.#opening = null;
      });
    }
    return this.#opening;
  }

  /** Has the server forget this browser as a device. Rejects when the inbox is not open: then nobody can say which one it is. */
  async removeOwnDevice(): Promise<void> {
    if (this.#opening === null) throw new Error('The inbox is not open');
    const { calls, deviceId } = await this.#opening;
    await calls.removeDevice(deviceId);
  }

  /** Closes it, if it was opened. */
  async close(): Promise<void> {
    // One that could not be opened has nothing to close.
    const inbox = await this.#opening?.catch(() => null);
    await inbox?.close();
  }

  async #open(): Promise<Inbox> {
    const { openInbox } = await import('./open-inbox');
    return openInbox(this.#options);
  }
}
