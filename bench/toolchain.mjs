import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** wrangler and some of the peers need at least this one. */
const minNodeMajor = 22;

export const benchDirectory = import.meta.dirname ?? new URL('.', import.meta.url).pathname;
export const rootDirectory = join(benchDirectory, '..');
const binDirectory = join(rootDirectory, 'node_modules/.bin');

/** Installs what package-lock.json says, when it is not there or older. */
export function installWhatIsMissing() {
  for (const directory of [rootDirectory, benchDirectory]) {
    const installed = join(directory, 'node_modules/.package-lock.json');
    const lock = join(directory, 'package-lock.json');
    if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) continue;
    say(`installing the packages of ${directory}`);
    run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: directory });
  }
}

/** The path of a Node that is new enough: the project's own, or the one that runs this. @throws Error without one */
export function findNode() {
  const bundled = join(binDirectory, 'node');
  if (existsSync(bundled)) return bundled;
  if (Number(process.versions.node.split('.')[0]) >= minNodeMajor) return process.execPath;
  throw new Error(`The benchmarks need Node ${minNodeMajor} or newer; this is ${process.versions.node}.`);
}

/**
 * Bundles the Workers: the floor, the peer, and the product as `npm run build` makes it.
 * @returns {Record<string, { config: string, bundle: string }>}
 */
export function buildWorkers() {
  const out = mkdtempSync(join(tmpdir(), 'triptrip-bench-'));
  const built = {};
  for (const name of ['floor', 'y-partyserver']) {
    const config = join(benchDirectory, 'servers', name, 'wrangler.toml');
    wrangler(['deploy', '--dry-run', '--outdir', join(out, name), '--config', config]);
    built[name] = { config, bundle: join(out, name, 'worker.js') };
  }
  say('building TripTrip');
  run(join(binDirectory, 'vite'), ['build', '--logLevel', 'warn'], { cwd: rootDirectory });
  const config = findBuiltConfig();
  built.triptrip = {
    config,
    bundle: join(config, '..', 'index.js'),
    migrate: (stateDirectory) => {
      const config = join(rootDirectory, 'wrangler.toml');
      wrangler(['d1', 'migrations', 'apply', 'DB', '--local', '--persist-to', stateDirectory, '--config', config]);
    },
  };
  return { built, out };
}

function findBuiltConfig() {
  const dist = join(rootDirectory, 'dist');
  const found = readdirSync(dist, { recursive: true }).find((path) => path.endsWith('wrangler.json'));
  if (found === undefined) throw new Error('vite build left no wrangler.json in dist');
  return join(dist, found);
}

function wrangler(args) {
  run(join(binDirectory, 'wrangler'), args, { cwd: rootDirectory, stdio: ['ignore', 'pipe', 'pipe'] });
}

function run(command, args, { cwd, stdio = ['ignore', 'inherit', 'inherit'] }) {
  const env = { ...process.env, ...quiet, PATH: `${binDirectory}${delimiter}${process.env.PATH}` };
  const { status, error, stdout, stderr } = spawnSync(command, args, { cwd, env, stdio });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed (${status})\n${stdout ?? ''}${stderr ?? ''}`);
}

/** Keeps wrangler from asking questions, reporting usage and looking things up on the net. */
const quiet = {
  CI: '1',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  X_LOCAL_OBSERVABILITY: 'false',
  X_LOCAL_EXPLORER: 'false',
  // The build asks for them and does not use them.
  DEV_JWT_SECRET: 'of no use in a build',
  SOURCE_KEY: 'of no use in a build',
};

export function say(line) {
  process.stdout.write(`${line}\n`);
}
