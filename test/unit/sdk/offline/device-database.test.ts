import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  type DeviceDatabase,
  deleteDatabase,
  inTransaction,
  openDatabase,
  type RowRecord,
} from '../../../../web/sdk/offline/device-database';

const row = (seq: number): RowRecord => ({ seq, document: 'd', whole: false, sealed: new Uint8Array(1) });

let database: DeviceDatabase;
beforeEach(async () => {
  database = await openDatabase(new IDBFactory(), 'test', () => undefined);
});

function countRows(): Promise<number> {
  return inTransaction(database, ['rows'], 'readonly', (tx) => tx.objectStore('rows').count());
}

describe('a transaction on the device', () => {
  it('is complete when it is told so', async () => {
    expect(await inTransaction(database, ['rows'], 'readwrite', (tx) => tx.objectStore('rows').add(row(7)))).toBe(7);
    expect(await countRows()).toBe(1);
  });

  it('changes nothing when one request fails, and tells why that one did', async () => {
    const adding = inTransaction(database, ['rows'], 'readwrite', (tx) =>
      Promise.all([3, 4, 3, 5].map((seq) => tx.objectStore('rows').add(row(seq)))),
    );
    await expect(adding).rejects.toMatchObject({ name: 'ConstraintError' });
    expect(await countRows()).toBe(0);
  });

  it('tells why it could not begin, and that the connection is over', async () => {
    const told: string[] = [];
    const other = await openDatabase(new IDBFactory(), 'test', (loss) => told.push(loss));
    other.close();
    const reading = inTransaction(other, ['rows'], 'readonly', (tx) => tx.objectStore('rows').count());
    await expect(reading).rejects.toMatchObject({ name: 'InvalidStateError' });
    expect(told).toEqual(['ended']);
  });
});

describe('opening a database', () => {
  it('is given up when another tab blocks it, and a connection that comes later is closed', async () => {
    const factory = new IDBFactory();
    const request = factory.open('test', 1);
    const opening = openDatabase({ open: () => request } as unknown as IDBFactory, 'test', () => undefined);
    request.onblocked?.(new Event('blocked') as IDBVersionChangeEvent);
    await expect(opening).rejects.toThrow('blocks');
    // Would wait for ever if that connection were still open.
    await deleteDatabase(factory, 'test');
  });
});
