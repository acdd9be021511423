import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildScript } from '../../scripts/vite/offline';
import { type Caller, createTrip, expectOk, login, putMember } from '../support/rest-client';
import { type AppHost, startAppHost } from './app-host';
import { violationsIn } from './axe';
import { closePages, connectionOf, eventually, launchBrowser, notesOf, openAs, titleOf } from './page-browser';
import { sharedServer } from './shared-server';

/** The app opens without a network, and a new version of it waits until it disturbs nobody. */

const server = sharedServer();
let browser: Browser;
let owner: Caller;
let host: AppHost;
let tripId: string;

beforeAll(async () => {
  browser = await launchBrowser();
  owner = await login(server.url, 'aoi', '葵');
});

afterAll(async () => {
  await browser?.close();
});

beforeEach(async () => {
  host = await startAppHost(server.url);
  tripId = await createTrip(owner, { title: 'Kyoto' });
  await putMember(owner, tripId, 'ben', 'editor');
});

afterEach(async () => {
  await closePages(browser);
  await host.unplug();
});

function tripUrl(): string {
  return `${host.url}/trips/${tripId}`;
}

/** Opens an address where the browser may keep the app, and waits until it does. */
async function openKept(url: string): Promise<{ page: Page; problems: string[]; context: BrowserContext }> {
  const { page, problems } = await openAs(browser, url, 'ben', { serviceWorkers: 'allow' });
  await isKept(page);
  return { page, problems, context: page.context() };
}

/** The app has been installed, and serves this page. */
async function isKept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { serviceWorker } = navigator;
    await serviceWorker.ready;
    if (serviceWorker.controller === null) {
      await new Promise((resolve) => serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
    }
  });
}

/** Makes the browser look for a new version, as it does by itself from time to time. */
async function lookForUpdate(page: Page): Promise<void> {
  await page.evaluate(async () => (await navigator.serviceWorker.ready).update());
}

function versionOf(page: Page): Promise<string | null> {
  return page.locator('html').getAttribute('data-version');
}

function updateNotice(page: Page) {
  return page.getByRole('status').filter({ hasText: 'A new version' });
}

describe('without a network', () => {
  it('the app opens with the trips that were opened before, in both languages, and an edit survives a reload', async () => {
    const { page, problems, context } = await openKept(tripUrl());
    await notesOf(page).waitFor();
    await context.setOffline(true);
    await host.unplug();

    await page.goto(host.url);
    await page.getByRole('heading', { name: 'On this device' }).waitFor();
    await page.getByRole('link', { name: /Kyoto/ }).click();
    await titleOf(page).press('End');
    await page.keyboard.type(' by night train');
    // The editor and the other language are parts that load later.
    await notesOf(page).waitFor();
    const japanese = page.getByRole('button', { name: '日本語' });
    await japanese.click();
    await page.locator('html[lang=ja]').waitFor();
    expect(await japanese.evaluate((button) => button === document.activeElement)).toBe(true);
    await eventually(() => connectionOf(page).innerText()).toContain('未保存');
    await page.reload();
    await eventually(() => titleOf(page).inputValue()).toBe('Kyoto by night train');

    await host.plug();
    await context.setOffline(false);
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await eventually(() => connectionOf(page).innerText()).toBe('保存済み');
    expect(await expectOk<{ title: string }>(owner, 'GET', `/v1/trips/${tripId}`)).toMatchObject({
      title: 'Kyoto by night train',
    });
    expect(problems).toEqual([]);
  });

  it('the calendar and every other page open, also at their own address', async () => {
    const { page, problems, context } = await openKept(`${host.url}/calendar`);
    await page.getByRole('button', { name: 'Today' }).waitFor();
    await context.setOffline(true);
    await host.unplug();
    await page.reload();
    await page.getByRole('button', { name: 'Today' }).waitFor();
    const pages = {
      '/inbox': 'Notifications',
      '/inbox/settings': 'Notification settings',
      '/invites/nonsense': 'Invitation',
      '/': 'Your trips',
    };
    for (const [path, name] of Object.entries(pages)) {
      expect((await page.goto(host.url + path))?.status(), path).toBe(200);
      await page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
    }
    expect(problems).toEqual([]);
  });

  it('only the app is answered from the device, and nothing of a person is kept with it', async () => {
    const { page } = await openKept(tripUrl());
    await notesOf(page).waitFor();
    const kept = await page.evaluate(async () => {
      const names = await caches.keys();
      const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
      return requests.flat().map(({ url }) => new URL(url).pathname);
    });
    expect(kept).toContain('/');
    expect(kept.filter((path) => !/^\/(assets\/[\w.-]+|icons\/[\w.-]+|icon\.svg|\w+\.webmanifest|)$/.test(path))).toEqual([]);
    expect(kept.filter((path) => path.includes('swagger'))).toEqual([]);
    await host.unplug();
    expect((await page.goto(`${host.url}/trips/unknown`))?.status()).toBe(200);
    for (const path of ['/v1/trips', '/docs', '/openapi.json', '/healthz', '/nowhere']) {
      const tab = await page.context().newPage();
      await expect(tab.goto(host.url + path), path).rejects.toThrow('ERR_CONNECTION_REFUSED');
      await tab.close();
    }
  });

  it('a server that wants no service worker gets rid of the one that is there', async () => {
    const { page } = await openKept(host.url);
    host.replaceWorker(await buildScript('web/app/removed-service-worker.ts', {}));
    const reloaded = page.waitForEvent('load');
    await lookForUpdate(page);
    await reloaded;
    const left = () => page.evaluate(async () => [await caches.keys(), navigator.serviceWorker.controller]);
    await eventually(left).toEqual([[], null]);
  });
});

describe('a new version', () => {
  it('waits for who is writing, whatever other tabs do, and comes with the way back to the list', async () => {
    const { page, problems, context } = await openKept(tripUrl());
    await titleOf(page).press('End');
    await page.keyboard.type(' by');
    const other = await context.newPage();
    await other.goto(host.url);
    await other.getByRole('heading', { name: 'Your trips' }).click();

    host.deploy();
    await lookForUpdate(page);
    await updateNotice(page).waitFor();
    await updateNotice(other).getByRole('button', { name: 'Update' }).click();
    await other.locator('html[data-version="2"]').waitFor();

    await page.keyboard.type(' night train');
    expect(await titleOf(page).inputValue()).toBe('Kyoto by night train');
    // The server has the parts of this version no more.
    await page.getByRole('button', { name: '日本語' }).click();
    await page.locator('html[lang=ja]').waitFor();
    expect(await versionOf(page)).toBeNull();
    await page.getByRole('link', { name: '旅の一覧', exact: true }).click();
    await page.locator('html[data-version="2"]').waitFor();
    await page.getByRole('heading', { name: '旅の一覧' }).waitFor();
    const title = async () => (await expectOk<{ title: string }>(owner, 'GET', `/v1/trips/${tripId}`)).title;
    await eventually(title).toBe('Kyoto by night train');
    expect(problems).toEqual([]);
  });

  it('comes at once to a page that nobody has touched, and to one that nobody sees', async () => {
    const { page } = await openKept(host.url);
    host.deploy();
    await lookForUpdate(page);
    await page.locator('html[data-version="2"]').waitFor();

    await page.getByRole('heading', { name: 'Your trips' }).click();
    host.deploy();
    await lookForUpdate(page);
    await updateNotice(page).waitFor();
    expect(await versionOf(page)).toBe('2');
    await page.evaluate(() => {
      Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await page.locator('html[data-version="3"]').waitFor();
    // Of the three versions, the one that ran last may still be there; the first is gone.
    expect(await page.evaluate(async () => (await caches.keys()).length)).toBeLessThan(3);
  });

  it('that replaced the old one on the server says so where a part of the old one is missing', async () => {
    const { page } = await openAs(browser, host.url, 'ben');
    await page.getByRole('heading', { name: 'Your trips' }).waitFor();
    host.deploy();
    await page.evaluate(() => history.pushState(null, '', '/invites/nonsense'));
    await page.getByRole('heading', { name: 'A part of the app could not be loaded' }).waitFor();
    expect(await violationsIn(page)).toEqual([]);
    await page.goBack();
    await page.getByRole('heading', { name: 'Your trips' }).waitFor();
    await page.getByTestId('notice').getByRole('button', { name: 'Reload' }).click();
    await page.locator('html[data-version="2"]').waitFor();
  });
});
