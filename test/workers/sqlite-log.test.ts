import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SqliteStorage } from '../../durable-objects/sqlite-storage';
import { ObjectTimers } from '../../durable-objects/timers';
import { type DurableTimer, durableTimers, type SoonTimer } from '../../src/documents/ports';
import type { Checkpoint, DocumentMeta, LogRow } from '../../src/documents/storage';
import { documentLimits as limits } from '../../src/protocol/limits';
import { describeStorage } from '../contract/log-contract';
import { newCaller, newTrip } from '../support/workers-caller';
import { DocumentClient, inStorage, objectOf, passTime, ringAlarm, sleep, stopClock } from '../support/workers-document';

afterEach(() => {
  vi.useRealTimers();
});

/** An object that nobody has used. */
function freshObject() {
  return env.TRIPS.getByName(crypto.randomUUID());
}

describeStorage('SQLite', (work) =>
  runInDurableObject(freshObject(), (_, { storage }) => work(() => new SqliteStorage(storage))),
);

const MiB = 1024 * 1024;

const meta: DocumentMeta = {
  id: 'trip',
  createdAtMs: 1,
  serverClient: 7,
  requestHash: 'hash',
  deletedAtMs: null,
  projectionWanted: 0,
  projectionDone: 0,
};

/** Runs a test on the SQLite of an object that nobody has used. */
function onFreshStorage(
  work: (storage: SqliteStorage, reread: () => SqliteStorage, raw: DurableObjectStorage) => void,
): Promise<void> {
  return runInDurableObject(freshObject(), (_, { storage: raw }) => {
    const storage = new SqliteStorage(raw);
    storage.transact(() => storage.meta.create(meta));
    work(storage, () => new SqliteStorage(raw), raw);
  });
}

/** Bytes that no compression makes smaller, and that differ everywhere. */
function noise(length: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = seed;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

/** The same with a digest in place of bytes, which is quicker to compare. */
function digested(value: unknown): unknown {
  if (value instanceof Uint8Array) return `${value.length} bytes ${createHash('sha256').update(value).digest('hex')}`;
  if (Array.isArray(value)) return value.map(digested);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, digested(inner)]));
}

function row(version: number, bytes: Uint8Array = Uint8Array.of(version)): LogRow {
  return { version, atMs: version * 10, actor: 'aoi', session: 's', kind: 'edit', touched: ['/title'], bytes };
}

function checkpointAt(version: number, state: Uint8Array): Checkpoint {
  return { version, state, stateVector: noise(3), deletes: noise(2) };
}

/** Names of the tables that are ours. */
function tablesOf({ sql }: DurableObjectStorage): string[] {
  return sql
    .exec<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'")
    .toArray()
    .map(({ name }) => name);
}

function countRows({ sql }: DurableObjectStorage, table: string): number {
  return sql.exec<{ count: number }>(`SELECT count(*) AS count FROM ${table}`).one().count;
}

/** How many rows each table has that has any. */
function rowsOf(raw: DurableObjectStorage): Record<string, number> {
  const tables = tablesOf(raw).filter((table) => table !== 'sqlite_sequence');
  return Object.fromEntries(tables.map((table) => [table, countRows(raw, table)] as const).filter(([, count]) => count > 0));
}

describe('long bytes', () => {
  it.each([0, 1, MiB - 1, MiB, MiB + 1, 2 * MiB, 2 * MiB + 1, 5 * MiB + 3])(
    'a row of %d bytes comes back whole',
    async (length) => {
      await onFreshStorage((storage, reread) => {
        const rows = [row(1), row(2, noise(length)), row(3)];
        storage.transact(() => storage.log.append(rows));
        expect(digested(reread().log.tail())).toEqual(digested(rows));
        expect(digested(reread().log.rows(1, 2))).toEqual(digested([rows[1]]));
        for (const log of [storage.log, reread().log]) {
          expect(log.tailSize()).toEqual({ rows: 3, bytes: length + 2 });
          expect(log.storedBytes()).toBe(length + 2);
        }
      });
    },
  );

  it.each([MiB, 3 * MiB + 1])('a checkpoint of %d bytes and the pack below it come back whole', async (length) => {
    await onFreshStorage((storage, reread) => {
      const rows = [row(1, noise(length, 2)), row(2, noise(10)), row(3)];
      storage.transact(() => storage.log.append(rows));
      const checkpoint = checkpointAt(2, noise(length));
      storage.transact(() => storage.log.compact(checkpoint));
      const { log } = reread();
      expect(digested(log.checkpoint())).toEqual(digested(checkpoint));
      expect(digested(log.rows(0, 3))).toEqual(digested(rows));
      expect(digested(log.tail())).toEqual(digested([rows[2]]));
    });
  });

  it('that are a view of longer bytes are stored without the rest', async () => {
    await onFreshStorage((storage, reread) => {
      const whole = noise(3 * MiB);
      const rows = [row(1, whole.subarray(5, 9)), row(2, whole.subarray(7, 2 * MiB))];
      storage.transact(() => storage.log.append(rows));
      storage.transact(() => storage.log.compact(checkpointAt(1, whole.subarray(1, 2 * MiB))));
      expect(digested(reread().log.tail())).toEqual(digested([row(2, whole.slice(7, 2 * MiB))]));
      expect(digested(reread().log.checkpoint()?.state)).toEqual(digested(whole.slice(1, 2 * MiB)));
    });
  });

  it('are gone when their row is packed and their checkpoint is dropped', async () => {
    await onFreshStorage((storage, _, { sql }) => {
      for (const version of [1, 2, 3]) {
        storage.transact(() => storage.log.append([row(version, noise(2 * MiB, version))]));
        // A state that is larger than the log between: the checkpoint before it need not stay.
        storage.transact(() => storage.log.compact(checkpointAt(version, noise(5 * MiB, version))));
      }
      const kept = sql.exec("SELECT DISTINCT kind, version FROM chunks WHERE kind IN ('row', 'state')").toArray();
      const checkpoints = sql.exec("SELECT 'state' AS kind, version FROM checkpoints").toArray();
      expect(kept).toEqual(checkpoints);
      expect(storage.log.rows(0, 3)).toHaveLength(3);
    });
  });
});

describe('a transaction that fails', () => {
  const failing = (storage: SqliteStorage, work: () => void) =>
    expect(() =>
      storage.transact(() => {
        work();
        throw new Error('no');
      }),
    ).toThrow('no');

  it('leaves the log, its head and its tail as they were', async () => {
    await onFreshStorage((storage) => {
      storage.transact(() => storage.log.append([row(1)]));
      expect([storage.log.head(), storage.log.tailSize()]).toEqual([1, { rows: 1, bytes: 1 }]);
      failing(storage, () => storage.log.append([row(2), row(3, noise(2 * MiB))]));
      expect([storage.log.head(), storage.log.tailSize(), storage.log.lastAtMs()]).toEqual([1, { rows: 1, bytes: 1 }, 10]);
      expect(storage.log.tail()).toEqual([row(1)]);
      expect(storage.log.storedBytes()).toBe(1);
      storage.transact(() => storage.log.append([row(2)]));
      expect(storage.log.head()).toBe(2);
    });
  });

  it('leaves no half of a compaction', async () => {
    await onFreshStorage((storage) => {
      storage.transact(() => storage.log.append([row(1), row(2)]));
      failing(storage, () => storage.log.compact(checkpointAt(2, noise(2 * MiB))));
      expect(storage.log.checkpoint()).toBeNull();
      expect(storage.log.tail()).toEqual([row(1), row(2)]);
      storage.transact(() => storage.log.compact(checkpointAt(2, noise(9))));
      expect(storage.log.tailSize()).toEqual({ rows: 0, bytes: 0 });
      expect(storage.log.head()).toBe(2);
    });
  });

  it('because SQLite refuses one row keeps none of them', async () => {
    await onFreshStorage((storage, reread, { sql }) => {
      sql.exec("CREATE TRIGGER full BEFORE INSERT ON log WHEN new.version = 3 BEGIN SELECT RAISE(ABORT, 'disk full'); END");
      expect(() => storage.transact(() => storage.log.append([row(1), row(2), row(3)]))).toThrow('disk full');
      for (const { log } of [storage, reread()]) expect([log.head(), log.tail()]).toEqual([0, []]);
    });
  });

  it('leaves the small tables as they were', async () => {
    await onFreshStorage((storage) => {
      const aoi = { id: 'aoi', name: 'Aoi', avatar: null, role: 'owner' } as const;
      storage.transact(() => storage.members.put(aoi));
      failing(storage, () => {
        storage.members.put({ ...aoi, role: 'viewer' });
        storage.members.put({ ...aoi, id: 'ben' });
        storage.replicas.bind(1, 'aoi', 1);
        storage.replacements.add({ client: 1, clock: 1, element: 'a', serverClock: 1 });
        storage.absences.put({ client: 1, person: 'aoi', state: '{}', untilMs: 1 });
        storage.meta.update({ projectionWanted: 9 });
      });
      expect(storage.members.all()).toEqual([aoi]);
      expect(storage.replicas.owner(1)).toBeNull();
      expect(storage.replacements.all()).toEqual([]);
      expect(storage.absences.all()).toEqual([]);
      expect(storage.meta.read()).toEqual(meta);
    });
  });

  it('leaves the timers as they were: a timer that was set in it can be set again', async () => {
    await runInDurableObject(freshObject(), async (_, { storage: raw }) => {
      const storage = new SqliteStorage(raw);
      storage.transact(() => storage.meta.create(meta));
      const rung: (SoonTimer | DurableTimer)[] = [];
      const timers = new ObjectTimers<SoonTimer, DurableTimer>(raw, durableTimers, (timer) => rung.push(timer));
      failing(storage, () => timers.at('projection', 5_000));
      expect(await raw.getAlarm()).toBeNull();
      const afterMs = Date.now() + 60_000;
      timers.at('projection', afterMs);
      expect(await raw.getAlarm()).toBe(afterMs);
      await timers.ringDue(afterMs - 1);
      expect(rung).toEqual([]);
      await timers.ringDue(afterMs);
      expect(rung).toEqual(['projection']);
    });
  });
});

describe('the timers', () => {
  it('share one alarm, that of the first of them, and a cancelled one takes it along', async () => {
    await runInDurableObject(freshObject(), async (_, { storage: raw }) => {
      const storage = new SqliteStorage(raw);
      storage.transact(() => storage.meta.create(meta));
      const rung: string[] = [];
      const timers = new ObjectTimers(raw, durableTimers, (timer) => rung.push(timer));
      const start = Date.now() + 60_000;
      timers.at('expiry', start + 2);
      timers.at('purge', start + 3);
      expect(await raw.getAlarm()).toBe(start + 2);
      timers.at('absences', start + 1);
      timers.at('absences', start + 9);
      expect(await raw.getAlarm()).toBe(start + 1);
      timers.at('absences', null);
      expect(await raw.getAlarm()).toBe(start + 2);
      // The platform has consumed the alarm by the time it rings.
      await raw.deleteAlarm();
      await timers.ringDue(start + 2);
      expect([rung, await raw.getAlarm()]).toEqual([['expiry'], start + 3]);
      timers.at('purge', null);
      expect(await raw.getAlarm()).toBeNull();
    });
  });

  it('set the alarm only when it is another one, or may be lost', async () => {
    await runInDurableObject(freshObject(), (_, { storage: raw }) => {
      const storage = new SqliteStorage(raw);
      storage.transact(() => storage.meta.create(meta));
      const alarms: number[] = [];
      const counted = {
        sql: raw.sql,
        setAlarm: async (atMs: number) => void alarms.push(atMs),
        deleteAlarm: async () => {},
      } as unknown as DurableObjectStorage;
      const timers = new ObjectTimers(counted, durableTimers, () => {});
      const start = Date.now() + 60_000;
      timers.at('expiry', start + 2);
      timers.at('purge', start + 3);
      timers.at('absences', start + 4);
      timers.at('absences', null);
      expect(alarms).toEqual([start + 2]);
      timers.at('expiry', null);
      expect(alarms).toEqual([start + 2, start + 3]);
      timers.at('projection', 5);
      timers.at('locks', start);
      expect(alarms).toEqual([start + 2, start + 3, 5, 5]);
    });
  });
});

describe('the log', () => {
  it('has no gaps and no second row of a version', async () => {
    await onFreshStorage((storage) => {
      storage.transact(() => storage.log.append([row(1)]));
      for (const versions of [[1], [3], [2, 4], [2, 2]]) {
        expect(() => storage.transact(() => storage.log.append(versions.map((version) => row(version))))).toThrow(
          'expects version',
        );
      }
      expect(storage.log.tail()).toEqual([row(1)]);
    });
  });

  it('survives the object', async () => {
    const owner = await newCaller('Aoi');
    const trip = await newTrip(owner, { title: 'Kyoto' });
    const before = await inStorage(trip, (raw) => new SqliteStorage(raw).log.tail());
    await evictDurableObject(objectOf(trip));
    const after = await inStorage(trip, (raw) => new SqliteStorage(raw).log.tail());
    expect(after).toEqual(before);
    expect(after).toHaveLength(1);
  });
});

describe('a document that nobody has created', () => {
  it('[N3] has no tables and no alarm, whoever asks for it', async () => {
    const aoi = await newCaller('Aoi');
    const trip = '/v1/trips/01a20179-c27d-7361-9c64-4c1e11ce318d';
    const secret = 'x'.repeat(43);
    const [ticket, invitation] = [`tkt_${secret}`, `${trip.slice('/v1/trips/'.length)}.${secret}`];
    for (const [method, path] of [
      ['GET', trip],
      ['DELETE', trip],
      ['GET', `${trip}/members`],
      ['GET', `${trip}/presence`],
      ['GET', `${trip}/invites`],
      ['DELETE', `${trip}/invites/x`],
      ['GET', `/v1/invites/${invitation}`],
      ['POST', `/v1/invites/${invitation}/accept`],
    ] as const) {
      expect((await aoi.call(method, path)).status, path).toBe(404);
    }
    expect((await aoi.call('POST', `${trip}/invites`, { role: 'viewer' })).status).toBe(404);
    expect((await aoi.call('POST', '/v1/tickets', { document: trip.slice('/v1/'.length) })).status).toBe(404);
    expect((await aoi.call('PUT', `${trip}/members/ben`, { role: 'viewer' })).status).toBe(404);
    expect((await aoi.call('PATCH', trip, {}, { 'content-type': 'application/merge-patch+json', 'if-match': '*' })).status).toBe(
      404,
    );
    const octets = { authorization: `Ticket ${ticket}` };
    expect((await aoi.call('POST', `${trip}/sync`, Uint8Array.of(1, 0, 0), octets)).status).toBe(401);
    for (const [token, query] of [
      [aoi.token, {}],
      [null, {}],
      [null, { ticket }],
    ] as const) {
      expect(await (await DocumentClient.open(token, trip, { query })).closed).toEqual([4404, 'no such document']);
    }
    await inStorage(trip, async (raw) => {
      expect(tablesOf(raw)).toEqual([]);
      expect(await raw.getAlarm()).toBeNull();
      expect(new SqliteStorage(raw).meta.read()).toBeNull();
    });
  });
});

describe('a document that was created by an older version', () => {
  const firstTables = new Set([
    ...['sqlite_sequence', 'meta', 'chunks', 'log', 'packs', 'checkpoints', 'timers'],
    ...['members', 'replicas', 'replacements', 'absences'],
  ]);

  /** Takes a trip back to the tables of the first version. */
  async function makeOld(trip: string): Promise<void> {
    await inStorage(trip, (raw) => {
      for (const table of tablesOf(raw)) if (!firstTables.has(table)) raw.sql.exec(`DROP TABLE ${table}`);
      raw.sql.exec('UPDATE meta SET schema = 1');
    });
    await sleep(trip);
  }

  async function schemaOf(trip: string): Promise<unknown> {
    return inStorage(trip, ({ sql }) => [
      sql.exec('SELECT schema FROM meta').one(),
      sql.exec("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE '\\_cf%' ESCAPE '\\' ORDER BY name").toArray(),
    ]);
  }

  it('gets the tables of today when it wakes, and keeps what it has', async () => {
    const owner = await newCaller('Aoi');
    const trip = await newTrip(owner, { title: 'Kyoto' });
    const today = await schemaOf(trip);
    const before = (await owner.call('GET', trip)).body;
    await makeOld(trip);
    const ticket = await owner.call('POST', '/v1/tickets', { document: trip.slice('/v1/'.length) });
    expect(ticket.status).toBe(201);
    expect((await owner.call('POST', `${trip}/invites`, { role: 'viewer' })).status).toBe(201);
    expect((await owner.call('GET', trip)).body).toEqual(before);
    expect(await schemaOf(trip)).toEqual(today);
  });

  it('keeps its open sockets meanwhile', async () => {
    const owner = await newCaller('Aoi');
    const trip = await newTrip(owner);
    const client = await DocumentClient.join(owner, trip);
    await makeOld(trip);
    await client.edit((doc) => doc.getText('title').insert(0, 'Kyoto'));
    expect((await owner.call('GET', `${trip}/invites`)).body).toEqual({ invites: [] });
    client.close();
  });

  it('is brought up to date once', async () => {
    const owner = await newCaller('Aoi');
    const trip = await newTrip(owner);
    await makeOld(trip);
    await owner.call('POST', `${trip}/invites`, { role: 'viewer' });
    await sleep(trip);
    expect((await owner.call('GET', `${trip}/invites`)).body.invites).toHaveLength(1);
  });

  it('that was deleted stays deleted', async () => {
    const owner = await newCaller('Aoi');
    const trip = await newTrip(owner);
    await owner.call('DELETE', trip);
    await makeOld(trip);
    expect((await owner.call('GET', trip)).status).toBe(404);
    expect((await owner.call('POST', `${trip}/invites`, { role: 'viewer' })).status).toBe(404);
  });
});

describe('a purge', () => {
  it('comes long after the deletion and leaves nothing but the fact', async () => {
    stopClock();
    const owner = await newCaller('Aoi');
    const key = { 'idempotency-key': 'once' };
    const { body } = await owner.call('POST', '/v1/trips', { title: 'Kyoto' }, key);
    const trip = `/v1/trips/${body.id}`;
    const client = await DocumentClient.join(owner, trip);
    await client.edit((doc) => doc.getText('description').insert(0, 'x'.repeat(limits.compactAfterBytes + 1)));
    expect((await owner.call('DELETE', trip)).status).toBe(204);
    passTime(limits.purgeAfterMs - 1);
    await ringAlarm(trip);
    expect(await inStorage(trip, rowsOf)).toMatchObject({ members: 1, meta: 1 });
    passTime(1);
    await ringAlarm(trip);
    // The lists have yet to be told that there is nothing any more.
    expect(await inStorage(trip, rowsOf)).toEqual({ meta: 1, timers: 1 });
    passTime(1_000);
    await ringAlarm(trip);
    const left = { meta: 1 };
    await expect.poll(() => inStorage(trip, rowsOf)).toEqual(left);
    expect(await (await DocumentClient.open(owner.token, trip)).closed).toEqual([4404, 'document deleted']);
    expect((await owner.call('GET', trip)).status).toBe(404);
    expect((await owner.call('POST', '/v1/trips', { title: 'Kyoto' }, key)).status).not.toBe(201);
    expect(await inStorage(trip, rowsOf)).toEqual(left);
  });
});
