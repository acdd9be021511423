import type { SealedRecord } from '../offline/sealed-record';
import { faultOf, type StorageState } from '../offline/storage-state';
import { type InboxSnapshot, type KeptInbox, readInbox, writeInbox } from './inbox-record';

/** Changes that come close together are written together, in milliseconds. */
const writeWindowMs = 300;

export interface InboxStoreOptions {
  /** Null keeps nothing. */
  readonly record: SealedRecord | null;
  /** What is to be kept now. */
  readonly current: () => { readonly snapshot: InboxSnapshot; readonly marks: Uint8Array };
  /** Marks of other tabs, and whether the device keeps the inbox, after each writing. */
  readonly written: (marks: Uint8Array | null) => void;
}

/** Keeps an inbox on the device, soon after each change. */
export class InboxStore {
  readonly #options: InboxStoreOptions;
  #state: StorageState;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: InboxStoreOptions) {
    this.#options = options;
    this.#state = options.record === null ? { kind: 'memory', reason: 'off' } : { kind: 'persistent' };
  }

  get state(): StorageState {
    return this.#state;
  }

  /** What is to be kept has changed. */
  changed(): void {
    if (this.#options.record !== null) this.#timer ??= setTimeout(() => this.flush(), writeWindowMs);
  }

  /** Writes now what waits. */
  flush(): Promise<void> {
    const { record } = this.#options;
    if (this.#timer === undefined || record === null) return this.#writing;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.#write(record));
    return this.#writing;
  }

  async #write(record: SealedRecord): Promise<void> {
    const { current, written } = this.#options;
    const { snapshot, marks } = current();
    try {
      const kept = await writeInbox(record, snapshot, marks);
      this.#state = { kind: 'persistent' };
      written(kept);
    } catch (error) {
      this.#state = { kind: 'memory', reason: faultOf(error) };
      written(null);
    }
  }
}

/** What the device keeps; null for nothing, also where it keeps nothing. */
export async function readKept(record: SealedRecord | null): Promise<KeptInbox | null> {
  if (record === null) return null;
  // Without a database the inbox works all the same: the first writing tells that nothing is kept.
  return readInbox(record).catch(() => null);
}
