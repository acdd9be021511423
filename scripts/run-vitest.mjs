import { existsSync, readFileSync } from 'node:fs';
import { endTree, start } from './processes.mjs';
import { root, toolEnvironment, toolNode, toolScript } from './toolchain.mjs';

/** How long vitest may take to end once it has reported. */
const closeMs = 60_000;
const lookMs = 1_000;

/**
 * Runs vitest, which writes a JSON report. Tests inside workerd have been seen to pass and then not to end: what has
 * reported is ended here after a while, and counts as what it reported. What has not reported within `limitMs` has failed.
 * @param {readonly string[]} args
 * @param {string} report path of the report
 * @param {number} limitMs
 * @param {number | 'inherit'} output the descriptor of what takes its output; 'inherit': ours
 * @returns {Promise<number>} the exit code
 */
export async function runVitest(args, report, limitMs, output) {
  const { child, ended } = start(toolNode(), [toolScript('vitest'), ...args], {
    cwd: root,
    env: toolEnvironment(),
    stdio: ['ignore', output, output],
  });
  const startedMs = performance.now();
  let reportedMs = Number.POSITIVE_INFINITY;
  let isEnded = false;
  const watch = setInterval(() => {
    const nowMs = performance.now();
    if (reportedMs === Number.POSITIVE_INFINITY && existsSync(report)) reportedMs = nowMs;
    if (nowMs - reportedMs < closeMs && nowMs - startedMs < limitMs) return;
    console.error(`\nvitest ${existsSync(report) ? 'has reported' : 'has run for too long'} and does not end; it is ended.`);
    isEnded = true;
    endTree(child);
    clearInterval(watch);
  }, lookMs);
  const code = await ended;
  clearInterval(watch);
  return isEnded && existsSync(report) && JSON.parse(readFileSync(report, 'utf8')).success ? 0 : code;
}
