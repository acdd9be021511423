import { runInDurableObject } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { SqliteStorage } from '../../durable-objects/sqlite-storage';
import { ObjectTimers } from '../../durable-objects/timers';
import { durableTimers } from '../../src/documents/ports';
import { freshObject, meta } from '../support/workers-storage';

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
