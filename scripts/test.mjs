import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isStopping, stopOnSignals } from './processes.mjs';
import { printReport } from './test-report.mjs';
import { testSteps } from './test-steps.mjs';
import { ensureDependencies, runMain, SetupError } from './toolchain.mjs';

/** @typedef {import('./test-steps.mjs').Step} Step */

// npm test [-- step…]: every check, or only the named ones. A failing step does not keep the later ones from running.
stopOnSignals();
await runMain(async () => {
  const names = process.argv.slice(2);
  const unknown = names.find((name) => testSteps.every((step) => step.name !== name));
  if (unknown !== undefined) {
    throw new SetupError(`There is no step '${unknown}'. Steps: ${testSteps.map((step) => step.name).join(', ')}`);
  }
  const steps = names.length === 0 ? testSteps : testSteps.filter((step) => names.includes(step.name));
  await ensureDependencies();

  const reports = mkdtempSync(join(tmpdir(), 'triptrip-test-'));
  const results = [];
  const begun = new Map();
  for (const step of steps) {
    if (isStopping() && !begun.has(step)) continue;
    console.log(`\n── ${step.name}: ${step.what}`);
    // What runs beside this one is heard when its turn has come.
    for (const other of steps) if (other.beside === step.name) begun.set(other, beginQuietly(other, reports));
    results.push(await (begun.get(step)?.() ?? timed(step, reports, 'inherit')));
  }
  rmSync(reports, { recursive: true });
  return printReport(results) && !isStopping() ? 0 : 1;
});

/**
 * @param {Step} step
 * @param {string} reports
 * @param {number | 'inherit'} output
 */
async function timed(step, reports, output) {
  const startedMs = performance.now();
  const { passed, failed } = await step.run(reports, output);
  return { name: step.name, passed, failed, seconds: (performance.now() - startedMs) / 1000 };
}

/**
 * Begins a step whose output would mix with another's.
 * @param {Step} step
 * @param {string} reports
 * @returns what waits for its end, and then prints all it had to say
 */
function beginQuietly(step, reports) {
  const path = join(reports, `${step.name}.log`);
  const output = openSync(path, 'w');
  const ended = timed(step, reports, output).finally(() => closeSync(output));
  return async () => {
    const result = await ended;
    process.stdout.write(readFileSync(path));
    return result;
  };
}
