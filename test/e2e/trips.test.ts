import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DevServer, startServer } from '../support/dev-server';
import { type Caller, createTrip, expectOk, login, putMember } from '../support/rest-client';
import { violationsIn } from './axe';
import { eventually, launchBrowser, leavePages, openAs, openPage, type PersonPage, titleOf } from './page-browser';

/** The list of trips: creating, finding, renaming, archiving, deleting and taking that back, leaving, handing over. */

let server: DevServer;
let browser: Browser;
let aoi: Caller;
let ben: Caller;

beforeAll(async () => {
  server = await startServer();
  browser = await launchBrowser();
  aoi = await login(server.url, 'aoi', '葵');
  ben = await login(server.url, 'ben', 'Ben');
});

afterEach(() => leavePages(browser));

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** A trip of 葵 that Ben may edit. */
async function shared(title: string): Promise<string> {
  const id = await createTrip(aoi, { title });
  await putMember(aoi, id, 'ben', 'editor');
  return id;
}

function cardOf(page: Page, title: string) {
  return page.getByTestId('trip-card').filter({ has: page.getByRole('heading', { name: title, exact: true }) });
}

async function choose(page: Page, title: string, item: string): Promise<void> {
  await cardOf(page, title).getByRole('button', { name: 'Options' }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

/** The text of what has the focus. */
function focused(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.textContent);
}

async function titlesIn(caller: Caller, query = ''): Promise<string[]> {
  const { trips } = await expectOk<{ trips: { title: string }[] }>(caller, 'GET', `/v1/trips${query}`);
  return trips.map(({ title }) => title);
}

async function expectAccessible(page: Page): Promise<void> {
  expect(await violationsIn(page)).toEqual([]);
}

function expectNoProblems({ problems }: PersonPage): void {
  expect(problems).toEqual([]);
}

describe('a new trip', () => {
  it('needs a title and no more; who has none is shown how it goes, and finds the trip in the list', async () => {
    const opened = await openPage(browser, server.url);
    const { page } = opened;
    await page.getByLabel('Another name').fill('Dora');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Plan a trip' }).click();
    await page.getByLabel('Title of the new trip').waitFor();
    await expectAccessible(page);
    await page.keyboard.type('Naoshima 直島');
    await page.keyboard.press('Enter');
    await eventually(() => titleOf(page).inputValue()).toBe('Naoshima 直島');
    await page.getByRole('link', { name: 'All trips', exact: true }).click();
    await cardOf(page, 'Naoshima 直島').waitFor();

    await page.getByRole('button', { name: 'New trip' }).click();
    await page.getByLabel('Title of the new trip').fill('Oslo');
    await page.getByLabel('From').fill('2027-10-12');
    await page.getByLabel('To', { exact: true }).fill('2027-10-15');
    await page.getByLabel('Destination').fill('Norway');
    await page.getByRole('radio', { name: 'Snow' }).check();
    await page.getByRole('button', { name: 'Create' }).click();
    await eventually(() => titleOf(page).inputValue()).toBe('Oslo');
    await page.getByRole('link', { name: 'All trips', exact: true }).click();
    const card = cardOf(page, 'Oslo');
    await card.getByText('4 days').waitFor();
    expect(await card.textContent()).toMatch(/Oct 12.*15, 2027.*Norway/);
    expect(await card.locator('[data-scene]').getAttribute('data-scene')).toBe('snow');
    expectNoProblems(opened);
  });

  it('can be an example, in the person’s language', async () => {
    const opened = await openPage(browser, server.url, { locale: 'ja-JP' });
    const { page } = opened;
    await page.getByLabel('ほかの名前').fill('Emi');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'サンプルで試す' }).click();
    await eventually(() => titleOf(page).inputValue()).toBe('京都で過ごす三日間');
    await eventually(() => page.getByTestId('item').count()).toBe(11);
    expectNoProblems(opened);
  });
});

describe('the list', () => {
  it('is searched while somebody types, who keeps the focus and is told how many were found', async () => {
    await shared('Kyoto in autumn');
    await createTrip(aoi, { title: '紅葉狩り', destination: '京都' });
    const opened = await openAs(browser, server.url, 'aoi');
    const { page } = opened;
    const search = page.getByRole('textbox', { name: 'Search by title or place' });
    await search.fill('ＫＹＯＴＯ');
    await page.getByText('1 trip found').waitFor();
    expect(await page.getByTestId('trip-card').count()).toBe(1);
    await search.fill('京都');
    await cardOf(page, '紅葉狩り').waitFor();
    await search.fill('Timbuktu');
    await page.getByText('Nothing found for “Timbuktu”').waitFor();
    expect(await search.evaluate((field) => field === document.activeElement)).toBe(true);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Clear the search' }).last().click();
    await cardOf(page, 'Kyoto in autumn').waitFor();
    expect(await search.evaluate((field) => field === document.activeElement)).toBe(true);
    expectNoProblems(opened);
  });

  it('renames in place, and takes the name back when that cannot be stored', async () => {
    const id = await shared('Kobe');
    const opened = await openAs(browser, server.url, 'ben');
    const { page } = opened;
    await choose(page, 'Kobe', 'Rename');
    await page.getByRole('textbox', { name: 'Title of the trip' }).fill('no');
    await page.keyboard.press('Escape');
    await cardOf(page, 'Kobe').waitFor();
    await eventually(() => focused(page)).toBe('Kobe');
    await choose(page, 'Kobe', 'Rename');
    await page.getByRole('textbox', { name: 'Title of the trip' }).fill('Kobe 神戸');
    await page.keyboard.press('Enter');
    await cardOf(page, 'Kobe 神戸').waitFor();
    await eventually(() => focused(page)).toBe('Kobe 神戸');
    await eventually(() => titlesIn(aoi)).toContain('Kobe 神戸');

    await page.route(`**/v1/trips/${id}`, (route) => route.abort());
    await choose(page, 'Kobe 神戸', 'Rename');
    await page.getByRole('textbox', { name: 'Title of the trip' }).fill('Himeji');
    await page.keyboard.press('Enter');
    await page.getByText('The server cannot be reached').waitFor();
    await cardOf(page, 'Kobe 神戸').waitFor();
    expectNoProblems(opened);
  });

  it('archives a trip for everybody, and brings it back by Undo or from the archive', async () => {
    await shared('Nikko');
    const opened = await openAs(browser, server.url, 'ben');
    const { page } = opened;
    await choose(page, 'Nikko', 'Archive');
    await cardOf(page, 'Nikko').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await cardOf(page, 'Nikko').waitFor();
    await choose(page, 'Nikko', 'Archive');
    await page.getByText('“Nikko” is archived').last().waitFor();
    await eventually(() => titlesIn(aoi, '?archived=true')).toEqual(['Nikko']);
    await page.getByRole('link', { name: 'Archived' }).click();
    await cardOf(page, 'Nikko').waitFor();
    await expectAccessible(page);
    await choose(page, 'Nikko', 'Take out of the archive');
    await page.getByText('Nothing is archived').waitFor();
    // The only card is gone: the focus is where the list begins.
    await eventually(() => focused(page)).toBe('Your trips');
    await page.getByRole('link', { name: 'Active' }).click();
    await cardOf(page, 'Nikko').waitFor();
    expectNoProblems(opened);
  });

  it('[D2] deletes a trip, which comes back by Undo, or later from those recently deleted', async () => {
    const id = await shared('Sendai');
    const opened = await openAs(browser, server.url, 'aoi');
    const { page } = opened;
    await choose(page, 'Sendai', 'Delete');
    await page.getByText('“Sendai” was deleted').waitFor();
    await eventually(() => titlesIn(ben)).not.toContain('Sendai');
    await page.getByRole('button', { name: 'Undo' }).click();
    await cardOf(page, 'Sendai').waitFor();
    await eventually(() => titlesIn(ben)).toContain('Sendai');
    await choose(page, 'Sendai', 'Delete');
    await cardOf(page, 'Sendai').waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Recently deleted' }).click();
    await cardOf(page, 'Sendai').getByText('Can be restored until').waitFor();
    await expectAccessible(page);
    await cardOf(page, 'Sendai').getByRole('button', { name: 'Restore' }).click();
    await page.getByText('“Sendai” was restored').waitFor();
    await page.goto(`${server.url}/trips/${id}`);
    await eventually(() => titleOf(page).inputValue()).toBe('Sendai');
    expectNoProblems(opened);
  });

  it('lets a member leave, after a question; only its owner may delete a trip', async () => {
    const id = await shared('Hakone');
    const opened = await openAs(browser, server.url, 'ben');
    const { page } = opened;
    await cardOf(page, 'Hakone').getByRole('button', { name: 'Options' }).click();
    await eventually(() => page.getByRole('menuitem').allTextContents()).toEqual(['Rename', 'Archive', 'Leave the trip']);
    await page.getByRole('menuitem', { name: 'Leave the trip' }).press('Enter');
    await page.getByRole('dialog').getByRole('button', { name: 'Stay' }).click();
    await choose(page, 'Hakone', 'Leave the trip');
    await page.getByRole('dialog').getByRole('button', { name: 'Leave the trip' }).click();
    await page.getByText('You have left “Hakone”').waitFor();
    const { collaborators } = await expectOk<{ collaborators: { id: string }[] }>(aoi, 'GET', `/v1/trips/${id}`);
    expect(collaborators.map((member) => member.id)).toEqual(['aoi']);
    expectNoProblems(opened);
  });

  it('does not jump while it loads', async () => {
    const { page } = await openAs(browser, server.url, 'aoi');
    await page.addInitScript(() => {
      const shifts: number[] = [];
      Object.assign(window, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & { value: number }).value);
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await page.reload();
    await page.getByTestId('trip-card').first().waitFor();
    const shifts = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts);
    expect(shifts.reduce((sum, shift) => sum + shift, 0)).toBeLessThan(0.05);
  });
});

describe('a trip', () => {
  it('[A12] is handed over after a question, and the former owner cannot manage it any more', async () => {
    const id = await shared('Nagoya');
    const opened = await openAs(browser, `${server.url}/trips/${id}`, 'aoi');
    const { page } = opened;
    await page.getByRole('button', { name: 'Share' }).click();
    const handOver = page.getByRole('button', { name: 'Hand the trip over to Ben' });
    await handOver.click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await eventually(() => handOver.evaluate((button) => button === document.activeElement)).toBe(true);
    await handOver.click();
    await page.getByRole('alertdialog', { name: 'Hand the trip over to Ben?' }).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Hand over', exact: true }).click();
    await page.getByText('Ben is the owner of the trip now').waitFor();
    await page.getByRole('button', { name: 'Share' }).waitFor({ state: 'detached' });
    const { owner_id } = await expectOk<{ owner_id: string }>(ben, 'GET', `/v1/trips/${id}`);
    expect(owner_id).toBe('ben');
    expectNoProblems(opened);
  });
});
