import { globSync, readFileSync } from 'node:fs';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';

/** Attributes whose value somebody reads or hears. */
const spokenAttributes = /^(aria-(label|description|placeholder|valuetext|roledescription)|title|placeholder|alt|label|text)$/;

/** What is the same in every language. */
const allowed = new Set(['TripTrip', 'https://']);

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

/** Words that a component shows or says without asking a catalog. */
function wordsIn(file: string, source: string): string[] {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const found: string[] = [];
  const look = (node: Node) => {
    if (node.type === 'JSXText') found.push(...literals([node.value]));
    if (node.type === 'JSXExpressionContainer') found.push(...stringsOf(node.expression));
    if (node.type === 'JSXAttribute') {
      const name = (node.name as Node).name;
      const value = node.value as Node | null;
      const expression = value?.type === 'JSXExpressionContainer' ? value.expression : value;
      if (typeof name === 'string' && spokenAttributes.test(name)) found.push(...stringsOf(expression));
      if (isNode(expression)) look(expression);
      return;
    }
    for (const child of Object.values(node)) for (const one of [child].flat()) if (isNode(one)) look(one);
  };
  look(program as unknown as Node);
  return found;
}

/** The literal strings that an expression may come to; what a function answers is the function's affair. */
function stringsOf(node: unknown): string[] {
  if (!isNode(node)) return [];
  if (node.type === 'Literal') return literals([node.value]);
  if (node.type === 'TemplateLiteral') {
    return literals((node.quasis as Node[]).map((part) => (part.value as { cooked: string }).cooked));
  }
  if (node.type === 'ConditionalExpression') return [...stringsOf(node.consequent), ...stringsOf(node.alternate)];
  if (node.type === 'LogicalExpression') return [...stringsOf(node.left), ...stringsOf(node.right)];
  return [];
}

/** Those with a letter in them: signs and spaces belong to no language. */
function literals(values: readonly unknown[]): string[] {
  return values
    .filter((value) => typeof value === 'string')
    .map((value) => value.trim())
    .filter((value) => /\p{L}{2}/u.test(value) && !allowed.has(value));
}

describe('the components of the app', () => {
  it('take every word from the catalogs', () => {
    const faults = globSync('web/app/**/*.tsx').flatMap((file) =>
      wordsIn(file, readFileSync(file, 'utf8')).map((words) => `${file}: ${words}`),
    );
    expect(faults).toEqual([]);
  });

  it.each([
    ['text', '<p>Hello there</p>'],
    ['an expression', "<p>{isNew ? 'Hello' : name}</p>"],
    ['a template', '<p>{`Hello $' + '{name}`}</p>'],
    ['a label', '<button aria-label="Close" />'],
    ['a label that depends', "<button title={isOpen ? text('app.close') : 'Open'} />"],
    ['a property of our own', '<Notice text="No connection" />'],
    ['something in a property', '<Card icon={<img alt="Map" />} className={isOpen ? "open" : "closed"} />'],
  ])('would be found out: %s', (_what, code) => {
    expect(wordsIn('x.tsx', `export const X = () => ${code};`)).not.toEqual([]);
  });

  it.each([
    "<p>{text('app.close')}</p>",
    '<p className="card">{count} / {of}</p>',
    '<i data-testid="notice" />',
    '<b>TripTrip</b>',
  ])('are free to write %s', (code) => {
    expect(wordsIn('x.tsx', `export const X = () => ${code};`)).toEqual([]);
  });
});
