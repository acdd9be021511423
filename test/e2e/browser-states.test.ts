import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DevServer, startServer } from '../support/dev-server';
import { api, type Caller, createTrip, expectOk, login, putMember } from '../support/rest-client';
import { destroyStockClients, openStock, untilSynced } from '../support/stock-client';
import {
  announcementOf,
  cardTitle,
  connectionOf,
  eventually,
  insertCable,
  itemsOf,
  launchBrowser,
  leavePages,
  notesOf,
  openAs,
  openPage,
  openTripAs,
  type PersonPage,
  titleOf,
} from './page-browser';

/** What the page shows when things are not as usual. */

let server: DevServer;
let browser: Browser;
let owner: Caller;

beforeAll(async () => {
  server = await startServer();
  browser = await launchBrowser();
  owner = await login(server.url, 'aoi', '葵');
});

afterEach(async () => {
  destroyStockClients();
  await leavePages(browser);
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function sharedTrip(role: 'editor' | 'viewer'): Promise<string> {
  const tripId = await createTrip(owner, { title: 'Kyoto', itinerary: [{ day: 1, title: 'Inn' }] });
  await putMember(owner, tripId, 'ben', role);
  return tripId;
}

/** Ends a test's pages. Nothing may have gone wrong in them that the test does not know of. */
async function close(...pages: PersonPage[]): Promise<void> {
  await leavePages(browser);
  expect(pages.flatMap(({ problems }) => problems)).toEqual([]);
}

describe('a lost connection', () => {
  it('keeps edits of both while the server is dead, and brings them together afterwards', async () => {
    const tripId = await sharedTrip('editor');
    const aoi = await openTripAs(browser, server.url, tripId, 'aoi');
    const ben = await openTripAs(browser, server.url, tripId, 'ben');
    await titleOf(aoi.page).press('End');
    await aoi.page.keyboard.type(' 2027');
    await eventually(() => titleOf(ben.page).inputValue()).toBe('Kyoto 2027');
    await eventually(() => connectionOf(aoi.page).innerText()).toBe('Saved');

    await server.kill();
    await aoi.page.getByTestId('notice').waitFor();
    await eventually(() => connectionOf(aoi.page).innerText()).toBe('Offline');
    await eventually(() => announcementOf(aoi.page).innerText()).toContain('offline');
    await aoi.page.keyboard.type('!');
    await titleOf(ben.page).press('Home');
    await ben.page.keyboard.type('To ');
    await eventually(() => connectionOf(aoi.page).innerText()).toBe('1 edit not saved');
    await eventually(() => connectionOf(ben.page).innerText()).toBe('3 edits not saved');

    const { port } = new URL(server.url);
    server = await startServer({ persistTo: server.persistTo, port: Number(port) });
    for (const { page } of [aoi, ben]) {
      await eventually(() => titleOf(page).inputValue(), 40_000).toBe('To Kyoto 2027!');
      await eventually(() => connectionOf(page).innerText()).toBe('Saved');
      await eventually(() => page.getByTestId('notice').count()).toBe(0);
    }
    await eventually(() => announcementOf(aoi.page).innerText()).toBe('Connected again.');
    await close(aoi, ben);
  });

  it('is tried again at once when the person asks', async () => {
    const tripId = await sharedTrip('editor');
    const ben = await openAs(browser, server.url, 'ben');
    const cable = await insertCable(ben.page);
    cable.pull();
    await ben.page.clock.install();
    await ben.page.goto(`${server.url}/trips/${tripId}`);
    const tryNow = ben.page.getByRole('button', { name: 'Try now' });
    await tryNow.waitFor();
    // No timer brings the connection back before the person does.
    await ben.page.clock.pauseAt(Date.now() + 1_000);
    cable.plug();
    // By program: with its clock standing still, a page never counts as steady enough for a pointer.
    await tryNow.dispatchEvent('click');
    await ben.page.clock.resume();
    await notesOf(ben.page).waitFor();
    expect(await titleOf(ben.page).inputValue()).toBe('Kyoto');
    // Its clock is not that of other tests.
    await ben.page.context().close();
    await close(ben);
  });
});

describe('roles', () => {
  it('A8 a viewer sees everything live, with all controls off', async () => {
    const tripId = await sharedTrip('viewer');
    const ben = await openTripAs(browser, server.url, tripId, 'ben');
    await ben.page.getByText('View only').waitFor();
    expect(await titleOf(ben.page).getAttribute('readonly')).not.toBeNull();
    await notesOf(ben.page).waitFor();
    expect(await notesOf(ben.page).getAttribute('contenteditable')).toBe('false');
    expect(await ben.page.locator('main input:not([readonly])').count()).toBe(0);
    expect(await ben.page.locator('main select:not(:disabled)').count()).toBe(0);
    // What is left are a switch, a menu, faces and what unfolds a card, which change nothing in the trip.
    const harmless = '.tt-tools *, .tt-people *, [data-part=unfold]';
    expect(await ben.page.locator(`main button:not(:disabled):not(${harmless})`).count()).toBe(0);
    expect(await ben.page.getByRole('button', { name: 'Undo' }).count()).toBe(0);
    expect(await ben.page.getByRole('button', { name: 'Share' }).count()).toBe(0);

    const aoi = await openTripAs(browser, server.url, tripId, 'aoi');
    await titleOf(aoi.page).press('End');
    await aoi.page.keyboard.type(' live');
    await eventually(() => titleOf(ben.page).inputValue()).toBe('Kyoto live');
    await close(aoi, ben);
  });

  it('A7 a new role switches the controls on and off in the open page', async () => {
    const tripId = await sharedTrip('viewer');
    const ben = await openTripAs(browser, server.url, tripId, 'ben');
    await putMember(owner, tripId, 'ben', 'editor');
    await ben.page.locator('#add-1').waitFor();
    await cardTitle(itemsOf(ben.page, 1).first()).press('End');
    await ben.page.keyboard.type('!');
    await eventually(() => connectionOf(ben.page).innerText()).toBe('Saved');
    await putMember(owner, tripId, 'ben', 'viewer');
    await ben.page.getByText('View only').waitFor();
    expect(await cardTitle(itemsOf(ben.page, 1).first()).inputValue()).toBe('Inn!');
    await close(ben);
  });

  it('A7 a removed member sees nothing of the trip any more', async () => {
    const tripId = await sharedTrip('editor');
    const ben = await openTripAs(browser, server.url, tripId, 'ben');
    await expectOk(owner, 'DELETE', `/v1/trips/${tripId}/members/ben`);
    await ben.page.getByRole('heading', { name: 'This trip is not shared with you' }).waitFor();
    expect(await titleOf(ben.page).count()).toBe(0);
    await close(ben);
  });

  it('C2 a deleted trip says so', async () => {
    const tripId = await sharedTrip('editor');
    const ben = await openTripAs(browser, server.url, tripId, 'ben');
    await expectOk(owner, 'DELETE', `/v1/trips/${tripId}`);
    await ben.page.getByRole('heading', { name: 'This trip does not exist' }).waitFor();
    await ben.page.getByRole('link', { name: 'All trips', exact: true }).click();
    await ben.page.getByRole('heading', { name: 'Your trips' }).waitFor();
    await close(ben);
  });

  it('C4 the sixth window takes over from the first one, which can take over again', async () => {
    const tripId = await sharedTrip('editor');
    const ben = await openTripAs(browser, server.url, tripId, 'ben');
    const caller = await login(server.url, 'ben', 'Ben');
    for (let i = 0; i < 5; i++) await untilSynced(openStock(caller, tripId));
    await ben.page.getByTestId('notice').getByText('too many places').waitFor();
    expect(await titleOf(ben.page).getAttribute('readonly')).not.toBeNull();
    await ben.page.getByRole('button', { name: 'Reconnect' }).click();
    await eventually(() => connectionOf(ben.page).innerText()).toBe('Saved');
    await close(ben);
  });
});

describe('signing in', () => {
  it('creates a trip, finds it in the list, and signs out', async () => {
    const { page, problems } = await openPage(browser, server.url);
    await page.getByLabel('Another name').fill('Dora');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByText('No trips yet').waitFor();
    await page.getByRole('button', { name: 'Plan a trip' }).click();
    await page.getByLabel('Title of the new trip').fill('Naoshima 直島');
    await page.getByRole('button', { name: 'Create' }).click();
    await eventually(() => titleOf(page).inputValue()).toBe('Naoshima 直島');
    await page.getByRole('link', { name: 'All trips', exact: true }).click();
    await page.getByRole('link', { name: /Naoshima 直島/ }).click();
    await notesOf(page).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Who are you?' }).waitFor();
    await close({ page, problems });
  });

  it('by name is not offered where the server does not know it; a token is', async () => {
    const { page, problems } = await openPage(browser, server.url);
    await page.route('**/v1/auth/ways', (route) => route.fulfill({ json: { development: false, provider: null } }));
    await page.reload();
    await page.getByText('accepts tokens of its identity provider').waitFor();
    expect(await page.getByRole('button', { name: 'Sign in as Ben' }).count()).toBe(0);
    await page.getByRole('textbox', { name: 'Token' }).fill('nonsense');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('The server does not accept this token.').waitFor();
    await page.getByRole('textbox', { name: 'Token' }).fill(owner.token);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Your trips' }).waitFor();
    await close({ page, problems });
  });

  it('A5 with a token that is refused later leads back to signing in', async () => {
    const tripId = await sharedTrip('editor');
    const { page, problems } = await openPage(browser, `${server.url}/trips/${tripId}`);
    const user = (await api<{ id: string }>(owner, 'GET', '/v1/me')).body;
    const stored = JSON.stringify({ user, token: 'no longer good', renewedBy: null });
    await page.evaluate((value) => localStorage.setItem('triptrip.sign-in', value), stored);
    await page.reload();
    await page.getByRole('heading', { name: 'Your sign-in has ended' }).waitFor();
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await page.getByRole('button', { name: 'Sign in as Ben' }).click();
    await notesOf(page).waitFor();
    await close({ page, problems });
  });
});

describe('the list of trips', () => {
  it('says when it cannot be fetched, and fetches it again', async () => {
    const ben = await openAs(browser, server.url, 'ben');
    await ben.page.route('**/v1/trips', (route) => route.abort());
    await ben.page.reload();
    await ben.page.getByText('The server cannot be reached').waitFor();
    await ben.page.unroute('**/v1/trips');
    await ben.page.getByRole('button', { name: 'Try again' }).click();
    await ben.page.getByRole('alert').waitFor({ state: 'detached' });
    await close(ben);
  });
});
