/** A transaction of fake-indexeddb, which can be ended as a browser ends it. */
interface AbortableTransaction extends IDBTransaction {
  _abort(errorName: string): void;
}

/** How a device's database looks to one program: it may have no room, and a program that was killed reaches it no more. */
export class FaultyDrive {
  isFull = false;
  isCut = false;
  /** Opening fails as in a window that may keep nothing. */
  isForbidden = false;
  readonly #running = new Set<AbortableTransaction>();
  readonly connections: IDBDatabase[] = [];
  readonly #factory: IDBFactory;
  readonly indexedDB: IDBFactory;

  constructor(factory: IDBFactory) {
    this.#factory = factory;
    this.indexedDB = {
      cmp: (a, b) => factory.cmp(a, b),
      databases: () => factory.databases(),
      deleteDatabase: (name) => factory.deleteDatabase(name),
      open: (name, version) => this.#open(name, version),
    };
  }

  /** Ends the program as a crash does: what is in a transaction is lost, unless that is just being completed. */
  cut(): void {
    this.isCut = true;
    for (const transaction of this.#running) transaction._abort('AbortError');
  }

  #open(name: string, version?: number): IDBOpenDBRequest {
    if (this.isForbidden) throw new DOMException('Nothing may be kept here', 'SecurityError');
    const request = this.#factory.open(name, version);
    request.addEventListener('success', () => this.#watch(request.result));
    return request;
  }

  #watch(database: IDBDatabase): void {
    this.connections.push(database);
    const begin = database.transaction.bind(database);
    database.transaction = (...args: Parameters<IDBDatabase['transaction']>) => {
      if (this.isCut) throw new DOMException('The program has ended', 'InvalidStateError');
      const transaction = begin(...args) as AbortableTransaction;
      this.#running.add(transaction);
      for (const end of ['complete', 'abort']) transaction.addEventListener(end, () => this.#running.delete(transaction));
      const objectStore = transaction.objectStore.bind(transaction);
      transaction.objectStore = (name) => this.#limit(objectStore(name), transaction);
      return transaction;
    };
  }

  /** What takes room aborts the transaction when there is none. */
  #limit(store: IDBObjectStore, transaction: AbortableTransaction): IDBObjectStore {
    for (const method of ['add', 'put'] as const) {
      const write = store[method].bind(store);
      store[method] = (...args) => {
        const request = write(...args);
        if (this.isFull) queueMicrotask(() => this.#running.has(transaction) && transaction._abort('QuotaExceededError'));
        return request;
      };
    }
    return store;
  }
}
