import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';

/** The short form: half as much for a page to read. */
const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What axe finds wrong in a page as it stands, one line for each rule.
 * @param rules the only ones to look for; absent: all
 */
export async function violationsIn(page: Page, rules?: readonly string[]): Promise<string[]> {
  // Reading it takes a page longer than the analysis: once is enough.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  return page.evaluate(async (only) => {
    const options = only === undefined ? {} : { runOnly: [...only] };
    // Most of the time would go into describing what is right.
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run({ resultTypes: ['violations'], ...options });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`,
    );
  }, rules);
}
