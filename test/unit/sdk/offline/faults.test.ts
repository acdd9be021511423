import { forceCloseDatabase } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { openTimeoutMs } from '../../../../web/sdk/offline/device-database';
import { DeviceStore } from '../../../../web/sdk/offline/device-store';
import type { StorageState } from '../../../../web/sdk/offline/storage-state';
import { retryAfterMs } from '../../../../web/sdk/offline/stored-document';
import { Device, done, type OpenDocument, tripId } from './device';
import { FaultyDrive } from './faulty-drive';

let device: Device;
let drive: FaultyDrive;
beforeEach(() => {
  device = new Device();
  drive = new FaultyDrive(device.indexedDB);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const persistent: StorageState = { kind: 'persistent' };
const inMemory = (reason: string) => ({ kind: 'memory', reason });

/** What a document's binding tells of its state, as it changes. */
function statesOf({ stored }: OpenDocument): StorageState[] {
  const states: StorageState[] = [];
  stored.events.on('state', (state) => states.push(state));
  return states;
}

async function keep(text: string): Promise<void> {
  const opened = await device.tab({ channels: null }).open();
  opened.type(text);
  await opened.stored.destroy();
}

async function kept(): Promise<{ text: string; inherited: number }> {
  const { stored, text } = await device.tab({ channels: null }).open();
  const { inherited } = stored;
  await stored.destroy();
  return { text, inherited };
}

describe('a device that keeps nothing', () => {
  it('lets the document work in memory, and says so', async () => {
    drive.isForbidden = true;
    const tab = device.tab({ indexedDB: drive.indexedDB });
    const opened = await tab.open();
    expect(opened.stored.state).toEqual(inMemory('unavailable'));
    opened.type('in memory');
    opened.stored.settled();
    await opened.stored.destroy();
    expect(opened.text).toBe('in memory');
    expect(await tab.store.documents()).toEqual([]);
  });

  it('is one without IndexedDB', async () => {
    vi.stubGlobal('indexedDB', undefined);
    const store = new DeviceStore({ origin: 'https://trips.example', person: 'aoi' });
    const stored = store.openDocument(tripId, new Y.Doc());
    await stored.whenLoaded;
    expect(stored.state).toEqual(inMemory('unavailable'));
    await store.clear();
  });

  it('is one without a secure context', async () => {
    const { getRandomValues } = globalThis.crypto;
    const crypto = { getRandomValues } as Crypto;
    expect((await device.tab({ crypto }).open()).stored.state).toEqual(inMemory('unavailable'));
  });

  it('is one whose database does not answer in time', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const silent = { open: () => new IDBOpenDBRequest() } as unknown as IDBFactory;
    const opened = device.tab({ indexedDB: silent }).bind();
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
    vi.advanceTimersByTime(openTimeoutMs);
    await opened.stored.whenLoaded;
    expect(opened.stored.state).toEqual(inMemory('unavailable'));
  });

  it('may keep again later, and still says that what it kept before is not shown', async () => {
    await keep('earlier ');
    drive.isForbidden = true;
    const opened = await device.tab({ indexedDB: drive.indexedDB }).open();
    drive.isForbidden = false;
    opened.type('a');
    await opened.stored.written;
    device.nowMs += retryAfterMs;
    opened.type('b');
    await opened.stored.destroy();
    expect(opened.stored.inherited).toBe(0);
    expect(opened.stored.state).toEqual(inMemory('unavailable'));
    const { text, inherited } = await kept();
    expect(text).toContain('earlier ');
    expect(text).toContain('ab');
    expect(inherited).toBe(3);
  });
});

describe('a full device', () => {
  it('is told, and tried again at an edit some time later, when all is written', async () => {
    const opened = await device.tab({ indexedDB: drive.indexedDB }).open();
    const states = statesOf(opened);
    opened.type('a');
    await opened.stored.written;
    drive.isFull = true;
    opened.type('b');
    await opened.stored.written;
    expect(opened.stored.state).toEqual(inMemory('full'));

    drive.isFull = false;
    opened.type('c');
    await opened.stored.written;
    expect(opened.stored.state).toEqual(inMemory('full'));
    device.nowMs += retryAfterMs;
    opened.type('d');
    await opened.stored.written;
    expect(states).toEqual([inMemory('full'), persistent]);
    await opened.stored.destroy();
    expect(await kept()).toEqual({ text: 'abcd', inherited: 4 });
  });

  it('that has never had room for anything is tried again all the same', async () => {
    drive.isFull = true;
    const opened = await device.tab({ indexedDB: drive.indexedDB }).open();
    expect(opened.stored.state).toEqual(inMemory('full'));
    drive.isFull = false;
    device.nowMs += retryAfterMs;
    opened.type('a');
    await opened.stored.written;
    expect(opened.stored.state).toEqual(persistent);
    expect((await kept()).text).toBe('a');
  });

  it('is tried a last time at the end', async () => {
    drive.isFull = true;
    const opened = await device.tab({ indexedDB: drive.indexedDB }).open();
    opened.type('a');
    await opened.stored.written;
    drive.isFull = false;
    await opened.stored.destroy();
    expect((await kept()).text).toBe('a');
  });

  it('does not show a mark of edits that did not fit as saved, nor the earlier ones', async () => {
    const opened = await device.tab({ indexedDB: drive.indexedDB }).open();
    opened.type('a');
    await opened.stored.written;
    drive.isFull = true;
    opened.type('b');
    await opened.stored.destroy();
    expect(await kept()).toEqual({ text: 'a', inherited: 1 });
  });

  it('forgets no acknowledgement that it had no room to note', async () => {
    await keep('a');
    drive.isFull = true;
    const opened = await device.tab({ indexedDB: drive.indexedDB }).open();
    opened.stored.settled();
    await opened.stored.written;
    expect((await kept()).inherited).toBe(1);
    drive.isFull = false;
    await opened.stored.destroy();
    expect((await kept()).inherited).toBe(0);
  });

  it('opens what it keeps', async () => {
    await keep('earlier');
    drive.isFull = true;
    expect((await device.tab({ indexedDB: drive.indexedDB }).open()).text).toBe('earlier');
  });

  it('sends the other tabs all they missed when there is room again', async () => {
    const opened = await device.tab({ indexedDB: drive.indexedDB }).open();
    const other = await device.tab().open();
    drive.isFull = true;
    opened.type('a');
    await opened.stored.written;
    drive.isFull = false;
    device.nowMs += retryAfterMs;
    opened.type('b');
    await opened.stored.written;
    await device.hub.delivered();
    expect(other.text).toBe('ab');
  });
});

describe('a corrupted store', () => {
  /** Changes the bytes of the first row. */
  async function spoilFirstRow(spoil: (row: Record<string, unknown>) => Record<string, unknown>): Promise<void> {
    await device.tamper('rows', async (rows) => {
      const [first] = await done(rows.getAll());
      rows.put(spoil(first));
    });
  }

  const flipped = (bytes: Uint8Array) => bytes.map((byte, i) => (i === 20 ? byte ^ 1 : byte));

  it.each([
    ['a changed byte', (row: Record<string, unknown>) => ({ ...row, sealed: flipped(row.sealed as Uint8Array) })],
    ['a truncated record', (row: Record<string, unknown>) => ({ ...row, sealed: new Uint8Array(5) })],
    ['something else in its place', (row: Record<string, unknown>) => ({ ...row, sealed: 'text' })],
    ['another kind', (row: Record<string, unknown>) => ({ ...row, whole: !row.whole })],
  ])('%s: the rest is kept, the bad row goes, and it is told until the next opening', async (_what, spoil) => {
    await keep('bad ');
    await keepUnrelated('good');
    await spoilFirstRow(spoil);
    const opened = await device.tab().open();
    expect(opened.doc.getText('title').toString()).toBe('good');
    expect(opened.stored.state).toEqual(inMemory('corrupted'));
    opened.type('new');
    await opened.stored.destroy();
    expect(opened.stored.state).toEqual(inMemory('corrupted'));

    const again = await device.tab().open();
    expect(again.stored.state).toEqual(persistent);
    expect([again.doc.getText('title').toString(), again.text]).toEqual(['good', 'new']);
  });

  /** Something that does not build on what {@link keep} has kept. */
  async function keepUnrelated(title: string): Promise<void> {
    const opened = await device.tab({ channels: null }).open();
    opened.doc.getText('title').insert(0, title);
    await opened.stored.destroy();
  }

  it('on a full device is mended when there is room', async () => {
    await keep('bad ');
    await spoilFirstRow((row) => ({ ...row, sealed: new Uint8Array(5) }));
    drive.isFull = true;
    const opened = await device.tab({ indexedDB: drive.indexedDB }).open();
    await opened.stored.written;
    expect(opened.stored.state).toEqual(inMemory('full'));
    drive.isFull = false;
    await opened.stored.destroy();
    expect(opened.stored.state).toEqual(inMemory('corrupted'));
    expect((await device.tab().open()).stored.state).toEqual(persistent);
  });

  it('whose key is lost begins anew', async () => {
    await keep('unreadable now');
    await device.tamper('keys', (keys) => done(keys.clear()));
    const opened = await device.tab().open();
    expect(opened.text).toBe('');
    expect(opened.stored.state).toEqual(inMemory('corrupted'));
    opened.type('new');
    await opened.stored.destroy();
    expect((await kept()).text).toBe('new');
  });

  it('cannot be made by moving a row to another document', async () => {
    await keep('of this trip');
    const other = await device.tab().open('0198c0de-0000-7000-8000-00000000bbbb');
    other.type('of the other');
    await other.stored.destroy();
    const records = await device.records();
    const documents = [...new Set(records.filter(({ store }) => store === 'rows').map(({ value }) => documentOf(value)))];
    await spoilFirstRow((row) => ({ ...row, document: documents.find((one) => one !== row.document) }));
    const opened = await device.tab().open('0198c0de-0000-7000-8000-00000000bbbb');
    expect(opened.text).toBe('of the other');
    expect(opened.stored.state).toEqual(inMemory('corrupted'));
  });
});

function documentOf(value: unknown): string {
  return (value as { document: string }).document;
}

describe('a database that the browser takes away', () => {
  it.each([
    ['and says so', (connection: IDBDatabase) => forceCloseDatabase(connection as never)],
    ['without a word', (connection: IDBDatabase) => connection.close()],
  ])('%s is opened anew', async (_how, takeAway) => {
    const opened = await device.tab({ indexedDB: drive.indexedDB }).open();
    opened.type('a');
    await opened.stored.written;
    for (const connection of drive.connections) takeAway(connection);
    opened.type('b');
    await opened.stored.written;
    device.nowMs += retryAfterMs;
    opened.type('c');
    await opened.stored.written;
    expect(opened.stored.state).toEqual(persistent);
    await opened.stored.destroy();
    expect((await kept()).text).toBe('abc');
  });

  it('keeps a discarded document from coming back', async () => {
    const tab = device.tab({ indexedDB: drive.indexedDB });
    const opened = await tab.open();
    opened.type('refused');
    await opened.stored.written;
    for (const connection of drive.connections) connection.close();
    await opened.stored.discard();
    expect(opened.stored.state).toEqual(inMemory('unavailable'));
    expect((await tab.open()).text).toBe('');
    expect((await kept()).text).toBe('');
  });

  it('does not keep a newer version of this program from upgrading it', async () => {
    const opened = await device.tab().open();
    const [{ name = '' } = {}] = await device.indexedDB.databases();
    const upgraded = await done(device.indexedDB.open(name, 99));
    upgraded.close();
    opened.type('a');
    await opened.stored.written;
    expect(opened.stored.state).toEqual(inMemory('unavailable'));
    expect((await device.tab().open(tripId)).stored.state).toEqual(inMemory('unavailable'));
  });
});
