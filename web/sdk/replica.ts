import * as Y from 'yjs';
import type { ClientFrame } from '../../src/protocol/frames';
import { DocumentProvider, type SyncProgress } from './document-provider';
import type { DeviceStore, StorageState } from './offline/device-store';
import type { DocumentFacts } from './offline/document-facts';
import type { StoredDocument } from './offline/stored-document';
import { Presence } from './presence';

/** How far a replica, the device and the server agree. */
export interface ReplicaProgress extends SyncProgress {
  readonly storage: StorageState;
}

export interface ReplicaOptions {
  /** Null keeps nothing on the device. */
  readonly store: DeviceStore | null;
  readonly send: (frame: ClientFrame) => void;
  readonly after: Promise<void> | undefined;
  readonly changed: () => void;
  readonly read: () => void;
  /** Another tab has removed the document from the device: what is in it will never be stored. */
  readonly discarded: () => void;
}

/** One copy of a document in this program: the content, who else looks at it, and its place on the device. */
export class Replica {
  readonly doc = new Y.Doc();
  readonly presence: Presence;
  readonly provider: DocumentProvider;
  /** Resolves once the device has told what it keeps. */
  readonly whenRead: Promise<void>;
  /** Null where nothing is kept on the device, and before the place is free. */
  #stored: StoredDocument | null = null;
  readonly #changed: () => void;
  #isRead = false;
  #isOver = false;

  /**
   * Begins empty, until the device or the server has told what is in the document.
   * @param options.after what has to end first, e.g. the removal of a former replica from the device
   * @param options.changed called whenever `progress` has changed
   * @param options.read called once the device has told what it keeps; before that nothing should be exchanged
   */
  constructor(id: string, options: ReplicaOptions) {
    this.#changed = () => {
      // What was put aside may still finish a sentence.
      if (!this.#isOver) options.changed();
    };
    this.provider = new DocumentProvider(this.doc, options.send, (origin) => origin !== null && origin === this.#stored);
    this.presence = new Presence(this.doc, options.send);
    this.provider.events.on('progress', () => this.#progressed());
    this.whenRead = this.#read(id, options);
  }

  /** Whether the device has told what it keeps. */
  get isRead(): boolean {
    return this.#isRead;
  }

  /** What the server has told of the document last, on this device; null when nothing is known. */
  get facts(): DocumentFacts | null {
    return this.#stored?.facts ?? null;
  }

  /** Keeps what the server has told, for a start without it. */
  remember(facts: DocumentFacts): void {
    this.#stored?.remember(facts);
  }

  /** The Yjs client ids under which edits were made here that no server has confirmed. */
  get unsavedClients(): ReadonlySet<number> {
    const own = this.provider.progress.unsaved > 0 ? [this.doc.clientID] : [];
    return new Set([...own, ...(this.#stored?.inheritedClients ?? [])]);
  }

  get progress(): ReplicaProgress {
    const { loaded, saved, unsaved } = this.provider.progress;
    const all = unsaved + (this.#stored?.inherited ?? 0);
    return {
      loaded: loaded || this.doc.store.clients.size > 0,
      saved: saved && all === 0,
      unsaved: all,
      storage: this.#stored?.state ?? { kind: 'memory', reason: 'off' },
    };
  }

  /** Ends it; what it has not written to the device yet is written. */
  end(): void {
    this.#stop();
    void this.#stored?.destroy();
    this.doc.destroy();
  }

  /** Ends it, and removes it from the device. */
  async discard(): Promise<void> {
    this.#stop();
    await this.#stored?.discard();
    this.doc.destroy();
  }

  #stop(): void {
    this.#isOver = true;
    this.provider.destroy();
    this.presence.destroy();
  }

  async #read(id: string, { store, after, read, discarded }: ReplicaOptions): Promise<void> {
    // Otherwise at once: what is written before anything else happens is kept, too.
    if (after !== undefined) await after;
    if (this.#isOver) return;
    this.#stored = store?.openDocument(id, this.doc) ?? null;
    this.#stored?.ignoreOrigin(this.provider);
    this.#stored?.events.on('state', this.#changed);
    this.#stored?.events.on('inherited', this.#changed);
    this.#stored?.events.on('discarded', discarded);
    await this.#stored?.whenLoaded;
    this.#isRead = true;
    this.#changed();
    if (!this.#isOver) read();
  }

  #progressed(): void {
    // All that is here is confirmed: so is what an earlier session left behind on the device.
    if (this.#isRead && this.provider.progress.saved) this.#stored?.settled();
    this.#changed();
  }
}
