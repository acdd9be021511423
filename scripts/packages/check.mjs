import { join } from 'node:path';
import { runTool, toolScript } from '../toolchain.mjs';
import { buildPackages } from './build.mjs';
import { packageFolders } from './manifest.mjs';

/** @typedef {import('../test-report.mjs').Counts} Counts */

/** The packages are ES modules only: that an old `require` cannot load them is no fault. */
const typesOptions = ['--profile', 'esm-only', '--no-definitely-typed', '--exclude-entrypoints', './styles.css'];

/**
 * Builds the packages and asks the usual judges whether they can be published.
 * @returns {Promise<Counts>}
 */
export async function checkPackages() {
  if (!(await buildPackages())) return { passed: 0, failed: 1 };
  const outputs = packageFolders.map((folder) => join(folder, 'dist'));
  const publint = toolScript('publint');
  const attw = toolScript('@arethetypeswrong/cli', 'attw');
  const codes = await Promise.all([
    ...outputs.map((output) => runTool(publint, ['run', '--strict', '--pack', 'npm', output], { quiet: true })),
    ...outputs.map((output) => runTool(attw, ['--pack', output, ...typesOptions], { quiet: true })),
    runTool(toolScript('size-limit'), ['--config', 'scripts/packages/size-limits.json']),
  ]);
  const failed = codes.filter((code) => code !== 0).length;
  return { passed: 1 + codes.length - failed, failed };
}
