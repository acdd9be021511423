import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin, type Rolldown } from 'vite';
import type { AppFiles } from '../../web/app/offline/app-files';

type Bundle = Rolldown.OutputBundle;

/**
 * Builds what surrounds the app: the service worker, which knows all files of its version, and the small script that runs
 * before the app. The development server serves a worker that removes itself instead.
 */
export function offlineApp(): Plugin {
  return {
    name: 'triptrip:offline',
    applyToEnvironment: ({ name }) => name === 'client',
    configureServer: ({ middlewares }) => {
      middlewares.use('/service-worker.js', (_request, response, next) => {
        buildScript('web/app/removed-service-worker.ts', {}).then((code) => {
          response.setHeader('content-type', 'text/javascript');
          response.end(code);
        }, next);
      });
    },
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        const page = bundle['index.html'];
        if (page?.type !== 'asset') throw new Error('the build has no index.html');
        const early = await buildScript('web/app/early.ts', { __CATALOGS__: catalogsOf(bundle) });
        const earlyName = `assets/early-${digestOf(early)}.js`;
        this.emitFile({ type: 'asset', fileName: earlyName, source: early });
        const html = String(page.source).replace('<script', `<script src="/${earlyName}"></script>\n    <script`);
        page.source = html;
        const files = appFiles(bundle, { html, earlyName, publicDir: this.environment.config.publicDir });
        const worker = await buildScript('web/app/service-worker.ts', { __APP_FILES__: files });
        this.emitFile({ type: 'asset', fileName: 'service-worker.js', source: worker });
      },
    },
  };
}

/** Builds a classic script of its own, which shares no chunk with the app. */
export async function buildScript(input: string, define: Record<string, object>): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    define: Object.fromEntries(Object.entries(define).map(([name, value]) => [name, JSON.stringify(value)])),
    build: {
      write: false,
      target: 'baseline-widely-available',
      modulePreload: false,
      rolldownOptions: { input, output: { format: 'iife' } },
    },
  });
  const output = 'output' in result ? result.output : [];
  if (output.length !== 1 || output[0]?.type !== 'chunk') throw new Error(`${input} is not one script`);
  return output[0].code;
}

/** Where the messages of each language have gone. */
function catalogsOf(bundle: Bundle): Record<string, string> {
  const found = chunksOf(bundle).flatMap(({ facadeModuleId, fileName }) => {
    const language = /\/messages\/(\w+)\.json$/.exec(facadeModuleId ?? '')?.[1];
    return language === undefined ? [] : [[language, `/${fileName}`] as const];
  });
  if (found.length === 0) throw new Error('the build has no catalog in a chunk of its own');
  return Object.fromEntries(found);
}

function appFiles(
  bundle: Bundle,
  { html, earlyName, publicDir }: { html: string; earlyName: string; publicDir: string },
): AppFiles {
  const entry = chunksOf(bundle).find(({ fileName, isEntry }) => isEntry && html.includes(fileName));
  if (entry === undefined) throw new Error('the build has no entry for index.html');
  const hashed = [earlyName, ...reachableFrom(entry.fileName, bundle)].sort().map((name) => `/${name}`);
  const named = readdirSync(publicDir, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && !file.name.startsWith('_'))
    .map((file) => join(file.parentPath, file.name))
    .sort();
  const version = digestOf(JSON.stringify([html, hashed, named.map((path) => digestOf(readFileSync(path)))]));
  return { version, entry: `/${entry.fileName}`, hashed, named: ['/', ...named.map((path) => path.slice(publicDir.length))] };
}

/** A chunk with all that it may ever load. The examples and the API reference are in the same folder, and not among it. */
function reachableFrom(name: string, bundle: Bundle, found = new Set<string>()): Set<string> {
  if (found.has(name)) return found;
  found.add(name);
  const chunk = bundle[name];
  if (chunk?.type !== 'chunk') return found;
  for (const next of [...chunk.imports, ...chunk.dynamicImports]) reachableFrom(next, bundle, found);
  for (const file of [...(chunk.viteMetadata?.importedCss ?? []), ...(chunk.viteMetadata?.importedAssets ?? [])]) found.add(file);
  return found;
}

function chunksOf(bundle: Bundle): Rolldown.OutputChunk[] {
  return Object.values(bundle).filter((output) => output.type === 'chunk');
}

function digestOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('base64url').slice(0, 8);
}
