import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { launchBrowser, type PersonPage } from './page-browser';
import { keepFailure } from './recordings';

/** Opens the page of a test, and answers it. */
export type OpenPage = (opening: (browser: Browser) => Promise<PersonPage>) => Promise<PersonPage>;

/**
 * For a file whose tests have one page each; to be called once. Launches the browser and closes it, keeps what a failed test
 * showed, and fails a test in whose page something went wrong.
 */
export function onePage(): OpenPage {
  let browser: Browser;
  let opened: PersonPage;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
  });
  afterEach(async () => {
    await keepFailure(browser);
    expect(opened.problems).toEqual([]);
  });
  return async (opening) => {
    opened = await opening(browser);
    return opened;
  };
}
