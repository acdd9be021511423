import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pagesFolder, protocolPages } from '../../../scripts/protocol-docs/pages.mjs';
import { readRuleTests } from '../../../scripts/protocol-docs/rule-tests.mjs';
import { root } from '../../../scripts/toolchain.mjs';

const folder = join(root, pagesFolder);

describe('docs/protocol', () => {
  it('is what `node scripts/protocol-docs.mjs` writes now', () => {
    const pages = protocolPages();
    expect(readdirSync(folder).sort()).toEqual([...pages.keys()].sort());
    for (const [name, text] of pages) expect(readFileSync(join(folder, name), 'utf8'), name).toBe(text);
  });

  it('shows every rule with at least one test', () => {
    const pages = [...protocolPages().values()].join('\n');
    const untested = [...pages.matchAll(/^## (\w+)\n\n.*\n\n<details><summary>0 tests/gm)].map(([, rule]) => rule);
    expect(untested).toEqual([]);
  });

  it('has no two rules of one number', () => {
    const pages = [...protocolPages().values()].join('\n');
    const rules = [...pages.matchAll(/^## ([A-Z][a-z]?\d+)$/gm)].map(([, rule]) => rule);
    expect(rules.filter((rule, index) => rules.indexOf(rule) !== index)).toEqual([]);
    expect(rules.length).toBeGreaterThan(200);
  });

  it('has no link that leads nowhere', () => {
    const pages = protocolPages();
    for (const [name, text] of pages) {
      for (const [, target = '', anchor] of text.matchAll(/\]\(([^)#]+)(?:#(\w+))?\)/g)) {
        if (target.startsWith('../../')) expect(() => readFileSync(join(folder, target))).not.toThrow();
        else expect(pages.get(target)?.toLowerCase(), `${name} → ${target}`).toContain(anchor ? `\n## ${anchor}\n` : '\n# ');
      }
    }
  });
});

const source = `# The protocol

Numbers stand in [limits](limits.ts).

## Big frames

Before the rules.

- **F1** A frame
  over two lines (F2), \`F2\` in code, and H2 which is no rule.
- **F2** Another one.

After the rules, F1.
`;

describe('the pages of a protocol', () => {
  const tests = new Map([['F1', [{ file: 'test/unit/a.test.ts', name: 'takes `$what` <b>' }]]]);
  const pages = protocolPages(source, tests);

  it('are an index and one page per chapter', () => {
    expect([...pages.keys()]).toEqual(['README.md', 'big-frames.md']);
    expect(pages.get('README.md')).toContain('[limits](../../src/protocol/limits.ts)');
    expect(pages.get('README.md')).toContain('| [Big frames](big-frames.md) | [F1](big-frames.md#f1) [F2](big-frames.md#f2) |');
  });

  it('link the rules, and leave code and other words alone', () => {
    expect(pages.get('big-frames.md')).toContain(
      '## F1\n\nA frame over two lines ([F2](big-frames.md#f2)), `F2` in code, and H2 which is no rule.\n',
    );
    expect(pages.get('big-frames.md')).toContain('\n\nAfter the rules, [F1](big-frames.md#f1).\n');
  });

  it('list the tests of a rule, however they are called', () => {
    expect(pages.get('big-frames.md')).toContain('- [unit/a.test.ts](../../test/unit/a.test.ts): takes \\`\\$what\\` \\<b\\>\n');
    expect(pages.get('big-frames.md')).toContain('## F2\n\nAnother one.\n\n<details><summary>0 tests</summary>');
  });
});

describe('tests that name rules', () => {
  it('are found in every kind of string, with all their rules', () => {
    const file = [
      'it("[Zz1] it\'s one", f)',
      "it.each(x)('[Zz2] [Zz3] isn\\'t $x', f)",
      'it(`[Zz4] of them`)',
      "it('no rule')",
    ].join('\n');
    expect(readRuleTests(file)).toEqual([
      { rule: 'Zz1', name: "it's one" },
      { rule: 'Zz2', name: "isn't $x" },
      { rule: 'Zz3', name: "isn't $x" },
      { rule: 'Zz4', name: 'of them' },
    ]);
  });
});
