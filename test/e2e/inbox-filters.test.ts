import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { closePages, launchBrowser, openAs } from './page-browser';
import { sharedServer } from './shared-server';

const server = sharedServer();
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
});

afterEach(() => closePages(browser));

/** Whether a button is seen as a whole, and a press on any corner of its words meets it. */
function isInSight(button: Locator): Promise<boolean> {
  return button.evaluate((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const { left, right, top, bottom } = range.getBoundingClientRect();
    const corners = [left + 1, right - 1].flatMap((x) => [top + 1, bottom - 1].map((y) => document.elementFromPoint(x, y)));
    return corners.every((met) => met !== null && element.contains(met));
  });
}

describe.each([
  ['en-US', 'Which notifications', 'Mark all as read'],
  ['ja-JP', '表示するお知らせ', 'すべて既読にする'],
])('the filters of the notifications (%s)', (locale, filters, readAll) => {
  it.each([
    [1440, 900],
    [640, 800],
    [390, 844],
    [360, 640],
  ])('can all be seen and pressed, and so can the button beside them, %i px wide', async (width, height) => {
    const { page, problems } = await openAs(browser, server.url, 'aoi', { locale, viewport: { width, height } });
    await page.locator('header button[data-realtime]').click();
    const group = page.getByRole('group', { name: filters });
    await group.waitFor();
    const buttons = [...(await group.getByRole('button').all()), page.getByRole('button', { name: readAll })];
    expect(await Promise.all(buttons.map(isInSight))).toEqual(Array(9).fill(true));
    const overflow = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
    expect(await page.evaluate(overflow)).toBe(0);
    expect(problems).toEqual([]);
  });
});
