import { describe, expect, it } from 'vitest';
import { backoffMs } from '../../../web/sdk/reconnect-policy';

const noJitter = () => 0;

describe('the delay before another try', () => {
  it('doubles from 1 s to 30 s', () => {
    expect([0, 1, 2, 3, 4, 5, 50].map((failures) => backoffMs(failures, noJitter))).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
    ]);
  });

  it('spreads by 30 %', () => {
    expect(backoffMs(0, () => 0.999999)).toBe(700);
  });
});
