import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { ensureBuilt } from './build.mjs';
import { ensureDependencies, runMain } from './toolchain.mjs';

/** What a browser may have to load before anybody can do anything, on the list and on a trip together: kB, gzipped. */
const limitKilobytes = 200;

/** The two pages, where they are chunks of their own: what they import is loaded with them. */
const pages = /^trips?-page-/;

/** The messages come in the language of the page; the larger ones count. */
const catalogs = /^(en|ja)-/;

/**
 * Measures the JavaScript of the built app that loads before the first interaction.
 * @param {string} client folder with the built page
 * @returns {{ name: string, kilobytes: number }[]} the files, the largest first
 */
export function firstLoad(client) {
  const assets = join(client, 'assets');
  const html = readFileSync(join(client, 'index.html'), 'utf8');
  const names = [...html.matchAll(/(?:src|href)="\/assets\/([^"]+\.js)"/g)].map((match) => String(match[1]));
  const loaded = new Set(names);
  for (const name of loaded) {
    const code = readFileSync(join(assets, name), 'utf8');
    for (const next of importsOf(code, /(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g)) loaded.add(next);
    for (const next of importsOf(code, /import\(\s*["'`]\.\/([\w.-]+\.js)["'`]\s*\)/g)) if (pages.test(next)) loaded.add(next);
  }
  const measure = (/** @type {string} */ name) => ({
    name,
    kilobytes: gzipSync(readFileSync(join(assets, name))).length / 1_000,
  });
  const words = readdirSync(assets).filter(
    (name) => catalogs.test(name) && readFileSync(join(assets, name), 'utf8').includes('app.tagline'),
  );
  const [largest] = words.map(measure).sort(bySize);
  return [...[...loaded].map(measure), ...(largest === undefined ? [] : [largest])].sort(bySize);
}

/**
 * @param {string} code
 * @param {RegExp} pattern its first group is the name of a file
 * @returns {string[]}
 */
function importsOf(code, pattern) {
  return [...code.matchAll(pattern)].map((match) => String(match[1]));
}

/**
 * @param {{ kilobytes: number }} one
 * @param {{ kilobytes: number }} other
 */
function bySize(one, other) {
  return other.kilobytes - one.kilobytes;
}

/**
 * Says how much loads before the first interaction, and whether that is little enough.
 * @returns {Promise<boolean>}
 */
export async function checkAppSize() {
  const files = firstLoad(join(await ensureBuilt(), '../../client'));
  const total = files.reduce((sum, { kilobytes }) => sum + kilobytes, 0);
  for (const { name, kilobytes } of files) console.log(`${kilobytes.toFixed(1).padStart(8)} kB  ${name}`);
  console.log(
    `${total.toFixed(1).padStart(8)} kB of JavaScript before the first interaction, gzipped; at most ${limitKilobytes}`,
  );
  return total <= limitKilobytes;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runMain(async () => {
    await ensureDependencies();
    return (await checkAppSize()) ? 0 : 1;
  });
}
