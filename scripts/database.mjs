import { join } from 'node:path';
import { root, runTool, SetupError, toolScript } from './toolchain.mjs';

const config = join(root, 'wrangler.toml');

/**
 * Applies the D1 migrations that are still missing to the local database.
 * @param {string} persistTo the folder in which the development server keeps its data
 */
export async function migrateLocally(persistTo) {
  await migrate(['--local', '--persist-to', persistTo]);
}

/** Applies the D1 migrations that are still missing to the production database. */
export async function migrateProduction() {
  await migrate(['--remote', '--env', 'production']);
}

/** @param {readonly string[]} where */
async function migrate(where) {
  const args = ['d1', 'migrations', 'apply', 'DB', '--config', config, ...where];
  // CI: wrangler asks before it migrates, and nobody is there to answer.
  const code = await runTool(toolScript('wrangler'), args, { env: { CI: '1' }, quiet: true });
  if (code !== 0) throw new SetupError('The D1 migrations failed; see the messages above.');
}
