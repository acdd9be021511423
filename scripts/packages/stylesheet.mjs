import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * A stylesheet as it is published: one file, with those that it imports in their places.
 * @param {string} path
 */
export function wholeStylesheet(path) {
  const imported = (/** @type {string} */ _, /** @type {string} */ file) => readFileSync(join(dirname(path), file), 'utf8');
  return `${readFileSync(path, 'utf8')
    .replace(/^@import '(\.\/[^']+)';$/gm, imported)
    .trimEnd()}\n`;
}
