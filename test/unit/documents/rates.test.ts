import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FlushWindow } from '../../../src/documents/flush-window';
import { documentLimits as limits } from '../../../src/protocol/limits';
import { TokenBucket } from '../../../src/protocol/token-bucket';

describe('a token bucket', () => {
  it('[L3][L4] never gives more than its burst and its rate', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 500 }), { maxLength: 300 }), (gaps) => {
        const bucket = new TokenBucket(30, 100, 0);
        let nowMs = 0;
        let taken = 0;
        for (const gap of gaps) {
          nowMs += gap;
          if (bucket.take(nowMs)) taken++;
          expect(taken).toBeLessThanOrEqual(100 + (nowMs * 30) / 1000);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('[L3] says when there will be room, neither too early nor much too late', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1, max: 120 }), (takes, count) => {
        const bucket = new TokenBucket(30, 100, 0);
        for (let i = 0; i < takes; i++) bucket.take(0);
        const waitMs = bucket.msUntil(count, 0);
        const needed = Math.min(count, 100);
        let there = 0;
        while (bucket.take(waitMs)) there++;
        expect(there).toBeGreaterThanOrEqual(needed);
        if (waitMs > 0) expect(there).toBeLessThanOrEqual(needed + 1);
      }),
    );
  });

  it('is not confused by a clock that goes back', () => {
    const bucket = new TokenBucket(1, 1, 10_000);
    expect(bucket.take(10_000)).toBe(true);
    expect(bucket.take(0)).toBe(false);
    expect(bucket.take(500)).toBe(false);
  });
});

describe('the flush window', () => {
  it('[W1] is none on a quiet document', () => {
    const window = new FlushWindow();
    for (let nowMs = 0; nowMs < 10_000; nowMs += 250) {
      expect(window.arrive(nowMs, 3)).toBe(0);
      window.flushed(nowMs);
    }
  });

  it('[W1] is never longer than its limit, counted from the last flush', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 60 }), fc.nat({ max: 500 })), { maxLength: 200 }), (arrivals) => {
        const window = new FlushWindow();
        let nowMs = 1_000;
        let lastMs = 0;
        for (const [gap, readers] of arrivals) {
          nowMs += gap;
          const delayMs = window.arrive(nowMs, readers);
          expect(delayMs).toBeGreaterThanOrEqual(0);
          expect(nowMs + delayMs).toBeLessThanOrEqual(Math.max(nowMs, lastMs + limits.maxWindowMs));
          if (delayMs === 0) {
            window.flushed(nowMs);
            lastMs = nowMs;
          }
        }
      }),
    );
  });

  it('[W1] opens on a busy document, and closes when it becomes quiet', () => {
    const window = new FlushWindow();
    let nowMs = 0;
    for (let i = 0; i < 200; i++) {
      nowMs += 10;
      if (window.arrive(nowMs, 100) === 0) window.flushed(nowMs);
    }
    expect(window.arrive(nowMs, 100)).toBeGreaterThan(0);
    window.flushed(nowMs);
    expect(window.arrive(nowMs + 1, 100)).toBeGreaterThan(limits.maxWindowMs / 2);
    window.flushed(nowMs + 60_000);
    expect(window.arrive(nowMs + 60_000, 100)).toBe(0);
  });
});
