import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Caller, createTrip, expectOk, login, putMember } from '../support/rest-client';
import {
  closePages,
  connectionOf,
  eventually,
  insertCable,
  launchBrowser,
  notesOf,
  openAs,
  openTripAs,
  personIn,
  titleOf,
} from './page-browser';
import { sharedServer } from './shared-server';

/** How a page stays in touch where sockets do not get through, and when nobody looks at it. */

const server = sharedServer();
let browser: Browser;
let owner: Caller;
let tripId: string;

beforeAll(async () => {
  browser = await launchBrowser();
  owner = await login(server.url, 'aoi', '葵');
});

afterAll(async () => {
  await browser?.close();
});

beforeEach(async () => {
  tripId = await createTrip(owner, { title: 'Kyoto' });
  await putMember(owner, tripId, 'ben', 'editor');
});

afterEach(() => closePages(browser));

const mergePatch = { 'content-type': 'application/merge-patch+json', 'if-match': '*' };
const statusOf = (page: Page) => connectionOf(page).innerText();
const titleOnServer = async () => (await expectOk<{ title: string }>(owner, 'GET', `/v1/trips/${tripId}`)).title;

/** Lets the page's clock run on, step by step, until something is so. */
async function runUntil(page: Page, stepMs: number, isSo: () => Promise<boolean>): Promise<void> {
  await eventually(async () => {
    await page.clock.runFor(stepMs);
    return isSo();
  }, 20_000).toBe(true);
}

/** Makes the page believe that nobody, or somebody, looks at it. */
async function setHidden(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((isHidden) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (isHidden ? 'hidden' : 'visible') });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);
}

describe('where sockets do not get through', () => {
  it('edits travel over HTTP in both directions, and over a socket again when one gets through', async () => {
    const { page, problems } = await openAs(browser, server.url, 'ben');
    await page.clock.install();
    const cable = await insertCable(page);
    cable.pull();
    await page.goto(`${server.url}/trips/${tripId}`);
    await runUntil(page, 1_000, async () => (await notesOf(page).count()) > 0);
    await eventually(() => statusOf(page)).toBe('Slow connection');

    await titleOf(page).fill('Kyoto by train');
    await runUntil(page, 1_000, async () => (await titleOnServer()) === 'Kyoto by train');
    await expectOk(owner, 'PATCH', `/v1/trips/${tripId}`, { title: 'Nara' }, mergePatch);
    await runUntil(page, 1_000, async () => (await titleOf(page).inputValue()) === 'Nara');

    cable.plug();
    await runUntil(page, 5_000, async () => (await statusOf(page)) === 'Saved');
    const aoi = await openTripAs(browser, server.url, tripId, 'aoi');
    await titleOf(aoi.page).fill('Osaka');
    await eventually(() => titleOf(page).inputValue()).toBe('Osaka');
    expect(problems).toEqual([]);
  });
});

describe('a network that stalls', () => {
  it('and delivers late what it held back does no harm', async () => {
    const aoi = await openTripAs(browser, server.url, tripId, 'aoi');
    const ben = await openTripAs(browser, server.url, tripId, 'ben');
    await notesOf(ben.page).waitFor();
    await eventually(() => statusOf(ben.page)).toBe('Saved');
    // Open sockets are not closed by this: their frames wait, in both directions.
    await ben.page.context().setOffline(true);
    await titleOf(ben.page).press('End');
    await ben.page.keyboard.type(' by train');
    await notesOf(aoi.page).fill('Meet at nine');
    await eventually(() => statusOf(aoi.page)).toBe('Saved');
    await eventually(() => statusOf(ben.page)).toContain('not saved');
    await ben.page.context().setOffline(false);
    for (const { page } of [aoi, ben]) {
      await eventually(() => titleOf(page).inputValue()).toBe('Kyoto by train');
      await eventually(() => notesOf(page).innerText()).toBe('Meet at nine');
      await eventually(() => statusOf(page)).toBe('Saved');
    }
    expect(await titleOnServer()).toBe('Kyoto by train');
    expect([...aoi.problems, ...ben.problems]).toEqual([]);
  });
});

describe('a page that nobody looks at', () => {
  it('tells nobody where its person is, leaves after five minutes, polls every five, and is back when it is shown', async () => {
    const aoi = await openTripAs(browser, server.url, tripId, 'aoi');
    const { page } = await openAs(browser, server.url, 'ben');
    await page.clock.install();
    await page.goto(`${server.url}/trips/${tripId}`);
    await runUntil(page, 100, async () => (await notesOf(page).count()) > 0);
    await eventually(() => personIn(aoi.page, 'Ben').getAttribute('data-activity')).toBe('viewing');

    await setHidden(page, true);
    // A jump, so that a ping is answered before its five seconds are over.
    await page.clock.fastForward(299_000);
    expect(await personIn(aoi.page, 'Ben').getAttribute('data-activity')).toBe('viewing');
    const polled = page.waitForResponse((response) => response.url().endsWith(`/v1/trips/${tripId}/sync`));
    await page.clock.fastForward(2_000);
    await eventually(() => personIn(aoi.page, 'Ben').getAttribute('data-activity')).not.toBe('viewing');
    // It asks as it leaves; what is written from now on waits for the next time.
    await polled;

    await titleOf(aoi.page).fill('Nara');
    await eventually(titleOnServer).toBe('Nara');
    expect(await titleOf(page).inputValue()).toBe('Kyoto');
    await page.clock.fastForward(300_000);
    await runUntil(page, 100, async () => (await titleOf(page).inputValue()) === 'Nara');

    await setHidden(page, false);
    await runUntil(page, 100, async () => (await statusOf(page)) === 'Saved');
    await eventually(() => personIn(aoi.page, 'Ben').getAttribute('data-activity')).toBe('viewing');
  });
});
