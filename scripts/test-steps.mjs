import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkAppSize } from './app-size.mjs';
import { ensureBrowser } from './browser.mjs';
import { ensureBuilt } from './build.mjs';
import { checkPackages } from './packages/check.mjs';
import { runVitest } from './run-vitest.mjs';
import { countVitestReport } from './test-report.mjs';
import { root, runTool, SetupError, toolScript } from './toolchain.mjs';

/** @typedef {import('./test-report.mjs').Counts} Counts */

/** A step that takes longer hangs. */
const stepLimitMs = 25 * 60_000;

/** Plays as many seeds as its time allows: it has a processor for itself. */
const longFuzz = 'test/fuzz/mixed-convergence.test.ts';

/** Programs of their own, each with the globals it runs among. */
const typescriptProjects = ['.', 'web', 'test/e2e', 'scripts'];

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string} what
 * @property {string} [beside] the step that it runs at the same time as
 * @property {(reports: string, output: number | 'inherit') => Promise<Counts>} run
 */

/**
 * The steps of `npm test`, the quick ones first.
 * @type {readonly Step[]}
 */
export const testSteps = [
  {
    name: 'lint',
    what: 'biome: rules, format, imports',
    run: () => check('@biomejs/biome', ['check', '--error-on-warnings', '.'], 'biome'),
  },
  {
    name: 'types',
    what: 'the generated types of the bindings are those of wrangler.toml',
    run: () => check('wrangler', ['types', '--check', '--include-runtime=false', 'src/worker-env.d.ts']),
  },
  { name: 'typecheck', what: 'TypeScript, all programs', run: typecheck },
  { name: 'build', what: 'the page and the Worker; what has to load before the page can be used', run: build },
  { name: 'packages', what: '@triptrip/sdk and @triptrip/react, ready to publish', run: checkPackages },
  {
    name: 'fuzz',
    what: 'convergence of all kinds of clients',
    // Of these steps, most use one processor.
    beside: 'lint',
    run: (reports, output) => vitest('unit', reports, output, { step: 'fuzz', only: [longFuzz] }),
  },
  {
    name: 'unit',
    what: 'unit, contract and fuzz tests',
    run: (reports, output) => vitest('unit', reports, output, { only: ['--exclude', longFuzz] }),
  },
  {
    name: 'workers',
    what: 'tests inside workerd, with real objects',
    // Tests and workerd wait for each other: alone, they would leave a processor idle.
    beside: 'unit',
    run: (reports, output) => vitest('workers', reports, output),
  },
  {
    name: 'servers',
    what: 'real restarts, stock clients, whole servers',
    // Most of it is waiting: for a server to start, for an object to fall asleep.
    beside: 'unit',
    run: (reports, output) =>
      vitest('e2e', reports, output, { step: 'servers', only: endToEndTests().filter((file) => !drivesBrowser(file)) }),
  },
  { name: 'e2e', what: 'real browsers', run: browsers },
];

/**
 * A step that is one command: one test, passed when it exits with 0.
 * @param {string} packageName
 * @param {readonly string[]} args
 * @param {string} [command]
 * @returns {Promise<Counts>}
 */
async function check(packageName, args, command) {
  return oneTest((await runTool(toolScript(packageName, command), args)) === 0);
}

/**
 * @param {boolean} passed
 * @returns {Counts}
 */
function oneTest(passed) {
  return passed ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** @returns {Promise<Counts>} */
async function typecheck() {
  let failed = 0;
  for (const project of typescriptProjects) {
    if ((await runTool(toolScript('typescript', 'tsc'), ['--noEmit', '--project', project])) !== 0) failed++;
  }
  return { passed: typescriptProjects.length - failed, failed };
}

/** @returns {Promise<Counts>} */
async function build() {
  try {
    await ensureBuilt();
    const isSmall = await checkAppSize();
    return { passed: isSmall ? 2 : 1, failed: isSmall ? 0 : 1 };
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(error.message);
    return oneTest(false);
  }
}

/**
 * @param {'unit' | 'workers' | 'e2e'} project
 * @param {string} reports folder for the report
 * @param {number | 'inherit'} output
 * @param {{ step?: string, only?: readonly string[] }} [part] a step that runs only a part of the project, as vitest is told which
 * @returns {Promise<Counts>}
 */
async function vitest(project, reports, output, { step = project, only = [] } = {}) {
  const report = join(reports, `${step}.json`);
  const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...only];
  return countVitestReport(report, await runVitest(args, report, stepLimitMs, output));
}

/**
 * Without a browser, this fails in CI; a developer's machine that cannot have one goes without these tests.
 * @param {string} reports folder for the report
 * @param {number | 'inherit'} output
 * @returns {Promise<Counts>}
 */
async function browsers(reports, output) {
  const reason = await ensureBrowser();
  if (reason === null) return vitest('e2e', reports, output, { only: endToEndTests().filter(drivesBrowser) });
  console.error(`\n${reason}`);
  if (process.env.CI === 'true') return oneTest(false);
  console.error('The browser tests were left out.');
  return { passed: 0, failed: 0 };
}

function endToEndTests() {
  const files = readdirSync(join(root, 'test/e2e')).map((name) => `test/e2e/${name}`);
  return files.filter((file) => /\.test\.ts$/.test(file));
}

/**
 * Whether a test imports how to drive a browser.
 * @param {string} file
 */
function drivesBrowser(file) {
  return readFileSync(join(root, file), 'utf8').includes("'./page-browser'");
}
