import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { violationsIn } from './axe';
import { closePages, comeOnline, eventually, insertCable, launchBrowser, openAs, realtimeSocket } from './page-browser';
import { sharedServer } from './shared-server';

/** What the bell in the header says of the connection, on whatever page somebody is. */

const server = sharedServer();
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
});

afterEach(() => closePages(browser));

const bellOf = (page: Page) => page.locator('header button[data-realtime]');
const markOf = (page: Page) => bellOf(page).getByTestId('not-live');

/** Holds what a connection needs first. Answers how to let it through. */
async function holdTickets(page: Page): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route('**/v1/tickets', async (route) => {
    await promise;
    await route.continue();
  });
  return resolve;
}

const words = { 'en-US': /^Notifications.* – no live connection$/, 'ja-JP': /^お知らせ.*（リアルタイム接続なし）$/ } as const;

describe('a connection that is not there', () => {
  it.each([
    ['en-US', 1440, 'light'],
    ['ja-JP', 1440, 'dark'],
    ['en-US', 390, 'dark'],
    ['ja-JP', 390, 'light'],
  ] as const)('marks the bell after a moment, and not before (%s, %i px, %s)', async (locale, width, colorScheme) => {
    const look: BrowserContextOptions = { locale, colorScheme, viewport: { width, height: 844 } };
    const { page, problems } = await openAs(browser, `${server.url}/icon.svg`, 'aoi', look);
    const letThrough = await holdTickets(page);
    await page.clock.install();
    await page.clock.pauseAt(Date.now() + 1_000);
    await Promise.all([page.waitForRequest('**/v1/tickets'), page.goto(server.url)]);
    await page.clock.runFor(2_500);
    expect(await markOf(page).count()).toBe(0);
    await page.clock.runFor(1_000);
    await page.clock.resume();
    await markOf(page).waitFor();
    expect(await bellOf(page).getAttribute('aria-label')).toMatch(words[locale]);
    expect(await bellOf(page).getAttribute('title')).toMatch(words[locale]);
    expect(await violationsIn(page)).toEqual([]);

    letThrough();
    await page.locator('[data-realtime=live]').waitFor();
    await markOf(page).waitFor({ state: 'detached' });
    expect(await bellOf(page).getAttribute('title')).not.toMatch(words[locale]);
    expect(problems).toEqual([]);
  });

  it('marks it also when it is lost, on a page that says nothing else of it, until it is back', async () => {
    const { page, problems } = await openAs(browser, `${server.url}/icon.svg`, 'aoi');
    const cable = await insertCable(page, realtimeSocket);
    await page.goto(`${server.url}/calendar`);
    await page.locator('[data-realtime=live]').waitFor();
    cable.pull();
    await markOf(page).waitFor();
    cable.plug();
    await comeOnline(page);
    await markOf(page).waitFor({ state: 'detached' });
    await eventually(() => bellOf(page).getAttribute('data-realtime')).toBe('live');
    expect(problems).toEqual([]);
  });
});
