import { runInDurableObject } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { SqliteStorage } from '../../durable-objects/sqlite-storage';
import { ObjectTimers } from '../../durable-objects/timers';
import { durableTimers } from '../../src/documents/ports';
import { freshObject, meta } from '../support/workers-storage';

function unexpected(_timer: string, error: unknown): void {
  throw error;
}

describe('the timers', () => {
  it('share one alarm, that of the first of them, and a cancelled one takes it along', async () => {
    await runInDurableObject(freshObject(), async (_, { storage: raw }) => {
      const storage = new SqliteStorage(raw);
      storage.transact(() => storage.meta.create(meta));
      const rung: string[] = [];
      const timers = new ObjectTimers(raw, durableTimers, (timer) => rung.push(timer), unexpected);
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

  it('may be further ahead than an alarm can be: it rings for nothing, and is set again', async () => {
    await runInDurableObject(freshObject(), async (_, { storage: raw }) => {
      const storage = new SqliteStorage(raw);
      storage.transact(() => storage.meta.create(meta));
      const rung: string[] = [];
      const timers = new ObjectTimers(raw, durableTimers, (timer) => rung.push(timer), unexpected);
      // Where tokens are to be good for ever, this is what they say, in seconds.
      timers.at('expiry', 9_999_999_999_000);
      const alarmMs = await raw.getAlarm();
      expect(alarmMs).toBeGreaterThan(Date.now());
      await raw.deleteAlarm();
      await timers.ringDue(alarmMs ?? 0);
      expect(await raw.getAlarm()).toBeGreaterThan(Date.now());
      expect(rung).toEqual([]);
      timers.at('purge', Date.now() + 60_000);
      expect(await raw.getAlarm()).toBeLessThanOrEqual(Date.now() + 60_000);
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
      const timers = new ObjectTimers(counted, durableTimers, () => {}, unexpected);
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

  it('that throw ring again, later each time and after a restart, until they do not; the others ring meanwhile', async () => {
    await runInDurableObject(freshObject(), async (_, { storage: raw }) => {
      const [rung, told]: [string[], string[]] = [[], []];
      let isBroken = true;
      // Each time another instance, as after an eviction: nothing may be in memory only.
      const timers = () =>
        new ObjectTimers(
          raw,
          durableTimers,
          (timer) => {
            rung.push(timer);
            // What it sets itself before it throws must not have it spin.
            if (timer === 'notices') timers().at('notices', Date.now());
            if (timer === 'notices' && isBroken) throw new Error('a bug');
          },
          (timer, error) => void told.push(`${timer}: ${(error as Error).message}`),
        );
      let nowMs = Date.now() + 60_000;
      timers().at('notices', nowMs);
      timers().at('reminders', nowMs);
      const waits: number[] = [];
      for (let call = 0; call < 10; call++) {
        await timers().ringDue(nowMs);
        const atMs = (await raw.getAlarm()) as number;
        waits.push(atMs - nowMs);
        await timers().ringDue(atMs - 1);
        nowMs = atMs;
      }
      expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 600, 600, 600].map((seconds) => seconds * 1000));
      expect(rung).toEqual(['notices', 'reminders', ...Array(9).fill('notices')]);
      expect(told).toEqual(Array(10).fill('notices: a bug'));
      isBroken = false;
      await timers().ringDue(nowMs);
      isBroken = true;
      await timers().ringDue(nowMs);
      expect(await raw.getAlarm()).toBe(nowMs + 5_000);
      await raw.deleteAlarm();
    });
  });

  it('that throw are set again also when nobody can take what they threw', async () => {
    await runInDurableObject(freshObject(), async (_, { storage: raw }) => {
      const broken = () => {
        throw new Error('a bug');
      };
      const timers = new ObjectTimers(raw, durableTimers, broken, unexpected);
      const nowMs = Date.now() + 60_000;
      timers.at('notices', nowMs);
      await expect(timers.ringDue(nowMs)).rejects.toThrow('a bug');
      // The platform calls an alarm again that rejected.
      await timers.ringDue(nowMs);
      expect(await raw.getAlarm()).toBe(nowMs + 5_000);
      await raw.deleteAlarm();
    });
  });
});
