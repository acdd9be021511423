import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import * as Y from 'yjs';
import { DeviceStore } from '../../../../web/sdk/offline/device-store';
import type { StoredDocument } from '../../../../web/sdk/offline/stored-document';
import type { Channel, ChannelFactory } from '../../../../web/sdk/offline/tab-channel';

export const tripId = '0198c0de-0000-7000-8000-00000000aaaa';

/** Channels whose messages arrive in a later task, as a browser's do. */
class ChannelHub {
  readonly #open = new Map<string, Set<Listening>>();

  readonly factory: ChannelFactory = (name) => {
    const channels = this.#open.get(name) ?? new Set<Listening>();
    this.#open.set(name, channels);
    const own: Listening = { listeners: [], isOpen: true };
    channels.add(own);
    return {
      postMessage: (message) => {
        if (!own.isOpen) throw new DOMException('The channel is closed', 'InvalidStateError');
        for (const other of channels) if (other !== own) deliver(other, structuredClone(message));
      },
      addEventListener: (_type, listener) => void own.listeners.push(listener),
      close: () => {
        own.isOpen = false;
        channels.delete(own);
      },
    } satisfies Channel;
  };

  /** Resolves when everything that was posted has arrived. */
  delivered(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }
}

interface Listening {
  readonly listeners: ((event: { readonly data: unknown }) => void)[];
  isOpen: boolean;
}

function deliver(to: Listening, data: unknown): void {
  setImmediate(() => {
    if (to.isOpen) for (const listener of to.listeners) listener({ data });
  });
}

/** What a browser keeps when its programs end. */
export class Device {
  readonly indexedDB = new IDBFactory();
  readonly hub = new ChannelHub();
  nowMs = Date.UTC(2027, 3, 1);

  /** A program of one person on this device. */
  tab(options: TabOptions = {}): Tab {
    return new Tab(this, options);
  }

  /** Every record of every database, as it is stored. */
  async records(): Promise<{ readonly store: string; readonly value: unknown }[]> {
    const all: { store: string; value: unknown }[] = [];
    for (const { name } of await this.indexedDB.databases()) {
      if (name === undefined) continue;
      await this.withDatabase(name, async (database) => {
        for (const store of database.objectStoreNames) {
          for (const value of await done(database.transaction(store).objectStore(store).getAll())) all.push({ store, value });
        }
      });
    }
    return all;
  }

  /** Works on the records behind the store's back. */
  async tamper(store: string, change: (records: IDBObjectStore) => Promise<unknown> | unknown): Promise<void> {
    for (const { name } of await this.indexedDB.databases()) {
      if (name === undefined) continue;
      await this.withDatabase(name, async (database) => {
        const transaction = database.transaction(store, 'readwrite');
        await change(transaction.objectStore(store));
        await new Promise((resolve, reject) => {
          transaction.oncomplete = resolve;
          transaction.onabort = () => reject(transaction.error);
        });
      });
    }
  }

  async withDatabase<T>(name: string, work: (database: IDBDatabase) => Promise<T>): Promise<T> {
    const database = await done(this.indexedDB.open(name));
    try {
      return await work(database);
    } finally {
      database.close();
    }
  }
}

export function done<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export interface TabOptions {
  readonly person?: string;
  /** 0 unless given: everything is written at once. */
  readonly leisureMs?: number;
  readonly indexedDB?: IDBFactory;
  readonly channels?: ChannelFactory | null;
  readonly crypto?: Crypto;
}

/** One program: its store and the documents it has open. */
export class Tab {
  readonly store: DeviceStore;

  constructor(device: Device, { person = 'aoi', leisureMs = 0, ...options }: TabOptions) {
    this.store = new DeviceStore({
      origin: 'https://trips.example',
      person,
      indexedDB: options.indexedDB ?? device.indexedDB,
      channels: options.channels === undefined ? device.hub.factory : options.channels,
      now: () => device.nowMs,
      leisureMs,
      ...(options.crypto && { crypto: options.crypto }),
    });
  }

  async open(id = tripId): Promise<OpenDocument> {
    const opened = this.bind(id);
    await opened.stored.whenLoaded;
    return opened;
  }

  bind(id = tripId): OpenDocument {
    const doc = new Y.Doc();
    const server = {};
    const stored = this.store.openDocument(id, doc);
    stored.ignoreOrigin(server);
    return new OpenDocument(doc, stored, server);
  }
}

/** A document as a test edits it. */
export class OpenDocument {
  constructor(
    readonly doc: Y.Doc,
    readonly stored: StoredDocument,
    readonly server: object,
  ) {}

  type(text: string): void {
    const notes = this.doc.getText('notes');
    notes.insert(notes.length, text);
  }

  /** What the server brings. */
  receive(update: Uint8Array): void {
    Y.applyUpdate(this.doc, update, this.server);
  }

  get text(): string {
    return this.doc.getText('notes').toString();
  }
}

/** An update that types a text into the notes of an empty document, as another person. */
export function typed(text: string): Uint8Array {
  const doc = new Y.Doc();
  doc.getText('notes').insert(0, text);
  return Y.encodeStateAsUpdate(doc);
}
