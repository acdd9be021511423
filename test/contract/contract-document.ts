import { it } from 'vitest';
import type { Checkpoint, DocumentStorage, LogRow } from '../../src/documents/storage';

/** Runs `work` on a new, created document. `open` opens its storage again: what it finds is what was kept. */
export type WithStorage = (work: (open: () => DocumentStorage) => void) => Promise<void>;

export const facts = {
  id: 'trip',
  createdAtMs: 1_000,
  serverClient: 77,
  requestHash: 'hash',
  deletedAtMs: null,
  projectionWanted: 0,
  projectionDone: 0,
};

export function row(version: number, size = 3, more: Partial<LogRow> = {}): LogRow {
  const bytes = Uint8Array.from({ length: size }, (_, index) => (version * 31 + index) % 256);
  return { version, atMs: 1_000 + version, actor: 'anna', session: 's1', kind: 'edit', touched: ['/title'], bytes, ...more };
}

export function rows(from: number, to: number, size = 3): LogRow[] {
  return Array.from({ length: to - from + 1 }, (_, index) => row(from + index, size));
}

export function checkpoint(version: number, size = 4): Checkpoint {
  return {
    version,
    state: new Uint8Array(size).fill(version % 256),
    stateVector: Uint8Array.of(1, version % 128, 5),
    deletes: Uint8Array.of(0, 0),
  };
}

/** A test on a new document. */
export type Check = (title: string, work: (open: () => DocumentStorage) => void) => void;

export function checkWith(withStorage: WithStorage): Check {
  return (title, work) =>
    it(title, () =>
      withStorage((open) => {
        const storage = open();
        storage.transact(() => storage.meta.create(facts));
        work(open);
      }),
    );
}

/** A storage whose `transact` can be taken out of it. */
export function bound(storage: DocumentStorage): DocumentStorage {
  return Object.assign(Object.create(storage), { transact: storage.transact.bind(storage) }) as DocumentStorage;
}
