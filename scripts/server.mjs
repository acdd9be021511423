import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';
import { announce } from './announce.mjs';
import { seedDemo } from './demo.mjs';
import { isStopping, start } from './processes.mjs';
import { root, SetupError, toolEnvironment, toolNode } from './toolchain.mjs';

/**
 * Runs a development server until it ends. When it says that it listens, the demo is seeded and the address printed.
 * @param {string} script of the tool
 * @param {readonly string[]} args
 * @param {{ persistTo: string, ready: RegExp, env?: NodeJS.ProcessEnv }} options ready: its first group is the address
 * @returns {Promise<number>} the exit code; 0 when it ended because we were told to stop
 */
export async function serve(script, args, { persistTo, ready, env = {} }) {
  const { child, ended } = start(toolNode(), [script, ...args], {
    cwd: root,
    env: { ...toolEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: /** @type {import('node:stream').Readable} */ (child.stdout) });
  /** @type {Promise<void> | null} */
  let welcome = null;
  lines.on('line', (line) => {
    console.log(line);
    const address = ready.exec(stripVTControlCharacters(line))?.[1];
    if (address !== undefined) welcome ??= welcomePeople(address.replace(/\/$/, ''), persistTo);
  });
  const code = await ended;
  await welcome;
  return isStopping() ? 0 : code;
}

/**
 * @param {string} url
 * @param {string} persistTo
 */
async function welcomePeople(url, persistTo) {
  try {
    await seedDemo(url);
    announce(url, persistTo);
  } catch (error) {
    if (isStopping()) return;
    // The server itself runs and is worth keeping.
    console.error(error instanceof SetupError ? error.message : error);
    process.exitCode = 1;
  }
}
