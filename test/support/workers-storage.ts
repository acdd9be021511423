import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { SqliteStorage } from '../../durable-objects/sqlite-storage';
import type { DocumentMeta } from '../../src/documents/storage';

/** An object that nobody has used. */
export function freshObject() {
  return env.TRIPS.getByName(crypto.randomUUID());
}

/** A document as its storage knows it. */
export const meta: DocumentMeta = {
  id: 'trip',
  createdAtMs: 1,
  serverClient: 7,
  requestHash: 'hash',
  deletedAtMs: null,
  projectionWanted: 0,
  projectionDone: 0,
};

/** Runs a test on the SQLite of an object that nobody has used. */
export function onFreshStorage(
  work: (storage: SqliteStorage, reread: () => SqliteStorage, raw: DurableObjectStorage) => void,
): Promise<void> {
  return runInDurableObject(freshObject(), (_, { storage: raw }) => {
    const storage = new SqliteStorage(raw);
    storage.transact(() => storage.meta.create(meta));
    work(storage, () => new SqliteStorage(raw), raw);
  });
}
