import { type DeviceDatabase, deleteDatabase, inTransaction, openDatabase } from './device-database';
import { fingerprint, Vault } from './vault';

/** The opened database of a person, and what encrypts its records. */
export interface Place {
  readonly name: string;
  readonly database: DeviceDatabase;
  readonly vault: Vault;
  readonly crypto: Crypto;
}

export interface DevicePlaceOptions {
  /** Origin of the server; each has a database of its own for each person. */
  readonly origin: string;
  /** Id of who is signed in. */
  readonly person: string;
  readonly indexedDB?: IDBFactory;
  readonly crypto?: Crypto;
}

/** Where the key is in its table. */
const keyName = 'key';

/** One person's database on this device: opened when it is wanted, encrypted with a key that is made here. */
export class DevicePlace {
  readonly #options: DevicePlaceOptions;
  readonly #abandoned: () => void;
  #opened: Promise<Place> | null = null;
  #isCleared = false;

  /** @param abandoned called when nothing may be kept any more, because the person signed out here or in another tab */
  constructor(options: DevicePlaceOptions, abandoned: () => void) {
    this.#options = options;
    this.#abandoned = abandoned;
  }

  /** Whether the person has signed out. */
  get isCleared(): boolean {
    return this.#isCleared;
  }

  /** The opened database. One that failed to open, or ended by itself, is opened anew. */
  open(): Promise<Place> {
    if (this.#isCleared) return Promise.reject(new Error('This person has signed out'));
    if (this.#opened === null) {
      const opening = this.#openPlace();
      this.#opened = opening;
      opening.catch(() => this.#lost(opening));
    }
    return this.#opened;
  }

  /** Removes everything, the key included. Rejects when the database could be neither emptied nor deleted. */
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

  #abandon(): void {
    this.#isCleared = true;
    this.#opened = null;
    this.#abandoned();
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

/** What stands for a document's id in the database. */
export function documentFingerprint(crypto: Crypto, databaseName: string, id: string): Promise<string> {
  return fingerprint(crypto, databaseName, id);
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
