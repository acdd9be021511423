import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { SqliteStorage } from '../../durable-objects/sqlite-storage';
import { ObjectTimers } from '../../durable-objects/timers';
import { type DurableTimer, durableTimers, type SoonTimer } from '../../src/documents/ports';
import type { Checkpoint, LogRow } from '../../src/documents/storage';
import { describeStorage } from '../contract/log-contract';
import { newCaller, newTrip } from '../support/workers-caller';
import { inStorage, objectOf } from '../support/workers-document';
import { freshObject, meta, onFreshStorage } from '../support/workers-storage';

describeStorage('SQLite', (work) =>
  runInDurableObject(freshObject(), (_, { storage }) => work(() => new SqliteStorage(storage))),
);

const MiB = 1024 * 1024;

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

  it('of a conflict are in parts as well, and gone with it', async () => {
    await onFreshStorage((storage, _reread, raw) => {
      const body = '京'.repeat(MiB);
      const conflict = { id: 'a', atMs: 1, isOpen: true, path: '/notes', body };
      storage.transact(() => storage.conflicts.put(conflict));
      const longest = (column: string, table: string) =>
        raw.sql.exec<{ most: number }>(`SELECT max(length(CAST(${column} AS BLOB))) AS most FROM ${table}`).one().most;
      expect(longest('body', 'conflicts')).toBeLessThan(MiB);
      expect(longest('bytes', 'chunks')).toBe(MiB);
      expect(storage.conflicts.find('a')).toEqual(conflict);
      storage.transact(() => storage.conflicts.forget(2, 9));
      expect(raw.sql.exec('SELECT * FROM chunks').toArray()).toEqual([]);
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
      const timers = new ObjectTimers<SoonTimer, DurableTimer>(
        raw,
        durableTimers,
        (timer) => rung.push(timer),
        (_, error) => {
          throw error;
        },
      );
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
