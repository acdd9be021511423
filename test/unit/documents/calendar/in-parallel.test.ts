import { describe, expect, it } from 'vitest';
import { inParallel } from '../../../../durable-objects/in-parallel';

describe('doing things in parallel', () => {
  it('does each, never more than so many at the same time, and answers in their order', async () => {
    const waiting: (() => void)[] = [];
    let most = 0;
    const done = inParallel([1, 2, 3, 4, 5], 2, async (thing) => {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        most = Math.max(most, waiting.length);
      });
      return thing * 10;
    });
    // The one that began last goes first.
    for (let ended = 0; ended < 5; ended++) {
      waiting.pop()?.();
      await Promise.resolve()
        .then(() => {})
        .then(() => {});
    }
    expect(await done).toEqual([10, 20, 30, 40, 50]);
    expect(most).toBe(2);
  });

  it('has nothing to do for nothing', async () => {
    expect(await inParallel([], 3, async () => 1)).toEqual([]);
  });
});
