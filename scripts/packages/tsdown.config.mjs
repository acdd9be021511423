import { resolve, sep } from 'node:path';
import { defineConfig } from 'tsdown';
import { moduleExports, readManifest } from './manifest.mjs';

// Builds the packages `@triptrip/sdk` and `@triptrip/react`: JavaScript modules with bundled types.
const root = resolve(import.meta.dirname, '../..');
const sdk = resolve(root, 'web/sdk');
const react = resolve(root, 'web/react');

/** @type {import('tsdown').UserConfig} */
const shared = {
  // The types' root is the folder of this file: the SDK's reach into src/protocol.
  tsconfig: resolve(root, 'tsconfig.packages.json'),
  platform: 'neutral',
  target: 'es2022',
  clean: true,
  logLevel: 'warn',
};

/** @type {import('tsdown').UserConfig} */
const published = {
  ...shared,
  dts: { sourcemap: false },
  sourcemap: true,
  // Only what is ours goes into a package; what it needs of others stands in its package.json.
  deps: { onlyBundle: [] },
};

const sdkModules = moduleExports(readManifest('web/sdk'));
const reactModules = moduleExports(readManifest('web/react'));

/** @param {typeof sdkModules} modules */
function entriesOf(modules) {
  return Object.fromEntries(modules.map(({ output, source }) => [output, source]));
}

/** The entries of the SDK, by the path from which `web/react` imports them. */
const sdkEntries = new Map(
  sdkModules.map(({ specifier, source }) => [
    resolve(sdk, source.replace(/(\/index)?\.ts$/, '')),
    specifier.replace('.', '@triptrip/sdk'),
  ]),
);

/**
 * In the repository `web/react` imports `../sdk`; published, it imports the package of that name. Anything but its
 * entries would put a second copy of the SDK's code beside the first, so that is an error.
 * @type {import('rolldown').Plugin}
 */
const importsOfSdk = {
  name: 'imports-of-the-sdk',
  resolveId: {
    order: 'pre',
    handler(source, importer) {
      if (importer === undefined || !source.startsWith('.')) return null;
      const path = resolve(importer, '..', source);
      if (!(path + sep).startsWith(sdk + sep)) return null;
      const id = sdkEntries.get(path);
      if (id === undefined) throw new Error(`${importer} imports ${source}, which is no entry of @triptrip/sdk`);
      return { id, external: true };
    },
  },
};

export default defineConfig([
  { ...published, cwd: sdk, entry: entriesOf(sdkModules) },
  { ...published, cwd: react, entry: entriesOf(reactModules), plugins: [importsOfSdk] },
  {
    // What an application that has Yjs already gains in weight: minified, with all other dependencies.
    ...shared,
    cwd: sdk,
    entry: { sdk: 'index.ts' },
    outDir: resolve(root, 'dist/size'),
    dts: false,
    minify: true,
    // What is loaded later is no part of it, nor may it move what the entry needs into a file that is not measured.
    deps: { neverBundle: [/^(yjs|y-protocols|lib0)(\/|$)/, /\/open-inbox$/], alwaysBundle: ['idb'], onlyBundle: ['idb'] },
  },
  {
    // The JSON client has everything with it. Anything else than this one package, Yjs for example, is an error.
    ...shared,
    cwd: sdk,
    entry: { operations: 'operations/index.ts' },
    outDir: resolve(root, 'dist/size-operations'),
    dts: false,
    minify: true,
    deps: { alwaysBundle: ['idb'], onlyBundle: ['idb'] },
  },
]);
