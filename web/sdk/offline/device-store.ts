import type * as Y from 'yjs';
import { CopyShelf } from './copy-shelf';
import { type DeviceDatabase, deleteDatabase, inTransaction, openDatabase } from './device-database';
import { aboutId, DocumentLog, type Place } from './document-log';
import { DocumentQueue } from './document-queue';
import type { RecoverableCopy } from './recoverable-copy';
import { SealedRecord } from './sealed-record';
import type { StorageState } from './storage-state';
import { StoredDocument } from './stored-document';
import { browserChannels, type ChannelFactory } from './tab-channel';
import { fingerprint, Vault } from './vault';

export type { StorageState } from './storage-state';

/** Where the key is in its table. */
const keyName = 'key';

const defaultLeisureMs = 250;

export interface DeviceStoreOptions {
  /** Origin of the server; each has a database of its own for each person. */
  readonly origin: string;
  /** Id of who is signed in. */
  readonly person: string;
  readonly indexedDB?: IDBFactory;
  readonly crypto?: Crypto;
  /** How tabs reach each other; null when they should not. */
  readonly channels?: ChannelFactory | null;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Between two writes of what a server has too, in milliseconds; 250 unless given. */
  readonly leisureMs?: number;
}

/** A document that this device keeps. */
export interface KeptDocument {
  readonly id: string;
  readonly openedAtMs: number;
  /** Edits made on this device that no server has acknowledged. */
  readonly unsaved: number;
}

/**
 * All documents of one person on this device, encrypted with a key that is made here and cannot be read out. Somebody
 * with the disk finds fingerprints of ids, sizes, numbers of edits and times; somebody who can run scripts in this origin
 * can read all.
 */
export class DeviceStore {
  readonly #options: DeviceStoreOptions;
  readonly #now: () => number;
  readonly #open = new Set<StoredDocument>();
  readonly #queues = new Map<string, DocumentQueue>();
  readonly #copies: CopyShelf;
  #opened: Promise<Place> | null = null;
  #isCleared = false;

  /** Nothing is opened before the first use. */
  constructor(options: DeviceStoreOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#copies = new CopyShelf(() => this.#place());
  }

  /** Binds a doc to what is kept under that id, and keeps what changes in it from now on. */
  openDocument(id: string, doc: Y.Doc): StoredDocument {
    const place = () => this.#place();
    const { channels = browserChannels, leisureMs = defaultLeisureMs } = this.#options;
    const stored = new StoredDocument({
      doc,
      log: new DocumentLog(id, this.#now(), place),
      queue: this.#queue(id),
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
    if (this.#isCleared) stored.abandon();
    return stored;
  }

  /** The documents that are kept on this device, latest opened first. None where the device keeps nothing. */
  async documents(): Promise<KeptDocument[]> {
    const place = await this.#place().catch(() => null);
    if (place === null) return [];
    const [records, marks] = await inTransaction(place.database, ['documents', 'marks'], 'readonly', (tx) =>
      Promise.all([tx.objectStore('documents').getAll(), tx.objectStore('marks').getAll()]),
    );
    const kept = await Promise.all(
      records.map(async ({ document, openedAtMs, sealed }) => {
        const id = await place.vault.unseal(sealed, aboutId(document));
        const unsaved = marks.filter((mark) => mark.document === document).reduce((sum, { edits }) => sum + edits, 0);
        return id && { id: new TextDecoder().decode(id), openedAtMs, unsaved };
      }),
    );
    return kept.filter((one) => one !== null).sort((a, b) => b.openedAtMs - a.openedAtMs);
  }

  /**
   * Keeps a copy of refused edits, before anything else happens to their document.
   * @returns whether it is on the device; if not, it is kept in memory as long as this object
   */
  keepCopy(copy: RecoverableCopy): Promise<StorageState> {
    return this.#queue(copy.document).run(() => this.#copies.keep(copy));
  }

  /** The copies of a document's edits, oldest first. */
  copies(document: string): Promise<RecoverableCopy[]> {
    return this.#copies.of(document);
  }

  async dropCopy(id: string): Promise<void> {
    await this.#copies.drop(id);
  }

  /** A single value that is kept beside the documents. */
  record(name: string): SealedRecord {
    return new SealedRecord(name, () => this.#place());
  }

  /**
   * Removes everything of this person from the device, the key included; the documents that are open, in other tabs too,
   * are not kept any more. Rejects when the database could be neither emptied nor deleted.
   */
  async clear(): Promise<void> {
    const opened = this.#opened;
    this.#abandon();
    const factory = this.#factory;
    if (factory === undefined) return;
    // Another tab may delay the deletion for as long as it does not react: what it could read is gone at once.
    const isEmptied = await this.#empty(opened ?? this.#openPlace()).then(
      () => true,
      () => false,
    );
    try {
      await deleteDatabase(factory, await this.#databaseName());
    } catch (error) {
      if (!isEmptied) throw error;
    }
  }

  async #empty(opened: Promise<Place>): Promise<void> {
    const { database } = await opened;
    try {
      const names = [...database.objectStoreNames];
      await inTransaction(database, names, 'readwrite', (tx) => Promise.all(names.map((name) => tx.objectStore(name).clear())));
    } finally {
      database.close();
    }
  }

  /** From here on nothing is kept. */
  #abandon(): void {
    this.#isCleared = true;
    this.#opened = null;
    this.#copies.forget();
    for (const stored of [...this.#open]) stored.abandon();
  }

  #queue(document: string): DocumentQueue {
    const queue = this.#queues.get(document) ?? new DocumentQueue();
    this.#queues.set(document, queue);
    return queue;
  }

  /** The opened database. One that failed to open, or ended by itself, is opened anew. */
  #place(): Promise<Place> {
    if (this.#isCleared) return Promise.reject(new Error('This person has signed out'));
    if (this.#opened === null) {
      const opening = this.#openPlace();
      this.#opened = opening;
      opening.catch(() => this.#lost(opening));
    }
    return this.#opened;
  }

  async #openPlace(): Promise<Place> {
    const factory = this.#factory;
    if (factory === undefined) throw new Error('There is no IndexedDB');
    const name = await this.#databaseName();
    const opening = this.#opened;
    const database = await openDatabase(factory, name, (loss) => {
      if (loss === 'deleted') this.#abandon();
      else this.#lost(opening);
    });
    return { name, database, vault: await openVault(database, this.#crypto), crypto: this.#crypto };
  }

  #lost(opened: Promise<Place> | null): void {
    if (this.#opened === opened) this.#opened = null;
  }

  #databaseName(): Promise<string> {
    const { origin, person } = this.#options;
    return fingerprint(this.#crypto, 'triptrip', origin, person).then((print) => `triptrip ${print}`);
  }

  get #crypto(): Crypto {
    return this.#options.crypto ?? globalThis.crypto;
  }

  get #factory(): IDBFactory | undefined {
    return this.#options.indexedDB ?? globalThis.indexedDB;
  }
}

/** What encrypts the records: with the key that is there, or with a new one. */
async function openVault(database: DeviceDatabase, crypto: Crypto): Promise<Vault> {
  const kept = await inTransaction(database, ['keys'], 'readonly', (tx) => tx.objectStore('keys').get(keyName));
  if (kept !== undefined) return new Vault(crypto, kept);
  const made = await Vault.newKey(crypto);
  const key = await inTransaction(database, ['keys'], 'readwrite', async (tx) => {
    // Another tab may have been faster.
    const other = await tx.objectStore('keys').get(keyName);
    if (other === undefined) await tx.objectStore('keys').put(made, keyName);
    return other ?? made;
  });
  return new Vault(crypto, key);
}
