import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from '../toolchain.mjs';

/**
 * The package.json of a package in this repository. Its `exports` lead to sources, because the repository itself
 * imports the folder; it is private, because what is published is the folder `dist` with a manifest of its own.
 * @typedef {{ name: string, version: string, exports: Record<string, string>, [field: string]: unknown }} Manifest
 */

/** Folders of the packages that are published. */
export const packageFolders = /** @type {const} */ (['web/sdk', 'web/react']);

/**
 * @param {string} folder
 * @returns {Manifest}
 */
export function readManifest(folder) {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
}

/**
 * The exports of a package that are modules, not files to be copied.
 * @param {Manifest} manifest
 * @returns {{ specifier: string, source: string, output: string }[]} `output`: file name in `dist`, without extension
 */
export function moduleExports({ exports }) {
  return Object.entries(exports)
    .filter(([, source]) => /\.tsx?$/.test(source))
    .map(([specifier, source]) => ({ specifier, source, output: specifier === '.' ? 'index' : basename(specifier) }));
}

/**
 * The package.json that is published from `dist`.
 * @param {Manifest} manifest
 */
export function publishedManifest(manifest) {
  const { private: _, main: _source, exports: sources, ...fields } = manifest;
  const modules = moduleExports(manifest).map(({ specifier, output }) => [
    specifier,
    { types: `./${output}.d.ts`, default: `./${output}.js` },
  ]);
  const exports = { ...sources, ...Object.fromEntries(modules), './package.json': './package.json' };
  return { ...fields, exports, publishConfig: { access: 'public' } };
}
