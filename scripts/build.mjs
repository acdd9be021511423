import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureDependencies, root, runMain, runTool, SetupError, toolScript } from './toolchain.mjs';

/** All that the output of the build depends on. */
const inputs = [
  'src',
  'durable-objects',
  'web',
  'docs/examples',
  'migrations',
  'scripts/vite',
  'index.html',
  'vite.config.ts',
  'wrangler.toml',
  'tsconfig.base.json',
  'package-lock.json',
];

/** What building the packages leaves in their folders: the page is built from the sources beside it. */
const packageOutput = 'dist';

/**
 * Builds the page and the Worker with vite, unless the output is already that of these sources. Each environment has an
 * output of its own, so that preparing a deployment does not disturb a development server.
 * @param {'development' | 'production'} environment of wrangler.toml; development is its top level
 * @returns {Promise<string>} the path of the configuration to give to wrangler
 */
export async function ensureBuilt(environment = 'development') {
  const output = join(root, 'dist', environment);
  // Says from which sources the output was built.
  const stampPath = join(output, '.built-from');
  const sources = digestOfInputs();
  if (!existsSync(stampPath) || readFileSync(stampPath, 'utf8') !== sources) {
    console.log(`Building the page and the Worker for ${environment} …`);
    rmSync(output, { recursive: true, force: true });
    // Whoever asks for the build, tests among them: it is the one that people get.
    const env = { CLOUDFLARE_ENV: environment === 'development' ? undefined : environment, NODE_ENV: 'production' };
    const args = ['build', '--outDir', output, '--logLevel', 'warn'];
    const code = await runTool(toolScript('vite'), args, { env, quiet: true });
    if (code !== 0) throw new SetupError('The build failed; see the messages above.');
    // The plugin copies the development secrets, readable to all; the server gets them by flag instead.
    rmSync(join(output, 'triptrip', '.dev.vars'), { force: true });
    writeFileSync(stampPath, sources);
  }
  return join(output, 'triptrip', 'wrangler.json');
}

/** A digest of names and contents: unlike times, it is right after a checkout of older sources too. */
function digestOfInputs() {
  const digest = createHash('sha256');
  for (const input of inputs) {
    for (const file of filesOf(join(root, input))) digest.update(`${file}\0`).update(readFileSync(file)).update('\0');
  }
  return digest.digest('hex');
}

/**
 * @param {string} path of a file or folder, which need not exist
 * @returns {string[]} its files in a fixed order
 */
function filesOf(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => name !== packageOutput)
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runMain(async () => {
    await ensureDependencies();
    await ensureBuilt();
    return 0;
  });
}
