import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from './processes.mjs';

/** The top of the repository. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** The oldest Node that wrangler runs on. */
const wranglerNodeMajor = 22;

/** A mistake of the surroundings that the person at the keyboard can mend: shown without a stack. */
export class SetupError extends Error {}

/** Installs the packages of the lock file where they are missing or others; needs nothing but Node and npm. */
export async function ensureDependencies() {
  const missing = firstDifference();
  if (missing === null) return;
  console.log(`Installing packages with npm ci (${missing}) …`);
  // Its warnings are about the Node that installs, which is not the Node that will run the tools.
  const install = ['ci', '--loglevel=error'];
  const npmCli = process.env.npm_execpath;
  const [command, args] = npmCli?.endsWith('.js') ? [process.execPath, [npmCli, ...install]] : ['npm', install];
  const code = await run(command, args, { cwd: root, env: process.env });
  if (code !== 0) throw new SetupError(`npm ci failed with exit code ${code}; see its messages above.`);
}

/** Says how node_modules differs from the lock file, or null when it holds just what the lock file asks for. */
function firstDifference() {
  const installedPath = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedPath)) return 'there is no node_modules yet';
  const wanted = lockedPackages(join(root, 'package-lock.json'));
  const installed = lockedPackages(installedPath);
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const found = installed[path];
    // npm leaves out optional packages that are for other platforms.
    if (found === undefined && (entry.optional || entry.devOptional)) continue;
    if (found?.version !== entry.version) return `${path} should be ${entry.version}`;
  }
  return null;
}

/**
 * @param {string} path of a lock file
 * @returns {Record<string, { version?: string, optional?: boolean, devOptional?: boolean }>}
 */
function lockedPackages(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages;
}

/**
 * The Node that runs the tools: the one among our packages where there is one, else the one that runs this script.
 * npm puts node_modules/.bin first on the PATH only if it was there when npm started, so on a fresh clone `node` is the system's.
 */
export function toolNode() {
  const packaged = join(root, 'node_modules', '.bin', 'node');
  if (existsSync(packaged) && majorOf(packaged) >= wranglerNodeMajor) return packaged;
  if (Number.parseInt(process.versions.node, 10) >= wranglerNodeMajor) return process.execPath;
  throw new SetupError(
    `wrangler needs Node ${wranglerNodeMajor} or newer, and this is ${process.version}. On Linux x64 our packages bring one; here, please install it.`,
  );
}

/** @param {string} node path of a node binary */
function majorOf(node) {
  try {
    return Number.parseInt(execFileSync(node, ['--version'], { encoding: 'utf8' }).slice(1), 10);
  } catch {
    // A binary for another system (musl, another processor): as good as none.
    return 0;
  }
}

/**
 * The environment of the tools: our binaries first, no calls home, no questions.
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnvironment() {
  const separator = process.platform === 'win32' ? ';' : ':';
  return {
    CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_HIDE_BANNER: 'true',
    X_LOCAL_OBSERVABILITY: 'false',
    X_LOCAL_EXPLORER: 'false',
    ...process.env,
    PATH: [join(root, 'node_modules', '.bin'), dirname(toolNode()), process.env.PATH].join(separator),
  };
}

/**
 * The script behind a package's command, to be run by {@link toolNode}.
 * @param {string} name of the package
 * @param {string} [command] of the package, where it is not called like it
 */
export function toolScript(name, command = name.split('/').at(-1) ?? name) {
  const directory = join(root, 'node_modules', name);
  const { bin } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  return join(directory, typeof bin === 'string' ? bin : bin[command]);
}

/**
 * Runs a packaged tool to its end.
 * @param {string} script from {@link toolScript}
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, quiet?: boolean }} [options]
 */
export function runTool(script, args, { env = {}, quiet = false } = {}) {
  return run(toolNode(), [script, ...args], { cwd: root, env: { ...toolEnvironment(), ...env }, quiet });
}

/**
 * Runs a script's main part; its {@link SetupError}s become one line and exit code 1.
 * @param {() => Promise<number>} main answers the exit code
 */
export async function runMain(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
}
