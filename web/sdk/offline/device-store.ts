import * as Y from 'yjs';
import type { DocumentKind } from '../document-kind';
import { Emitter } from '../emitter';
import { CopyShelf } from './copy-shelf';
import { inTransaction } from './device-database';
import { DevicePlace, type DevicePlaceOptions } from './device-place';
import { readDocumentKey } from './document-key';
import { aboutId, DocumentLog } from './document-log';
import { DocumentQueue } from './document-queue';
import type { RecoverableCopy } from './recoverable-copy';
import { applyRows } from './row-codec';
import { SealedRecord } from './sealed-record';
import type { StorageState } from './storage-state';
import { StoredDocument } from './stored-document';
import { browserChannels, type ChannelFactory } from './tab-channel';

export type { StorageState } from './storage-state';

const defaultLeisureMs = 250;

export interface DeviceStoreOptions extends DevicePlaceOptions {
  /** How tabs reach each other; null when they should not. */
  readonly channels?: ChannelFactory | null;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Between two writes of what a server has too, in milliseconds; 250 unless given. */
  readonly leisureMs?: number;
}

/** A document that this device keeps. */
export interface KeptDocument {
  readonly kind: DocumentKind;
  readonly id: string;
  readonly openedAtMs: number;
  /** Edits made on this device that no server has acknowledged. */
  readonly unsaved: number;
}

export interface DeviceStoreEvents {
  /** Edits that the server will not take were put aside, of a document that somebody looks at or of another one. */
  copy: RecoverableCopy;
}

/**
 * All documents of one person on this device, encrypted with a key that is made here and cannot be read out. Somebody
 * with the disk finds fingerprints of ids, sizes, numbers of edits and times; somebody who can run scripts in this origin
 * can read all.
 */
export class DeviceStore {
  readonly events = new Emitter<DeviceStoreEvents>();
  readonly #options: DeviceStoreOptions;
  readonly #now: () => number;
  readonly #open = new Set<StoredDocument>();
  readonly #queues = new Map<string, DocumentQueue>();
  readonly #copies: CopyShelf;
  readonly #place: DevicePlace;

  /** Nothing is opened before the first use. */
  constructor(options: DeviceStoreOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#place = new DevicePlace(options, () => this.#abandon());
    this.#copies = new CopyShelf(() => this.#place.open());
  }

  /** Binds a doc to what is kept under that key (`documentKey`), and keeps what changes in it from now on. */
  openDocument(key: string, doc: Y.Doc): StoredDocument {
    const place = () => this.#place.open();
    const { channels = browserChannels, leisureMs = defaultLeisureMs } = this.#options;
    const stored = new StoredDocument({
      doc,
      log: new DocumentLog(key, this.#now(), place),
      queue: this.#queue(key),
      place,
      channels,
      now: this.#now,
      leisureMs,
      ended: (ended) => {
        this.#open.delete(ended);
        // What the document took may be room for its copies.
        void this.#copies.keepHeld();
      },
    });
    this.#open.add(stored);
    if (this.#place.isCleared) stored.abandon();
    return stored;
  }

  /**
   * What is kept under a key, as far as it can be read. Looking is not opening: nothing is noted, and what is damaged stays
   * for who opens the document, who is told. Rejects where nothing can be read at all.
   */
  async peek(key: string): Promise<Y.Doc> {
    const doc = new Y.Doc();
    const log = new DocumentLog(key, 0, () => this.#place.open());
    const { rows } = await this.#queue(key).run(() => log.read());
    applyRows(doc, rows, this);
    return doc;
  }

  /** The documents that are kept on this device, latest opened first. None where the device keeps nothing. */
  async documents(): Promise<KeptDocument[]> {
    const place = await this.#place.open().catch(() => null);
    if (place === null) return [];
    const [records, marks] = await inTransaction(place.database, ['documents', 'marks'], 'readonly', (tx) =>
      Promise.all([tx.objectStore('documents').getAll(), tx.objectStore('marks').getAll()]),
    );
    const kept = await Promise.all(
      records.map(async ({ document, openedAtMs, sealed }) => {
        const key = await place.vault.unseal(sealed, aboutId(document));
        const unsaved = marks.filter((mark) => mark.document === document).reduce((sum, { edits }) => sum + edits, 0);
        return key && { ...readDocumentKey(new TextDecoder().decode(key)), openedAtMs, unsaved };
      }),
    );
    return kept.filter((one) => one !== null).sort((a, b) => b.openedAtMs - a.openedAtMs);
  }

  /**
   * Keeps a copy of refused edits, before anything else happens to their document.
   * @returns whether it is on the device; if not, it is kept in memory as long as this object
   */
  keepCopy(copy: RecoverableCopy): Promise<StorageState> {
    this.#copies.hold(copy);
    this.events.emit('copy', copy);
    return this.#queue(copy.document).run(() => this.#copies.keep(copy));
  }

  /** The copies of a document's edits, or of all documents', oldest first. */
  async copies(document?: string): Promise<RecoverableCopy[]> {
    const all = await this.#copies.all();
    return document === undefined ? all : all.filter((copy) => copy.document === document);
  }

  async dropCopy(id: string): Promise<void> {
    await this.#copies.drop(id);
  }

  /** A single value that is kept beside the documents. */
  record(name: string): SealedRecord {
    return new SealedRecord(name, () => this.#place.open());
  }

  /**
   * Removes everything of this person from the device, the key included; the documents that are open, in other tabs too,
   * are not kept any more. Rejects when the database could be neither emptied nor deleted.
   */
  async clear(): Promise<void> {
    await this.#place.clear();
  }

  /** From here on nothing is kept. */
  #abandon(): void {
    this.#copies.forget();
    for (const stored of [...this.#open]) stored.abandon();
  }

  #queue(document: string): DocumentQueue {
    const queue = this.#queues.get(document) ?? new DocumentQueue();
    this.#queues.set(document, queue);
    return queue;
  }
}
