import { resolve } from 'node:path';
import { migrateLocally } from './database.mjs';
import { flagValue } from './flags.mjs';
import { ensureDevelopmentSecrets } from './secrets.mjs';
import { ensureDependencies, root } from './toolchain.mjs';

/** All that a development server needs before it starts, on a fresh clone too.
 * @param {readonly string[]} args of the server
 * @returns {Promise<string>} the folder in which it keeps its data
 */
export async function prepareDevelopment(args) {
  await ensureDependencies();
  ensureDevelopmentSecrets();
  const persistTo = flagValue(args, '--persist-to') ?? resolve(root, '.wrangler', 'state');
  await migrateLocally(persistTo);
  return persistTo;
}
