import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../toolchain.mjs';
import { readChapters } from './chapters.mjs';
import { findRuleTests } from './rule-tests.mjs';

/** @typedef {import('./chapters.mjs').Chapter} Chapter */
/** @typedef {import('./rule-tests.mjs').RuleTest} RuleTest */

/** Where the pages are, from the top of the repository. */
export const pagesFolder = 'docs/protocol';

const note = '<!-- Made from src/protocol/PROTOCOL.md and the names of the tests by `node scripts/protocol-docs.mjs`. -->\n\n';

/**
 * The pages of docs/protocol: an index, and one page per chapter with its rules and the tests that show them.
 * @param {string} [source] of PROTOCOL.md
 * @param {Map<string, RuleTest[]>} [tests] by rule
 * @returns {Map<string, string>} texts by file name
 */
export function protocolPages(source = readFileSync(join(root, 'src/protocol/PROTOCOL.md'), 'utf8'), tests = findRuleTests()) {
  const { title, introduction, chapters } = readChapters(source);
  const addresses = new Map(
    chapters.flatMap(({ slug, rules }) => rules.map((rule) => [rule, `${slug}.md#${rule.toLowerCase()}`])),
  );
  const pages = new Map([['README.md', indexPage(title, introduction, chapters, addresses)]]);
  for (const chapter of chapters) pages.set(`${chapter.slug}.md`, chapterPage(chapter, addresses, tests));
  return pages;
}

/**
 * @param {string} title
 * @param {string} introduction
 * @param {readonly Chapter[]} chapters
 * @param {ReadonlyMap<string, string>} addresses
 */
function indexPage(title, introduction, chapters, addresses) {
  const lines = chapters.map((chapter) => {
    const rules = chapter.rules.map((rule) => `[${rule}](${addresses.get(rule)})`).join(' ');
    return `| [${chapter.title}](${chapter.slug}.md) | ${rules} |`;
  });
  const table = `| chapter | rules |\n|---|---|\n${lines.join('\n')}`;
  return `${note}# ${title}\n\n${withSourceLinks(introduction)}\n\n${table}\n`;
}

/**
 * @param {Chapter} chapter
 * @param {ReadonlyMap<string, string>} addresses of all rules
 * @param {ReadonlyMap<string, RuleTest[]>} tests
 */
function chapterPage({ title, body }, addresses, tests) {
  // A rule's item ends where the next one starts, or at an empty line.
  const parts = withSourceLinks(body).split(/^(?=- \*\*[A-Z][a-z]?\d+\*\* )/m);
  const sections = parts.map((part) => ruleSection(part, addresses, tests));
  return `${note}# ${title}\n\n${sections.join('\n\n')}\n\n[All chapters](README.md)\n`;
}

/**
 * @param {string} part a rule's item, or what stands before the first one
 * @param {ReadonlyMap<string, string>} addresses
 * @param {ReadonlyMap<string, RuleTest[]>} tests
 */
function ruleSection(part, addresses, tests) {
  const [, rule, text = ''] = /^- \*\*([A-Z][a-z]?\d+)\*\* (.*)$/s.exec(part) ?? [];
  if (rule === undefined) return withRuleLinks(part.trim(), addresses);
  const [item = '', ...rest] = text.trim().split(/\n\n/);
  const after = rest.length === 0 ? '' : `\n\n${withRuleLinks(rest.join('\n\n'), addresses)}`;
  const words = withRuleLinks(item.replace(/\n\s*/g, ' '), addresses);
  return `## ${rule}\n\n${words}\n\n${testList(tests.get(rule) ?? [])}${after}`;
}

/** @param {readonly RuleTest[]} tests */
function testList(tests) {
  const summary = tests.length === 1 ? '1 test' : `${tests.length} tests`;
  const items = tests.map(({ file, name }) => `- [${file.replace(/^test\//, '')}](../../${file}): ${escapeMarkdown(name)}`);
  return `<details><summary>${summary}</summary>\n\n${items.join('\n')}\n\n</details>`;
}

/**
 * Turns rules named in the text into links.
 * @param {string} text
 * @param {ReadonlyMap<string, string>} addresses
 */
function withRuleLinks(text, addresses) {
  const codeOrRule = /`[^`]*`|\b[A-Z][a-z]?\d+\b/g;
  return text.replace(codeOrRule, (match) => (addresses.has(match) ? `[${match}](${addresses.get(match)})` : match));
}

/**
 * Links of PROTOCOL.md to its neighbours, seen from the pages.
 * @param {string} text
 */
function withSourceLinks(text) {
  return text.replace(/\]\((?!https?:)([\w./-]+)\)/g, '](../../src/protocol/$1)');
}

/** @param {string} text a test's name, which may hold anything */
function escapeMarkdown(text) {
  return text.replace(/[\\`*_{}[\]<>|$]/g, '\\$&').replaceAll('\n', ' ');
}
