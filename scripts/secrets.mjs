import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, SetupError } from './toolchain.mjs';

/** Where the development secrets are. */
export const secretsPath = join(root, '.dev.vars');

/** Creates the development secrets on the first start. What is there already belongs to the developer and is never rewritten. */
export function ensureDevelopmentSecrets() {
  const line = `DEV_JWT_SECRET=${randomBytes(32).toString('base64url')}\n`;
  try {
    writeFileSync(secretsPath, `# Secrets of this machine's development server. Not for git, not for production.\n${line}`, {
      flag: 'wx',
      mode: 0o600,
    });
    console.log('Created .dev.vars with a random secret for development sign-ins.');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    if (/^\s*DEV_JWT_SECRET\s*=\s*\S/m.test(readFileSync(secretsPath, 'utf8'))) return;
    throw new SetupError(`.dev.vars has no DEV_JWT_SECRET, and sign-in needs one. Add a line such as\n${line}`);
  }
}
