import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DevServer, startServer } from '../support/dev-server';
import { createTrip, login } from '../support/rest-client';
import { closePages, itemsOf, launchBrowser, openAs, openPage, titleOf } from './page-browser';
import { differenceFrom } from './pictures';

/** What the pages look like: layout and colours, without the words, so that other fonts make no difference. */

/** A wrong colour of a surface or a block in another place is more than this; another line break of a word is less. */
const toleratedShare = 0.03;

const looks: Readonly<Record<string, BrowserContextOptions>> = {
  'screen-light': { viewport: { width: 1440, height: 900 }, locale: 'en-US', colorScheme: 'light' },
  'phone-dark': { viewport: { width: 390, height: 844 }, locale: 'ja-JP', colorScheme: 'dark' },
};

let server: DevServer;
let browser: Browser;
let tripId: string;

beforeAll(async () => {
  server = await startServer();
  browser = await launchBrowser();
  tripId = await createTrip(await login(server.url, 'aoi', '葵'), {
    title: 'Kyoto',
    start_date: '2027-11-19',
    end_date: '2027-11-21',
    cover: 'cover:temple',
    budget: { JPY: 120_000 },
    itinerary: [
      {
        day: 1,
        title: 'Train',
        type: 'transport',
        time_slot: '09:30',
        booking_status: 'confirmed',
        cost: 13_970,
        currency: 'JPY',
      },
      { day: 1, title: 'Inn', type: 'hotel', cost: 42_000, currency: 'JPY' },
      { day: 2, title: 'Castle', type: 'attraction' },
      { day: null, title: 'Deer' },
    ],
  });
});

afterEach(() => closePages(browser));

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

describe.each(Object.entries(looks))('%s', (look, options) => {
  it('sign in', async () => {
    const { page } = await openPage(browser, server.url, options);
    await page.locator('main li button').first().waitFor();
    expect(await differenceFrom(`sign-in-${look}`, page, browser)).toBeLessThan(toleratedShare);
  });

  it('the list, the plan, and the budget', async () => {
    const { page } = await openAs(browser, server.url, 'aoi', options);
    await page.locator('main li a').first().waitFor();
    expect.soft(await differenceFrom(`list-${look}`, page, browser)).toBeLessThan(toleratedShare);
    await page.goto(`${server.url}/trips/${tripId}/budget`);
    await page.locator('#budget-title').waitFor();
    expect.soft(await differenceFrom(`budget-${look}`, page, browser)).toBeLessThan(toleratedShare);
    await page.goto(`${server.url}/trips/${tripId}`);
    await titleOf(page).waitFor();
    await itemsOf(page, 1).first().waitFor();
    await page.locator('.tt-status-pill[data-status=calm]').waitFor();
    expect.soft(await differenceFrom(`plan-${look}`, page, browser)).toBeLessThan(toleratedShare);
  });
});
