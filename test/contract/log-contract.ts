import { describe, expect } from 'vitest';
import type { LogRow } from '../../src/documents/storage';
import { bound, checkpoint, checkWith, row, rows, type WithStorage } from './contract-document';
import { describeFacts } from './facts-contract';

const versionsOf = (found: readonly LogRow[]): number[] => found.map(({ version }) => version);

/** The contract of {@link DocumentStorage}, for every implementation of it. */
export function describeStorage(name: string, withStorage: WithStorage): void {
  const check = checkWith(withStorage);
  describe(`${name}: log`, () => {
    check('is empty at first', (open) => {
      const { log } = open();
      expect(log.head()).toBe(0);
      expect(log.lastAtMs()).toBeNull();
      expect(log.checkpoint()).toBeNull();
      expect(log.tail()).toEqual([]);
      expect(log.tailSize()).toEqual({ rows: 0, bytes: 0 });
      expect(log.rows(0, 10)).toEqual([]);
    });

    check('answers rows as they were appended, in order, also after it was opened again', (open) => {
      const written = [
        row(1),
        row(2, 5, { actor: 'ベン 🗼', kind: 'op', touched: ['/itinerary/@a/title', '/notes'] }),
        row(3, 1),
      ];
      const { log, transact } = bound(open());
      transact(() => log.append(written));
      for (const found of [log, open().log]) {
        expect(found.tail()).toEqual(written);
        expect(found.head()).toBe(3);
        expect(found.lastAtMs()).toBe(1_003);
        expect(found.tailSize()).toEqual({ rows: 3, bytes: 9 });
      }
    });

    check('[W2] refuses a version that does not continue the head, and keeps nothing of that append', (open) => {
      const { log, transact } = bound(open());
      expect(() => transact(() => log.append([row(2)]))).toThrow();
      transact(() => log.append([row(1)]));
      expect(() => transact(() => log.append([row(1)]))).toThrow();
      expect(() => transact(() => log.append([row(2), row(4)]))).toThrow();
      expect(versionsOf(open().log.tail())).toEqual([1]);
      expect(log.head()).toBe(1);
    });

    check('stores exactly the bytes of a view', (open) => {
      const frame = Uint8Array.of(9, 9, 1, 2, 3, 9, 9);
      const { log, transact } = bound(open());
      transact(() => log.append([row(1, 0, { bytes: frame.subarray(2, 5) })]));
      expect([...(open().log.tail()[0]?.bytes ?? [])]).toEqual([1, 2, 3]);
    });

    check('answers any range of rows', (open) => {
      const { log, transact } = bound(open());
      transact(() => log.append(rows(1, 10)));
      expect(versionsOf(log.rows(3, 7))).toEqual([4, 5, 6, 7]);
      expect(versionsOf(log.rows(9, 99))).toEqual([10]);
      expect(log.rows(10, 99)).toEqual([]);
    });

    check('[W4] forgets a transaction that failed, in memory too', (open) => {
      const { log, transact } = bound(open());
      transact(() => log.append(rows(1, 2)));
      expect(() =>
        transact(() => {
          log.append(rows(3, 5));
          throw new Error('disk full');
        }),
      ).toThrow('disk full');
      expect(log.head()).toBe(2);
      expect(log.tailSize()).toEqual({ rows: 2, bytes: 6 });
      transact(() => log.append([row(3)]));
      expect(versionsOf(open().log.tail())).toEqual([1, 2, 3]);
    });

    check('takes rows and checkpoints of more than 2 MiB', (open) => {
      const { log, transact } = bound(open());
      const large = row(1, 2 * 1024 * 1024 + 4_097);
      transact(() => log.append([large, row(2)]));
      expect(same(open().log.tail()[0]?.bytes, large.bytes)).toBe(true);
      const state = checkpoint(2, 3 * 1024 * 1024);
      transact(() => log.compact(state));
      expect(same(open().log.checkpoint()?.state, state.state)).toBe(true);
      expect(same(open().log.rows(0, 1)[0]?.bytes, large.bytes)).toBe(true);
      expect(open().log.tail()).toEqual([]);
    });
  });

  describe(`${name}: compaction`, () => {
    check('keeps every row, lowers nothing, and empties the tail', (open) => {
      const { log, transact } = bound(open());
      const written = rows(1, 6);
      transact(() => log.append(written));
      transact(() => log.compact(checkpoint(6)));
      for (const found of [log, open().log]) {
        expect(found.head()).toBe(6);
        expect(found.lastAtMs()).toBe(1_006);
        expect(found.tail()).toEqual([]);
        expect(found.tailSize()).toEqual({ rows: 0, bytes: 0 });
        expect(found.rows(0, 6)).toEqual(written);
        expect(versionsOf(found.rows(2, 4))).toEqual([3, 4]);
        expect(found.checkpoint()).toEqual(checkpoint(6));
      }
    });

    check('goes on behind a checkpoint, and answers ranges over packs and tail', (open) => {
      const { log, transact } = bound(open());
      transact(() => log.append(rows(1, 3)));
      transact(() => log.compact(checkpoint(3)));
      transact(() => log.append(rows(4, 5)));
      expect(versionsOf(log.tail())).toEqual([4, 5]);
      expect(log.tailSize()).toEqual({ rows: 2, bytes: 6 });
      transact(() => log.compact(checkpoint(5)));
      transact(() => log.append([row(6)]));
      expect(versionsOf(open().log.rows(0, 6))).toEqual([1, 2, 3, 4, 5, 6]);
      expect(versionsOf(open().log.rows(2, 4))).toEqual([3, 4]);
      expect(() => transact(() => log.append([row(6)]))).toThrow();
    });

    check('without rows behind the last checkpoint changes nothing', (open) => {
      const { log, transact } = bound(open());
      transact(() => log.append(rows(1, 2)));
      transact(() => log.compact(checkpoint(2)));
      transact(() => log.compact(checkpoint(2)));
      expect(versionsOf(log.rows(0, 2))).toEqual([1, 2]);
      expect(log.checkpoint()?.version).toBe(2);
    });

    check('that fails leaves the log as it was', (open) => {
      const { log, transact } = bound(open());
      transact(() => log.append(rows(1, 3)));
      expect(() =>
        transact(() => {
          log.compact(checkpoint(3));
          throw new Error('disk full');
        }),
      ).toThrow('disk full');
      expect(versionsOf(log.tail())).toEqual([1, 2, 3]);
      expect(log.tailSize()).toEqual({ rows: 3, bytes: 9 });
      expect(log.checkpoint()).toBeNull();
      expect(log.head()).toBe(3);
    });

    check('answers the newest checkpoint at or before a version', (open) => {
      const { log, transact } = bound(open());
      for (const last of [2, 4, 6]) {
        transact(() => log.append(rows(last - 1, last, 100)));
        transact(() => log.compact(checkpoint(last, 10)));
      }
      expect([1, 2, 3, 4, 5, 6, 99].map((version) => log.checkpoint(version)?.version ?? null)).toEqual([null, 2, 2, 4, 4, 6, 6]);
    });

    check('drops a checkpoint when replaying the rows around it costs no more than loading it', (open) => {
      const { log, transact } = bound(open());
      for (let version = 1; version <= 20; version++) {
        transact(() => log.append([row(version, 10)]));
        transact(() => log.compact(checkpoint(version, 60)));
      }
      const kept = new Set(Array.from({ length: 20 }, (_, index) => log.checkpoint(index + 1)?.version ?? 0));
      expect(kept.has(20)).toBe(true);
      expect(kept.size).toBeLessThan(8);
      expect(versionsOf(open().log.rows(0, 20))).toEqual(versionsOf(rows(1, 20)));
    });

    check('counts stored bytes once', (open) => {
      const { log, transact } = bound(open());
      const mib = 1024 * 1024;
      transact(() => log.append([row(1, 2 * mib)]));
      expect(log.storedBytes()).toBeGreaterThanOrEqual(2 * mib);
      expect(log.storedBytes()).toBeLessThan(2.1 * mib);
    });
  });

  describeFacts(name, check);
}

/** Compares long bytes without printing them. */
function same(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && a.length === b.length && a.every((byte, index) => byte === b[index]);
}
