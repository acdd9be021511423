import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../toolchain.mjs';

/**
 * A test that shows a rule: `file` from the top of the repository, `name` as it stands in the source, without the rule.
 * @typedef {{ file: string, name: string }} RuleTest
 */

/** A string that starts with rules in brackets, e.g. `'[A7] a removed member …'` or `'[L1] [C2] …'`. */
const ruleTitle = /(['"`])((?:\[[A-Z][a-z]?\d+\] ?)+)((?:\\.|(?!\1)[^\\])+)\1/g;

/**
 * Finds the tests that name rules.
 * @returns {Map<string, RuleTest[]>} by rule, in the order of files and of lines
 */
export function findRuleTests() {
  /** @type {Map<string, RuleTest[]>} */
  const found = new Map();
  const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' });
  for (const path of files.filter((name) => /\.tsx?$/.test(name)).sort()) {
    const file = `test/${path.replaceAll('\\', '/')}`;
    for (const { rule, name } of readRuleTests(readFileSync(join(root, file), 'utf8'))) {
      found.set(rule, [...(found.get(rule) ?? []), { file, name }]);
    }
  }
  return found;
}

/**
 * The rules that the tests of one file name.
 * @param {string} source
 * @returns {{ rule: string, name: string }[]}
 */
export function readRuleTests(source) {
  return [...source.matchAll(ruleTitle)].flatMap(([, , rules = '', name = '']) =>
    [...rules.matchAll(/[A-Z][a-z]?\d+/g)].map(([rule]) => ({ rule, name: name.replace(/\\(['"`])/g, '$1') })),
  );
}
