import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { benchDirectory, findNode, installWhatIsMissing, say } from './toolchain.mjs';

/**
 * `npm run bench`, or `node bench/run.mjs [workload…] [--quick]`. Works on a fresh clone: installs what is missing, then
 * hands over to a Node that is new enough.
 */
try {
  installWhatIsMissing();
  const { status } = spawnSync(findNode(), [join(benchDirectory, 'main.mjs'), ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
