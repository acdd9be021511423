import { describe, expect, it } from 'vitest';
import { RecentRows } from '../../../../src/documents/operations/recent-rows';
import type { LogRow } from '../../../../src/documents/storage';

const row = (version: number): LogRow => ({
  version,
  atMs: 0,
  actor: 'anna',
  session: 's',
  kind: 'op',
  touched: [],
  bytes: new Uint8Array(),
});

describe('rows before a version', () => {
  const all = Array.from({ length: 20 }, (_, index) => row(index + 1));
  let reads: (readonly [number, number])[] = [];
  const log = {
    head: () => all.length,
    rows: (after: number, upTo: number) => {
      reads.push([after, upTo]);
      return all.slice(after, upTo);
    },
  };
  const versions = (rows: Iterable<LogRow>): number[] => [...rows].map(({ version }) => version);

  it('come newest first, from memory as long as they are there', () => {
    reads = [];
    const recent = new RecentRows(log);
    recent.stored(all.slice(15));
    expect(versions(recent.before(20, 4))).toEqual([19, 18, 17, 16]);
    expect(reads).toEqual([]);
    expect(versions(recent.before(19, 6))).toEqual([18, 17, 16, 15, 14, 13]);
    expect(reads).toEqual([[12, 15]]);
    for (const { version } of recent.before(20, 1_000)) if (version === 17) break;
    expect(reads).toHaveLength(1);
  });

  it('come from the log where memory has nothing', () => {
    reads = [];
    const recent = new RecentRows(log);
    expect(versions(recent.before(3, 1_000))).toEqual([2, 1]);
    recent.stored(all.slice(15));
    expect(versions(recent.before(5, 2))).toEqual([4, 3]);
    expect(versions(recent.before(1, 10))).toEqual([]);
    expect(reads).toEqual([
      [0, 2],
      [2, 4],
    ]);
  });

  it('are not kept for ever, and for longer where there are operations', () => {
    let head = 0;
    const recent = new RecentRows({ head: () => head, rows: () => [] });
    const store = (count: number): void => {
      for (let index = 0; index < count; index++) recent.stored([row(++head)]);
    };
    const kept = (): number => [...recent.before(head + 1, 10_000)].length;
    store(3_000);
    expect([kept() >= 256, kept() <= 512]).toEqual([true, true]);
    recent.after(head - 1);
    store(3_000);
    expect([kept() >= 1_024, kept() <= 2_048]).toEqual([true, true]);
  });

  it('that are large are fewer', () => {
    let head = 0;
    const recent = new RecentRows({ head: () => head, rows: () => [] });
    for (let index = 0; index < 100; index++) recent.stored([{ ...row(++head), bytes: new Uint8Array(100_000) }]);
    const kept = [...recent.before(head + 1, 10_000)].length;
    expect([kept > 8, kept <= 20]).toEqual([true, true]);
  });
});
