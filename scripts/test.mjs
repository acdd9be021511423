import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isStopping, stopOnSignals } from './processes.mjs';
import { printReport } from './test-report.mjs';
import { testSteps } from './test-steps.mjs';
import { ensureDependencies, runMain, SetupError } from './toolchain.mjs';

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
  for (const group of together(steps)) {
    if (isStopping()) break;
    for (const { name, what } of group) console.log(`\n── ${name}: ${what}`);
    results.push(...(await Promise.all(group.map((step) => runStep(step, reports)))));
  }
  rmSync(reports, { recursive: true });
  return printReport(results) && !isStopping() ? 0 : 1;
});

/** @typedef {typeof testSteps[number]} TestStep */

/**
 * The steps in groups that run at the same time.
 * @param {readonly TestStep[]} steps
 */
function together(steps) {
  /** @type {TestStep[][]} */
  const groups = [];
  for (const step of steps) {
    if (step.isBesidePrevious === true && groups.length > 0) groups.at(-1)?.push(step);
    else groups.push([step]);
  }
  return groups;
}

/**
 * @param {TestStep} step
 * @param {string} reports
 */
async function runStep(step, reports) {
  const startedMs = performance.now();
  const { passed, failed } = await step.run(reports);
  return { name: step.name, passed, failed, seconds: (performance.now() - startedMs) / 1000 };
}
