import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { longest, MixedRun } from './mixed-run';

/** `RUNS=n` plays so many runs, for as long as they take, `FUZZ_SEED=n` from another seed on; without `RUNS`, that one. */
const { RUNS, FUZZ_SEED } = process.env;
const firstSeed = Number(FUZZ_SEED ?? 1);
const maxRuns = Number(RUNS ?? (FUZZ_SEED === undefined ? 10_000 : 1));
/** Without `RUNS`, so many milliseconds at most. */
const timeMs = RUNS === undefined ? 45_000 : Number.POSITIVE_INFINITY;
/** How often a long run says how far it is. */
const sayEveryMs = 10_000;

/** Seeds that once found a bug, in runs of full length and before there were files to keep. */
const regressions: readonly number[] = [108, 197];

describe('convergence of Yjs, JSON operations and HTTP', () => {
  it('[O29] everybody ends up with the same event, and nothing acknowledged is lost', { timeout: 2 ** 31 - 1 }, async () => {
    const startMs = performance.now();
    const failures: Error[] = [];
    let [seed, saidMs] = [firstSeed, startMs];
    for (; seed < firstSeed + maxRuns && performance.now() < startMs + timeMs; seed++) {
      const failure = failureOf(seed);
      if (failure !== null) failures.push(failure);
      if (failure === null && performance.now() < saidMs + sayEveryMs) continue;
      saidMs = performance.now();
      say(`${seed - firstSeed + 1} of ${maxRuns} runs, seed ${seed}${failure === null ? '' : ' FAILED'}`);
      // The runner wants to hear of its test now and then.
      await setImmediate();
    }
    say(`${seed - firstSeed} runs in ${Math.round((performance.now() - startMs) / 1000)} s, ${failures.length} failed`);
    expect(seed).toBeGreaterThan(firstSeed);
    if (failures.length > 0) throw new AggregateError(failures, failures.map(({ message }) => message).join(', '));
  });
  for (const seed of regressions) {
    it(`[O29] converges with the former failure ${seed}`, () => new MixedRun(seed, longest, false).play());
  }
});

/** A failure names its seed, and the runs go on: what a long run found is told at its end, and not only the first of it. */
function failureOf(seed: number): Error | null {
  try {
    new MixedRun(seed).play();
    return null;
  } catch (error) {
    return new Error(`seed ${seed}`, { cause: error });
  }
}

/** Past the runner, which shows only what failed tests say. */
function say(line: string): void {
  process.stderr.write(`mixed convergence: ${line}\n`);
}
