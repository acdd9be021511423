import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { run } from './processes.mjs';
import { root } from './toolchain.mjs';

/** Where Debian puts Chromium: without a user interface, which takes a third less time, and with one. */
const chromiumPaths = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];

/** What the browser tests need from Debian: the browser, and a font that has Japanese. */
const requirements = [
  { debianPackage: 'chromium-headless-shell', isThere: () => chromiumPaths.some((path) => existsSync(path)) },
  { debianPackage: 'fonts-noto-cjk', isThere: () => existsSync('/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc') },
];

/**
 * The browser for tests and benchmarks.
 * @returns {string}
 */
export function chromiumPath() {
  const found = chromiumPaths.find((path) => existsSync(path));
  if (found === undefined) throw new Error(`There is no Chromium at ${chromiumPaths.join(' or ')}`);
  return found;
}

/**
 * Installs what the browser tests need where that is possible.
 * @returns {Promise<string | null>} why the browser tests cannot run, or null when they can
 */
export async function ensureBrowser() {
  const missing = requirements.filter(({ isThere }) => !isThere()).map(({ debianPackage }) => debianPackage);
  if (missing.length === 0) return null;
  const asRoot = wayToRoot();
  if (asRoot === null || !succeeds('apt-get', ['--version'])) {
    return `Browser tests need ${missing.join(' and ')}; on Debian: sudo apt-get install ${missing.join(' ')}`;
  }
  console.log(`Installing ${missing.join(' and ')} …`);
  await aptGet(asRoot, ['update']);
  const code = await aptGet(asRoot, ['install', '--yes', '--no-install-recommends', ...missing]);
  return code === 0 ? null : `apt-get could not install ${missing.join(' and ')}; see its messages above.`;
}

/** @returns {readonly string[] | null} what to put before a command to run it as root; null when we cannot */
function wayToRoot() {
  if (process.getuid?.() === 0) return [];
  return succeeds('sudo', ['-n', 'true']) ? ['sudo', '-n'] : null;
}

/**
 * @param {readonly string[]} asRoot
 * @param {readonly string[]} args
 */
function aptGet(asRoot, args) {
  const command = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '--quiet', ...args];
  return run(/** @type {string} */ (command[0]), command.slice(1), { cwd: root, env: process.env, quiet: true });
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 */
function succeeds(command, args) {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    // Not there, or not allowed: the question was just this.
    return false;
  }
}
