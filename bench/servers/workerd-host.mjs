import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, extname, join, resolve } from 'node:path';

/**
 * Runs one bundled Worker in workerd: `node workerd-host.mjs <wrangler configuration> <bundle> <state directory> <bindings> <port> [inspect] [pages]`.
 *
 * `wrangler dev` would put a second workerd in front, as a proxy that every frame passes twice, and Miniflare a Worker of
 * its own that every request passes. They cost more than some of these servers do and exist nowhere but in development,
 * so the Worker is run here as wrangler would run it and reached directly. The bindings are JSON; they win over those
 * of the configuration and of a developer's .dev.vars.
 */
const [configPath, bundle, stateDirectory, bindings, port, ...flags] = process.argv.slice(2);
const isInspected = flags.includes('inspect');
const root = createRequire(join(import.meta.dirname, '../../package.json'));
const { unstable_getMiniflareWorkerOptions: readWorkerOptions } = root('wrangler');
const { convertV4MiniflareOptions, Miniflare } = root('miniflare');

const moduleTypes = {
  '.js': 'ESModule',
  '.mjs': 'ESModule',
  '.wasm': 'CompiledWasm',
  '.html': 'Text',
  '.sql': 'Text',
  '.bin': 'Data',
};

/** The entry module first, as Miniflare wants it, then every other one of its directory. */
function modulesOf(directory, entry) {
  const others = readdirSync(directory, { recursive: true }).filter((path) => path !== entry && moduleTypes[extname(path)]);
  return [entry, ...others].map((path) => ({ type: moduleTypes[extname(path)], path: resolve(directory, path) }));
}

const { modulesRules: _, assets, ...workerOptions } = readWorkerOptions(configPath).workerOptions;
const modulesRoot = dirname(resolve(bundle));
const host = '127.0.0.1';
const workerName = 'bench';
const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    host,
    cf: false,
    ...(isInspected ? { inspectorPort: 0 } : {}),
    // Where wrangler keeps local state too, so `wrangler d1 migrations apply --local` finds the same database.
    resourcePersistencePath: join(stateDirectory, 'v3'),
    workers: [
      {
        ...workerOptions,
        ...(flags.includes('pages') ? { assets } : {}),
        bindings: { ...workerOptions.bindings, ...JSON.parse(bindings) },
        name: workerName,
        unsafeDirectSockets: [{ host, port: Number(port) }],
        rootPath: modulesRoot,
        modulesRoot,
        modules: modulesOf(modulesRoot, basename(bundle)),
      },
    ],
  }),
);
await miniflare.ready;
const { port: readyPort } = await miniflare.unsafeGetDirectURL(workerName);
const inspectorPort = isInspected ? ` inspected on ${(await miniflare.getInspectorURL()).port}` : '';
process.stdout.write(`Ready on ${readyPort}${inspectorPort}\n`);

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await miniflare.dispose();
    process.exit(0);
  });
}
