import { type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames, wrap } from 'idb';

/** A document that is kept. `document` is, here and below, a fingerprint of its id. */
export interface DocumentRecord {
  readonly document: string;
  /** Names this life of the document on the device: a discarded one that is opened anew gets another. */
  readonly epoch: string;
  readonly openedAtMs: number;
  /** Its id. */
  readonly sealed: Uint8Array<ArrayBuffer>;
}

/** Some updates of a document; the document is what all of its rows together make, in any order. */
export interface RowRecord {
  readonly seq: number;
  readonly document: string;
  /** Whether it was the whole document when it was written. */
  readonly whole: boolean;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

/** That a tab has made edits which no server has acknowledged. */
export interface Mark {
  readonly document: string;
  readonly tab: string;
  /** The Yjs client id under which they were made. */
  readonly client: number;
  readonly edits: number;
  /** Rises with each mark of a tab, so that two of the same number of edits are told apart. */
  readonly change: number;
}

export interface CopyRecord {
  readonly id: string;
  readonly document: string;
  readonly takenAtMs: number;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

/** What the server has told of a document, sealed. */
export interface FactsRecord {
  readonly document: string;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

interface DeviceSchema extends DBSchema {
  keys: { key: string; value: CryptoKey };
  documents: { key: string; value: DocumentRecord };
  rows: { key: number; value: RowRecord; indexes: { document: string } };
  marks: { key: [string, string]; value: Mark; indexes: { document: string } };
  facts: { key: string; value: FactsRecord };
  copies: { key: string; value: CopyRecord; indexes: { document: string } };
}

export type DeviceDatabase = IDBPDatabase<DeviceSchema>;
type DeviceStoreName = StoreNames<DeviceSchema>;

/** Why a connection to the database ended although nobody here ended it. */
export type Loss = 'deleted' | 'ended';

const version = 1;
/** Some browsers have been seen to never answer; a trip must open all the same. */
export const openTimeoutMs = 5_000;

/**
 * Opens the database, and makes its tables when it is new.
 * @param lost called when the connection ends by itself: another tab deletes or upgrades the database, or the browser
 * takes it away
 */
export async function openDatabase(factory: IDBFactory, name: string, lost: (loss: Loss) => void): Promise<DeviceDatabase> {
  const request = factory.open(name, version);
  request.onupgradeneeded = () => createTables(request.result);
  const opened = wrap(request).then((wrapped) => wrapped as unknown as DeviceDatabase);
  const database = await answered(request, opened);
  database.addEventListener('versionchange', (event) => {
    // Whoever deletes or upgrades waits for this.
    database.close();
    lost(event.newVersion === null ? 'deleted' : 'ended');
  });
  database.addEventListener('close', () => lost('ended'));
  losers.set(database, lost);
  return database;
}

/** Who is to be told that a connection has ended. */
const losers = new WeakMap<DeviceDatabase, (loss: Loss) => void>();

function createTables(database: IDBDatabase): void {
  database.createObjectStore('keys');
  database.createObjectStore('documents', { keyPath: 'document' });
  database.createObjectStore('rows', { keyPath: 'seq', autoIncrement: true }).createIndex('document', 'document');
  database.createObjectStore('marks', { keyPath: ['document', 'tab'] }).createIndex('document', 'document');
  database.createObjectStore('facts', { keyPath: 'document' });
  database.createObjectStore('copies', { keyPath: 'id' }).createIndex('document', 'document');
}

/** Gives up on a request that another tab blocks or that is not answered; a later answer is closed again. */
function answered(request: IDBOpenDBRequest, opened: Promise<DeviceDatabase>): Promise<DeviceDatabase> {
  return new Promise((resolve, reject) => {
    let isOver = false;
    const giveUp = (why: string) => {
      isOver = true;
      reject(new Error(why));
    };
    const timer = setTimeout(() => giveUp('The database does not answer'), openTimeoutMs);
    request.onblocked = () => giveUp('Another tab blocks the database');
    opened.then((database) => (isOver ? database.close() : resolve(database)), reject).finally(() => clearTimeout(timer));
  });
}

/** Deletes a database. Rejects when another tab blocks that; it is deleted then when that tab ends. */
export function deleteDatabase(factory: IDBFactory, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = factory.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onblocked = () => reject(new Error('Another tab blocks the database'));
    request.onerror = () => reject(request.error);
  });
}

/**
 * Runs `work` in one transaction and waits until that is complete. `work` may await nothing but its own requests, or the
 * transaction ends under it.
 */
export async function inTransaction<Names extends DeviceStoreName[], Mode extends IDBTransactionMode, T>(
  database: DeviceDatabase,
  names: Names,
  mode: Mode,
  work: (transaction: IDBPTransaction<DeviceSchema, Names, Mode>) => Promise<T>,
): Promise<T> {
  const transaction = begin(database, names, mode);
  const working = (async () => work(transaction))();
  const [worked, ended] = await Promise.allSettled([working, transaction.done]);
  if (worked.status === 'fulfilled' && ended.status === 'fulfilled') return worked.value;
  const reasons = [worked, ended].flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as Error] : []));
  // What fell with the transaction knows only that; one of them knows why.
  throw reasons.find(({ name }) => name !== 'AbortError') ?? reasons[0];
}

function begin<Names extends DeviceStoreName[], Mode extends IDBTransactionMode>(
  database: DeviceDatabase,
  names: Names,
  mode: Mode,
): IDBPTransaction<DeviceSchema, Names, Mode> {
  try {
    return database.transaction(names, mode);
  } catch (error) {
    // Not every browser tells when it has taken a connection away.
    losers.get(database)?.('ended');
    throw error;
  }
}
