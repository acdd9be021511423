import { abortAllDurableObjects } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { documentLimits, restLimits } from '../../src/protocol/limits';
import { type Caller, mergePatch, newCaller, newTrip } from '../support/workers-caller';
import {
  DocumentClient,
  inStorage,
  letTimersRing,
  passTime,
  ringAlarm,
  sleep,
  stopClock,
  stopTimers,
} from '../support/workers-document';

beforeEach(() => {
  stopClock();
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** Longer than the document waits before it tells the lists. */
const projectionMs = 2_000;
/** Longer than a compaction waits. */
const soonMs = 100;

/** What a person's list says of a trip. */
async function listed(who: Caller, trip: string): Promise<unknown> {
  const { body } = await who.call('GET', `/v1/trips?limit=${restLimits.maxPageSize}`);
  return (body.trips as { id: string; title: string }[]).find(({ id }) => trip.endsWith(id))?.title ?? null;
}

async function breakLists(): Promise<void> {
  await env.DB.exec('ALTER TABLE trips RENAME TO trips_away');
}

async function mendLists(): Promise<void> {
  await env.DB.exec('ALTER TABLE trips_away RENAME TO trips');
}

/** Lets the alarm ring when it wants to ring next. */
async function ringNext(trip: string): Promise<void> {
  const atMs = await inStorage(trip, (storage) => storage.getAlarm());
  if (atMs === null) throw new Error('no alarm is set');
  passTime(Math.max(0, atMs - Date.now()));
  await ringAlarm(trip);
}

/** Has SQLite refuse new rows of the log. */
async function breakLog(trip: string): Promise<void> {
  await inStorage(trip, ({ sql }) => {
    sql.exec("CREATE TRIGGER broken BEFORE INSERT ON log BEGIN SELECT RAISE(ABORT, 'disk full'); END");
  });
}

async function mendLog(trip: string): Promise<void> {
  await inStorage(trip, ({ sql }) => {
    sql.exec('DROP TRIGGER broken');
  });
}

const titleOf = ({ doc }: DocumentClient) => doc.getText('title').toString();

async function ownerWithTrip() {
  const owner = await newCaller('Aoi');
  const trip = await newTrip(owner, { title: 'Kyoto' });
  return { owner, trip, client: await DocumentClient.join(owner, trip) };
}

describe('[W4] an append that fails', () => {
  it('closes everyone with a code to retry, and loses nothing that was acknowledged', async () => {
    const { owner, trip, client } = await ownerWithTrip();
    const reader = await DocumentClient.join(owner, trip);
    await client.edit((doc) => doc.getText('title').insert(0, 'To '));
    await breakLog(trip);
    const { saved } = client;
    client.doc.getText('title').insert(0, 'lost? ');
    for (const each of [client, reader]) expect(await each.closed).toEqual([1013, 'recovering, try again']);
    expect(client.saved).toBe(saved);
    // Nobody has seen what was not stored.
    expect(titleOf(reader)).toBe('To Kyoto');
    expect((await owner.call('GET', trip)).body.title).toBe('To Kyoto');
    await mendLog(trip);
    const back = await DocumentClient.join(owner, trip, { doc: client.doc });
    expect(titleOf(back)).toBe('lost? To Kyoto');
    expect((await owner.call('GET', trip)).body).toMatchObject({ title: 'lost? To Kyoto', metadata: { version: 3 } });
  });

  it('does not keep the lists from the edits after it', async () => {
    const { owner, trip, client } = await ownerWithTrip();
    await breakLog(trip);
    client.doc.getText('title').insert(0, 'To ');
    await client.closed;
    await mendLog(trip);
    await DocumentClient.join(owner, trip, { doc: client.doc });
    await ringNext(trip);
    expect(await listed(owner, trip)).toBe('To Kyoto');
  });

  it('refuses patches and pushes over HTTP, and takes them later', async () => {
    const { owner, trip } = await ownerWithTrip();
    await breakLog(trip);
    const patch = () => owner.call('PATCH', trip, { title: 'Nara' }, mergePatch);
    const refused = await patch();
    expect([refused.status, refused.body.code]).toEqual([503, 'unavailable']);
    expect(refused.headers.get('retry-after')).not.toBeNull();
    expect((await owner.call('GET', trip)).body).toMatchObject({ title: 'Kyoto', metadata: { version: 1 } });
    await mendLog(trip);
    expect((await patch()).status).toBe(200);
    expect((await owner.call('GET', trip)).body).toMatchObject({ title: 'Nara', metadata: { version: 2 } });
  });

  it('of a claim of presence closes, and the next one is taken', async () => {
    const { owner, trip, client } = await ownerWithTrip();
    await inStorage(trip, ({ sql }) => {
      sql.exec("CREATE TRIGGER broken BEFORE INSERT ON announced BEGIN SELECT RAISE(ABORT, 'disk full'); END");
    });
    client.announce({ cursor: 1 });
    expect(await client.closed).toEqual([1013, 'recovering, try again']);
    await mendLog(trip);
    const back = await DocumentClient.join(owner, trip);
    const watching = await DocumentClient.join(owner, trip);
    back.announce({ cursor: 2 });
    await watching.until(() => watching.present.size === 1);
  });

  it('of a compaction keeps the rows, and compacts later', async () => {
    stopTimers();
    const { owner, trip, client } = await ownerWithTrip();
    await inStorage(trip, ({ sql }) => {
      sql.exec("CREATE TRIGGER broken BEFORE INSERT ON checkpoints BEGIN SELECT RAISE(ABORT, 'disk full'); END");
    });
    const long = 'x'.repeat(300_000);
    await client.edit((doc) => doc.getText('description').insert(0, long));
    await letTimersRing(trip, soonMs);
    const countRows = () => inStorage(trip, ({ sql }) => sql.exec('SELECT version FROM log').toArray().length);
    expect(await countRows()).toBe(2);
    await mendLog(trip);
    await client.edit((doc) => doc.getText('title').insert(0, 'To '));
    await letTimersRing(trip, soonMs);
    expect(await countRows()).toBe(0);
    expect((await owner.call('GET', trip)).body).toMatchObject({ title: 'To Kyoto', description: long });
  });
});

describe('an error that nobody foresaw', () => {
  it('in the middle of a patch leaves no half of it', async () => {
    const { owner, trip, client } = await ownerWithTrip();
    const insert = vi.spyOn(Y.Text.prototype, 'insert').mockImplementationOnce(() => {
      throw new Error('a bug');
    });
    const fields = { destination: 'Nara', title: 'Kyoto, Nara', cover: 'https://pictures.example/nara' };
    const { status, body } = await owner.call('PATCH', trip, fields, mergePatch);
    expect([status, body.code, insert.mock.calls.length]).toEqual([503, 'unavailable', 1]);
    insert.mockRestore();
    expect(await client.closed).toEqual([1013, 'recovering, try again']);
    expect((await owner.call('GET', trip)).body).toMatchObject({ title: 'Kyoto', destination: null, cover: null });
    const back = await DocumentClient.join(owner, trip, { doc: client.doc });
    await back.edit((doc) => doc.getMap('details').set('destination', 'Osaka'));
    expect((await owner.call('GET', trip)).body).toMatchObject({ destination: 'Osaka', metadata: { version: 2 } });
  });
});

describe('a purge that an error nobody foresaw prevents', () => {
  it('is done by a later alarm, though nobody comes to a document that was deleted', async () => {
    const owner = await newCaller('Aoi');
    const trip = await newTrip(owner, { title: 'Kyoto' });
    await owner.call('DELETE', trip);
    const rename = (from: string, to: string) =>
      inStorage(trip, ({ sql }) => void sql.exec(`ALTER TABLE ${from} RENAME TO ${to}`));
    const countMembers = () => inStorage(trip, ({ sql }) => sql.exec('SELECT id FROM members').toArray().length);
    await rename('packs', 'packs_away');
    passTime(documentLimits.purgeAfterMs);
    await ringAlarm(trip);
    await rename('packs_away', 'packs');
    expect(await countMembers()).toBe(1);
    passTime(60_000);
    await ringAlarm(trip);
    expect(await countMembers()).toBe(0);
  });
});

describe('a creation that fails', () => {
  it('leaves nothing, and can be repeated', async () => {
    const owner = await newCaller('Aoi');
    const key = { 'idempotency-key': 'once' };
    const probe = await owner.call('POST', '/v1/trips', { title: 'Kyoto' }, key);
    const trip = `/v1/trips/${probe.body.id}`;
    // A document of that name as if it had never been, but with something in the way of its tables.
    await inStorage(trip, async (storage) => {
      await storage.deleteAll();
      storage.sql.exec('CREATE TABLE timers (other)');
    });
    await abortAllDurableObjects();
    const refused = await owner.call('POST', '/v1/trips', { title: 'Kyoto' }, key);
    expect([refused.status, refused.body.code]).toEqual([503, 'unavailable']);
    expect((await owner.call('GET', trip)).status).toBe(404);
    await inStorage(trip, ({ sql }) => {
      sql.exec('DROP TABLE timers');
    });
    expect((await owner.call('POST', '/v1/trips', { title: 'Kyoto' }, key)).status).toBe(201);
    expect((await owner.call('GET', trip)).body.title).toBe('Kyoto');
  });
});

describe('the lists', () => {
  it('are told of a creation at once', async () => {
    const owner = await newCaller('Aoi');
    expect(await listed(owner, await newTrip(owner, { title: 'Kyoto' }))).toBe('Kyoto');
  });

  it('that could not be told of a creation are told by the alarm', async () => {
    const owner = await newCaller('Aoi');
    await breakLists();
    const trip = await newTrip(owner, { title: 'Kyoto' });
    await ringNext(trip);
    await mendLists();
    expect(await listed(owner, trip)).toBeNull();
    await ringNext(trip);
    expect(await listed(owner, trip)).toBe('Kyoto');
    expect(await inStorage(trip, ({ sql }) => sql.exec('SELECT name FROM timers').toArray())).toEqual([]);
  });

  it('that could not be told of an edit are told by a later alarm, however often it fails', async () => {
    const { owner, trip, client } = await ownerWithTrip();
    await breakLists();
    await client.edit((doc) => doc.getText('title').insert(0, 'To '));
    for (let i = 0; i < 5; i++) {
      await ringNext(trip);
      if (i === 2) await sleep(trip);
    }
    await mendLists();
    expect(await listed(owner, trip)).toBe('Kyoto');
    await ringNext(trip);
    expect(await listed(owner, trip)).toBe('To Kyoto');
    expect(client.isOpen).toBe(true);
  });

  it('are told after a crash between the edit and the telling', async () => {
    const { owner, trip, client } = await ownerWithTrip();
    await client.edit((doc) => doc.getText('title').insert(0, 'To '));
    await abortAllDurableObjects();
    expect(await listed(owner, trip)).toBe('Kyoto');
    await ringNext(trip);
    expect(await listed(owner, trip)).toBe('To Kyoto');
  });

  it('are told after a crash in the middle of the telling', async () => {
    const { owner, trip, client } = await ownerWithTrip();
    await client.edit((doc) => doc.getText('title').insert(0, 'To '));
    const batch = vi.spyOn(Object.getPrototypeOf(env.DB), 'batch').mockReturnValueOnce(new Promise(() => {}));
    passTime(projectionMs);
    await ringAlarm(trip);
    await vi.waitFor(() => expect(batch).toHaveBeenCalled());
    // Nobody may open the trip again: only an alarm can bring it back.
    expect(await inStorage(trip, (storage) => storage.getAlarm())).toBeGreaterThan(Date.now());
    await abortAllDurableObjects();
    expect(await listed(owner, trip)).toBe('Kyoto');
    await ringNext(trip);
    await expect.poll(() => listed(owner, trip)).toBe('To Kyoto');
  });

  it('are told of the next edit when a crash hid that they had been told', async () => {
    const { owner, trip, client } = await ownerWithTrip();
    await client.edit((doc) => doc.getText('title').insert(0, 'To '));
    const database = Object.getPrototypeOf(env.DB) as D1Database;
    const { batch } = database;
    const spy = vi.spyOn(database, 'batch').mockImplementationOnce(async function (this: D1Database, statements) {
      await batch.call(this, statements);
      return new Promise(() => {});
    });
    passTime(projectionMs);
    await ringAlarm(trip);
    await vi.waitFor(() => expect(spy).toHaveBeenCalled());
    await expect.poll(() => listed(owner, trip)).toBe('To Kyoto');
    await abortAllDurableObjects();
    const back = await DocumentClient.join(owner, trip);
    await back.edit((doc) => doc.getText('title').insert(0, 'Off '));
    passTime(projectionMs);
    await ringAlarm(trip);
    await expect.poll(() => listed(owner, trip)).toBe('Off To Kyoto');
  });

  it('hear of what came while they were being told', async () => {
    const { owner, trip, client } = await ownerWithTrip();
    await client.edit((doc) => doc.getText('title').insert(0, 'To '));
    let goOn: (value: D1Result[]) => void = () => {};
    const batch = vi.spyOn(Object.getPrototypeOf(env.DB), 'batch').mockReturnValueOnce(
      new Promise((resolve) => {
        goOn = resolve;
      }),
    );
    passTime(projectionMs);
    await ringAlarm(trip);
    await vi.waitFor(() => expect(batch).toHaveBeenCalled());
    await client.edit((doc) => doc.getText('title').insert(0, 'Off '));
    goOn([]);
    passTime(projectionMs);
    await ringAlarm(trip);
    await expect.poll(() => listed(owner, trip)).toBe('Off To Kyoto');
  });

  it('forget a trip that was deleted while they were away', async () => {
    const { owner, trip } = await ownerWithTrip();
    await breakLists();
    expect((await owner.call('DELETE', trip)).status).toBe(204);
    await mendLists();
    expect(await listed(owner, trip)).toBe('Kyoto');
    passTime(projectionMs);
    await ringAlarm(trip);
    await expect.poll(() => listed(owner, trip)).toBeNull();
  });

  it('know a member by the name of their latest token', async () => {
    const { owner, trip } = await ownerWithTrip();
    const ben = await newCaller('Ben');
    await owner.call('PUT', `${trip}/members/${ben.id}`, { role: 'editor', name: 'somebody' });
    await DocumentClient.join(ben, trip);
    const { collaborators } = (await owner.call('GET', trip)).body as { collaborators: { id: string; name: string }[] };
    expect(collaborators.find(({ id }) => id === ben.id)?.name).toBe('Ben');
    await ringNext(trip);
    expect(await listed(ben, trip)).toBe('Kyoto');
  });
});

describe('a crash', () => {
  it('loses nothing that was acknowledged or seen, and no version comes twice', async () => {
    const { owner, trip, client } = await ownerWithTrip();
    let doc = client.doc;
    let writer = client;
    const versions: number[] = [];
    for (let round = 0; round < 4; round++) {
      const reader = await DocumentClient.join(owner, trip);
      await writer.edit((edited) => edited.getText('title').insert(0, `${round}`));
      await reader.until(() => titleOf(reader).startsWith(`${round}`));
      versions.push(writer.of('saved').at(-1)?.version ?? 0);
      writer.doc.getText('title').insert(0, '?');
      await abortAllDurableObjects();
      doc = writer.doc;
      writer = await DocumentClient.join(owner, trip, { doc });
      const stored = await DocumentClient.join(owner, trip);
      expect(Y.encodeStateAsUpdate(stored.doc)).toEqual(Y.encodeStateAsUpdate(doc));
      stored.close();
    }
    expect(titleOf(writer)).toBe('?3?2?1?0Kyoto');
    expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
  });
});
