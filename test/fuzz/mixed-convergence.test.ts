import { describe, expect, it } from 'vitest';
import { MixedRun } from './mixed-run';

/** `FUZZ_SEED=n` replays one run; `RUNS=n` plays so many, for as long as they take. */
const firstSeed = Number(process.env.FUZZ_SEED ?? 1);
const maxRuns = process.env.FUZZ_SEED === undefined ? Number(process.env.RUNS ?? 10_000) : 1;
/** Without `RUNS`, so many milliseconds. */
const timeMs = process.env.RUNS === undefined ? 10_000 : Number.POSITIVE_INFINITY;

/** Seeds that once found a bug. */
const regressions: readonly number[] = [108, 197];

describe('convergence of Yjs, JSON operations and HTTP', () => {
  it('[O29] everybody ends up with the same event, and nothing acknowledged is lost', { timeout: timeMs + 60_000_000 }, () => {
    const endMs = performance.now() + timeMs;
    let seed = firstSeed;
    for (; seed < firstSeed + maxRuns && performance.now() < endMs; seed++) play(seed);
    expect(seed).toBeGreaterThan(firstSeed);
  });
  for (const seed of regressions) it(`[O29] converges with the former failure ${seed}`, () => play(seed));
});

function play(seed: number): void {
  try {
    new MixedRun(seed).play();
  } catch (error) {
    throw new Error(`seed ${seed}`, { cause: error });
  }
}
