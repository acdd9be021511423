import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { api, type Caller, createTrip, login, putMember } from '../support/rest-client';
import { closePages, eventually, launchBrowser, openPage } from './page-browser';
import { sharedServer } from './shared-server';

const server = sharedServer();
let browser: Browser;
let aoi: Caller;

beforeAll(async () => {
  browser = await launchBrowser();
  aoi = await login(server.url, 'aoi', '葵');
  await login(server.url, 'ben', 'Ben');
});

afterEach(() => closePages(browser));
afterAll(() => browser?.close());

describe('docs/examples/side-by-side', () => {
  const path = '/docs/examples/side-by-side/';

  it('edits one trip with a stock client and with the SDK, under the content security policy of the app', async () => {
    const tripId = await createTrip(aoi, { title: '京都' });
    await putMember(aoi, tripId, 'ben', 'editor');
    const { page, problems } = await openPage(browser, `${server.url}${path}?trip=${tripId}`);
    const [stock, sdk] = [page.locator('#stock'), page.locator('#sdk')];
    const title = (side: Locator) => side.getByLabel('Title');
    const description = (side: Locator) => side.getByLabel('Description');
    for (const side of [stock, sdk]) await eventually(() => title(side).inputValue()).toBe('京都');

    await title(stock).press('End');
    await title(stock).pressSequentially('の旅');
    await eventually(() => title(sdk).inputValue()).toBe('京都の旅');
    await description(sdk).pressSequentially('Two days by train');
    await eventually(() => description(stock).inputValue()).toBe('Two days by train');
    await eventually(() => sdk.getByRole('status').textContent()).toBe('live, all saved');

    await eventually(() => stock.locator('.people').textContent()).toBe('葵');
    await eventually(() => sdk.locator('.people').textContent()).toBe('Ben');
    expect(problems).toEqual([]);
    const stored = await api(aoi, 'GET', `/v1/trips/${tripId}`);
    expect(stored.body).toMatchObject({ title: '京都の旅', description: 'Two days by train' });
  });

  it('says in words why there is nothing to edit', async () => {
    const { page } = await openPage(browser, `${server.url}${path}?trip=01890000-0000-7000-8000-000000000000`);
    await eventually(() => page.locator('#sdk').getByRole('status').textContent()).toContain('There is nothing at this address.');
  });
});
