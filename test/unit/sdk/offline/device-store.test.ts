import { beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { RecoverableCopy } from '../../../../web/sdk/offline/recoverable-copy';
import { Device, done, tripId } from './device';
import { FaultyDrive } from './faulty-drive';

const otherId = '0198c0de-0000-7000-8000-00000000bbbb';

let device: Device;
beforeEach(() => {
  device = new Device();
});

async function keep(text: string, id = tripId, person = 'aoi'): Promise<void> {
  const opened = await device.tab({ person, channels: null }).open(id);
  opened.type(text);
  await opened.stored.destroy();
}

describe('the documents of a person', () => {
  it('are listed, the latest opened first', async () => {
    await keep('a', tripId);
    device.nowMs += 1000;
    await keep('b', otherId);
    device.nowMs += 1000;
    const again = await device.tab().open(tripId);
    await again.stored.destroy();
    expect(await device.tab().store.documents()).toEqual([
      { kind: 'trip', id: tripId, openedAtMs: device.nowMs, unsaved: 1 },
      { kind: 'trip', id: otherId, openedAtMs: device.nowMs - 1000, unsaved: 1 },
    ]);
  });

  it('are looked at without being opened: who did that last stays on top', async () => {
    await keep('a', tripId);
    device.nowMs += 1000;
    await keep('b', otherId);
    const listed = await device.tab().store.documents();
    device.nowMs += 1000;
    const { store } = device.tab();
    const docs = [await store.peek(tripId), await store.peek(otherId)];
    expect(docs.map((doc) => doc.getText('notes').toString())).toEqual(['a', 'b']);
    expect(await store.documents()).toEqual(listed);
  });

  it('are looked at without hiding what is damaged from who opens them', async () => {
    await keep('whole ');
    await keep('damaged');
    await device.tamper('rows', async (rows) => {
      const record = (await done(rows.getAll())).at(-1) as { sealed: Uint8Array };
      record.sealed[20] = (record.sealed[20] as number) ^ 1;
      rows.put(record);
    });
    const { store } = device.tab();
    expect((await store.peek(tripId)).getText('notes').toString()).toBe('whole ');
    expect((await device.tab().open()).stored.state).toEqual({ kind: 'memory', reason: 'corrupted' });
  });

  it('are none before anything was in one', async () => {
    await (await device.tab().open()).stored.destroy();
    expect(await device.tab().store.documents()).toEqual([]);
  });

  it('are not mixed up with each other, nor with those of another person', async () => {
    await keep('mine', tripId, 'aoi');
    await keep('other', otherId, 'aoi');
    await keep('hers', tripId, 'ben');
    expect((await device.tab({ person: 'aoi' }).open()).text).toBe('mine');
    expect((await device.tab({ person: 'ben' }).open()).text).toBe('hers');
  });
});

describe('what is on the disk', () => {
  it('has nothing readable but fingerprints, sizes, counts and times, and no key that could be read out', async () => {
    const tab = device.tab();
    const opened = await tab.open();
    const secret = 'Gion at night';
    opened.doc.getText('title').insert(0, secret);
    opened.doc.getMap('details').set('destination', secret);
    await tab.store.keepCopy(copyOf(tripId, { title: secret, fragments: [secret] }));
    opened.stored.remember({ role: 'editor', person: { id: 'aoi', name: secret, color: '#000' } });
    await opened.stored.destroy();

    const records = await device.records();
    const stores = new Set(['keys', 'documents', 'rows', 'marks', 'copies', 'facts']);
    expect(new Set(records.map(({ store }) => store))).toEqual(stores);
    const key = records.find(({ store }) => store === 'keys')?.value as CryptoKey;
    expect(key).toMatchObject({ type: 'secret', extractable: false, algorithm: { name: 'AES-GCM', length: 256 } });
    await expect(crypto.subtle.exportKey('raw', key)).rejects.toThrow();

    const names = (await device.indexedDB.databases()).map(({ name }) => name).join();
    const raw =
      names +
      records
        .filter(({ store }) => store !== 'keys')
        .map(({ value }) => readable(value))
        .join();
    expect(raw).toContain('document');
    for (const clear of [secret, tripId, 'aoi', 'trips.example', 'destination', 'notes']) expect(raw).not.toContain(clear);
  });

  it('never has one initialisation vector twice', async () => {
    const opened = await device.tab().open();
    for (let i = 0; i < 30; i++) {
      opened.type('same');
      await opened.stored.written;
    }
    const sealed = (await device.records()).flatMap(({ value }) => (value as { sealed?: Uint8Array }).sealed ?? []);
    const vectors = sealed.map((bytes) => bytes.subarray(0, 12).toString());
    expect(vectors.length).toBeGreaterThan(30);
    expect(new Set(vectors).size).toBe(vectors.length);
  });

  it('is encrypted with one key, also when two tabs make one at the same time', async () => {
    const [first, second] = await Promise.all([device.tab().open(), device.tab().open(otherId)]);
    first.type('a');
    second.type('b');
    await Promise.all([first.stored.destroy(), second.stored.destroy()]);
    const tab = device.tab();
    expect([(await tab.open()).text, (await tab.open(otherId)).text]).toEqual(['a', 'b']);
  });
});

/** All of a record as text: its strings and numbers, and its bytes as Latin-1 and UTF-16. */
function readable(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (!(part instanceof Uint8Array)) return part;
    return [Buffer.from(part).toString('latin1'), Buffer.from(part).toString('utf16le')];
  });
}

describe('signing out', () => {
  it('deletes everything, the key included, and ends what is open', async () => {
    const tab = device.tab();
    const opened = await tab.open();
    opened.type('private');
    await tab.store.keepCopy(copyOf(tripId));
    await tab.store.clear();
    expect(await device.indexedDB.databases()).toEqual([]);
    expect(opened.stored.state).toEqual({ kind: 'memory', reason: 'off' });

    opened.type('more');
    opened.stored.settled();
    await opened.stored.destroy();
    expect(await tab.store.documents()).toEqual([]);
    expect(await tab.store.copies(tripId)).toEqual([]);
    expect((await tab.open()).stored.state).toEqual({ kind: 'memory', reason: 'off' });
    expect(await device.indexedDB.databases()).toEqual([]);
  });

  it('deletes what earlier programs kept, though nothing was opened yet', async () => {
    await keep('private');
    await device.tab().store.clear();
    expect(await device.indexedDB.databases()).toEqual([]);
  });

  it('leaves the documents of other people alone', async () => {
    await keep('mine', tripId, 'aoi');
    await keep('hers', tripId, 'ben');
    await device.tab({ person: 'aoi' }).store.clear();
    expect((await device.tab({ person: 'ben' }).open()).text).toBe('hers');
  });

  it('writes nothing that was on its way', async () => {
    const tab = device.tab();
    const opened = await tab.open();
    opened.type('on its way');
    opened.stored.remember({ role: 'editor', person: { id: 'aoi', name: 'Aoi', color: '#000' } });
    await tab.store.clear();
    await opened.stored.written;
    expect(opened.stored.state).toEqual({ kind: 'memory', reason: 'off' });
    expect(await device.indexedDB.databases()).toEqual([]);
    expect((await device.tab().open()).text).toBe('');
  });

  it('reaches the other tabs: they keep nothing any more', async () => {
    const other = await device.tab().open();
    other.type('private');
    await other.stored.written;
    const told = new Promise((resolve) => other.stored.events.on('state', resolve));
    await device.tab().store.clear();
    expect(await told).toEqual({ kind: 'memory', reason: 'off' });
    other.type('more');
    await other.stored.destroy();
    expect(await device.indexedDB.databases()).toEqual([]);
  });

  it('empties the database at once when a tab that does not react keeps it from being deleted', async () => {
    await keep('private');
    const [{ name = '' } = {}] = await device.indexedDB.databases();
    const stubborn = await done(device.indexedDB.open(name));
    await device.tab().store.clear();
    const stores = [...stubborn.objectStoreNames];
    const counts = await Promise.all(stores.map((store) => done(stubborn.transaction(store).objectStore(store).count())));
    expect(counts).toEqual(stores.map(() => 0));
    stubborn.close();
  });

  it('says so when nothing could be deleted', async () => {
    const drive = new FaultyDrive(device.indexedDB);
    drive.isForbidden = true;
    const failing = { ...drive.indexedDB, deleteDatabase: () => drive.indexedDB.open('x') };
    await expect(device.tab({ indexedDB: failing }).store.clear()).rejects.toThrow('Nothing may be kept');
  });
});

function copyOf(document: string, change: Partial<RecoverableCopy> = {}): RecoverableCopy {
  const copy = { title: 'Kyoto', reason: 'forbidden', takenAtMs: 1, edits: 2, fragments: ['word'] } as const;
  return { ...copy, id: crypto.randomUUID(), document, update: Y.encodeStateAsUpdate(new Y.Doc()), ...change };
}

describe('copies of refused edits', () => {
  it('survive the program, the oldest first, each with its document', async () => {
    const { store } = device.tab();
    const [late, early, other] = [copyOf(tripId, { takenAtMs: 2 }), copyOf(tripId), copyOf(otherId)];
    expect(await Promise.all([late, early, other].map((copy) => store.keepCopy(copy)))).toEqual(
      Array(3).fill({ kind: 'persistent' }),
    );
    expect(await device.tab().store.copies(tripId)).toEqual([early, late]);
    expect((await device.tab().store.copies()).map(({ id }) => id).sort()).toEqual([early.id, late.id, other.id].sort());
  });

  it('are told of, and are there at once, whatever else has to be written first', async () => {
    const { store } = device.tab();
    const told: string[] = [];
    store.events.on('copy', ({ id }) => told.push(id));
    const copy = copyOf(tripId);
    const keeping = store.keepCopy(copy);
    expect(told).toEqual([copy.id]);
    expect(await store.copies()).toEqual([copy]);
    await keeping;
    expect(await store.copies()).toEqual([copy]);
  });

  it('go when they are dropped', async () => {
    const [first, second] = [copyOf(tripId), copyOf(tripId, { takenAtMs: 2 })];
    const { store } = device.tab();
    await store.keepCopy(first);
    await store.keepCopy(second);
    await store.dropCopy(first.id);
    expect(await device.tab().store.copies(tripId)).toEqual([second]);
  });

  it('outlive their document', async () => {
    const tab = device.tab();
    const opened = await tab.open();
    opened.type('refused');
    const copy = copyOf(tripId);
    void tab.store.keepCopy(copy);
    await opened.stored.discard();
    expect(await device.tab().store.copies(tripId)).toEqual([copy]);
  });

  it('are in memory while the device is full, and on it when the document has made room', async () => {
    const drive = new FaultyDrive(device.indexedDB);
    const tab = device.tab({ indexedDB: drive.indexedDB });
    const opened = await tab.open();
    opened.type('refused');
    await opened.stored.written;
    drive.isFull = true;
    const copy = copyOf(tripId);
    expect(await tab.store.keepCopy(copy)).toEqual({ kind: 'memory', reason: 'full' });
    expect(await tab.store.copies(tripId)).toEqual([copy]);
    expect(await device.tab().store.copies(tripId)).toEqual([]);
    drive.isFull = false;
    await opened.stored.discard();
    await expect.poll(() => device.tab().store.copies(tripId)).toEqual([copy]);
  });

  it('do not come back when they are dropped while they are being written', async () => {
    const drive = new FaultyDrive(device.indexedDB);
    const tab = device.tab({ indexedDB: drive.indexedDB });
    const opened = await tab.open();
    drive.isFull = true;
    const [dropped, other] = [copyOf(tripId), copyOf(tripId)];
    await tab.store.keepCopy(dropped);
    drive.isFull = false;
    await opened.stored.destroy();
    await tab.store.dropCopy(dropped.id);
    await tab.store.keepCopy(other);
    expect(await device.tab().store.copies(tripId)).toEqual([other]);
  });

  it('can be dropped from a device that keeps nothing', async () => {
    const drive = new FaultyDrive(device.indexedDB);
    drive.isForbidden = true;
    const { store } = device.tab({ indexedDB: drive.indexedDB });
    const copy = copyOf(tripId);
    await store.keepCopy(copy);
    await store.dropCopy(copy.id);
    expect(await store.copies(tripId)).toEqual([]);
  });
});
