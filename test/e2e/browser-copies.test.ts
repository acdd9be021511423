import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Caller, createTrip, expectOk, login, putMember } from '../support/rest-client';
import {
  type Cable,
  comeOnline,
  connectionOf,
  eventually,
  insertCable,
  launchBrowser,
  leavePages,
  notesOf,
  openAs,
  type PersonPage,
  titleOf,
} from './page-browser';
import { sharedServer } from './shared-server';

/** What happens to edits that the server will not take, and to those it does not have yet when somebody signs out. */

const server = sharedServer();
let browser: Browser;
let owner: Caller;
let tripId: string;
let ben: PersonPage;
let cable: Cable;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
});

beforeEach(async () => {
  owner = await login(server.url, 'aoi', '葵');
  tripId = await createTrip(owner, { title: 'Kyoto' });
  await putMember(owner, tripId, 'ben', 'editor');
  ben = await openAs(browser, server.url, 'ben', { permissions: ['clipboard-read', 'clipboard-write'] });
  cable = await insertCable(ben.page);
  await ben.page.goto(`${server.url}/trips/${tripId}`);
  await notesOf(ben.page).waitFor();
});

afterEach(async () => {
  await leavePages(browser);
  expect(ben.problems).toEqual([]);
});

/** Types what the server does not get to know for now. */
async function typeOffline(words: string): Promise<void> {
  cable.pull();
  await titleOf(ben.page).press('End');
  await ben.page.keyboard.type(words);
  await eventually(() => connectionOf(ben.page).innerText()).toContain('not saved');
}

describe('edits that the server will not take', () => {
  beforeEach(async () => {
    await typeOffline(' by night train');
    await putMember(owner, tripId, 'ben', 'viewer');
    cable.plug();
    await comeOnline(ben.page);
    await ben.page.getByText('could not be saved').waitFor();
  });

  it('are shown with the reason, copied, downloaded and discarded', async () => {
    expect(await titleOf(ben.page).inputValue()).toBe('Kyoto');
    await ben.page.getByRole('button', { name: 'Show', exact: true }).click();
    const dialog = ben.page.getByRole('dialog');
    await dialog.getByText('by night train', { exact: true }).waitFor();
    await dialog.getByText('Your role does not allow this.').waitFor();
    await dialog.getByRole('button', { name: 'Copy the text' }).click();
    await dialog.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await ben.page.evaluate(() => navigator.clipboard.readText())).toBe('by night train');
    const [download] = await Promise.all([
      ben.page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Download' }).click(),
    ]);
    expect(await readFile(await download.path(), 'utf8')).toBe('by night train');
    await dialog.getByRole('button', { name: 'Discard' }).click();
    await dialog.waitFor({ state: 'detached' });
    await eventually(() => ben.page.getByText('could not be saved').count()).toBe(0);
    await ben.page.reload();
    await ben.page.getByText('View only').waitFor();
    expect(await ben.page.getByText('could not be saved').count()).toBe(0);
  });

  it('stay where the browser does not let them be copied, which is said', async () => {
    await ben.page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new DOMException('not allowed', 'NotAllowedError'));
    });
    await ben.page.getByRole('button', { name: 'Show', exact: true }).click();
    const dialog = ben.page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Copy the text' }).click();
    await dialog.getByRole('alert').getByText('Copying was not possible.').waitFor();
    await dialog.getByText('by night train', { exact: true }).waitFor();
  });

  it('are there after a reload, and when the person may not read the trip any more', async () => {
    await ben.page.reload();
    await ben.page.getByText('could not be saved').waitFor();
    // Somebody who connects only then is told that there is no such trip.
    await ben.page.locator('.tt-status-pill[data-status=calm]').waitFor();
    await expectOk(owner, 'DELETE', `/v1/trips/${tripId}/members/ben`);
    await ben.page.getByRole('heading', { name: 'This trip is not shared with you' }).waitFor();
    await ben.page.getByRole('button', { name: 'Show', exact: true }).click();
    await ben.page.getByRole('dialog').getByText('by night train', { exact: true }).waitFor();
  });
});

describe('edits of a trip that is not open any more', () => {
  it('are shown on whatever page somebody is, when they cannot be saved', async () => {
    await typeOffline(' by night train');
    await ben.page.getByRole('link', { name: 'All trips', exact: true }).click();
    await expectOk(owner, 'DELETE', `/v1/trips/${tripId}/members/ben`);
    cable.plug();
    await comeOnline(ben.page);
    await eventually(() => ben.page.getByText('could not be saved').count(), 40_000).toBe(1);
    await ben.page.getByRole('button', { name: 'Show', exact: true }).click();
    const dialog = ben.page.getByRole('dialog');
    await dialog.getByText('by night train', { exact: true }).waitFor();
    await dialog.getByRole('button', { name: 'Discard' }).click();
    await ben.page.reload();
    await ben.page.getByRole('heading', { name: 'Your trips' }).waitFor();
    expect(await ben.page.getByText('could not be saved').count()).toBe(0);
  });
});

describe('without a connection', () => {
  it('the list shows the trips of this device, which open and can be edited', async () => {
    await typeOffline('!');
    await ben.page.route('**/v1/**', (route) => route.abort());
    await ben.page.getByRole('link', { name: 'All trips', exact: true }).click();
    await ben.page.getByRole('heading', { name: 'On this device' }).waitFor();
    const card = ben.page.getByRole('listitem').filter({ hasText: 'Kyoto!' });
    await eventually(() => card.innerText()).toContain('1 edit not saved');
    await card.getByRole('link').click();
    await eventually(() => titleOf(ben.page).inputValue()).toBe('Kyoto!');
    await eventually(() => connectionOf(ben.page).innerText()).toBe('1 edit not saved');
    await titleOf(ben.page).press('End');
    await ben.page.keyboard.type('?');
    await ben.page.unroute('**/v1/**');
    cable.plug();
    await eventually(() => connectionOf(ben.page).innerText(), 40_000).toBe('Saved');
    expect((await expectOk<{ title: string }>(owner, 'GET', `/v1/trips/${tripId}`)).title).toBe('Kyoto!?');
  });
});

describe('signing out', () => {
  it('asks first while something is not saved, and then removes it from this device', async () => {
    await typeOffline('!');
    const signOut = ben.page.getByRole('button', { name: 'Sign out', exact: true });
    await signOut.click();
    const dialog = ben.page.getByRole('dialog', { name: 'Sign out with unsaved edits?' });
    await dialog.getByText('1 edit on this device is not saved yet.').waitFor();
    await dialog.getByRole('button', { name: 'Stay signed in' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await titleOf(ben.page).inputValue()).toBe('Kyoto!');
    await eventually(() => signOut.evaluate((button) => button === document.activeElement)).toBe(true);

    await signOut.click();
    await dialog.getByRole('button', { name: 'Sign out and lose them' }).click();
    await ben.page.getByRole('heading', { name: 'Who are you?' }).waitFor();
    await eventually(() => ben.page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
    cable.plug();
    await ben.page.getByRole('button', { name: 'Sign in as Ben' }).click();
    await eventually(() => titleOf(ben.page).inputValue()).toBe('Kyoto');
  });

  it('does not ask when all is saved', async () => {
    await titleOf(ben.page).press('End');
    await ben.page.keyboard.type('!');
    await eventually(() => connectionOf(ben.page).innerText()).toBe('Saved');
    await ben.page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await ben.page.getByRole('heading', { name: 'Who are you?' }).waitFor();
  });
});

describe('a device that keeps nothing', () => {
  it('is told of in plain words', async () => {
    await ben.page.addInitScript(() => {
      Object.defineProperty(window, 'indexedDB', { value: undefined });
    });
    await ben.page.reload();
    await notesOf(ben.page).waitFor();
    await ben.page.getByText('This browser keeps nothing on this device').waitFor();
    await typeOffline('!');
    await ben.page.getByRole('button', { name: '日本語' }).click();
    await ben.page.getByText('この端末に何も保存できません').waitFor();
    const asked = new Promise((resolve) => ben.page.once('dialog', (dialog) => resolve(dialog.accept())));
    await ben.page.close({ runBeforeUnload: true });
    await asked;
  });
});
