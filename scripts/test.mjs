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
  for (const step of steps) {
    if (isStopping()) break;
    console.log(`\n── ${step.name}: ${step.what}`);
    const startedMs = performance.now();
    const { passed, failed } = await step.run(reports);
    results.push({ name: step.name, passed, failed, seconds: (performance.now() - startedMs) / 1000 });
  }
  rmSync(reports, { recursive: true });
  return printReport(results) && !isStopping() ? 0 : 1;
});
