import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NotificationView } from '../../src/protocol/notifications';
import { type DevServer, startServer } from '../support/dev-server';
import { type Caller, expectOk, login } from '../support/rest-client';
import { declareSystem, postWebhook, type WebhookSystem } from '../support/signed-webhook';
import { violationsIn } from './axe';
import { closePages, comeOnline, eventually, insertCable, launchBrowser, openAs, realtimeSocket } from './page-browser';

/** What a filter of the notifications finds: more than a page of them, behind more than a page of newer ones that are read. */

/** More than a page has. */
const many = 55;

let server: DevServer;
let browser: Browser;
let system: WebhookSystem;
let aoi: Caller;

beforeAll(async () => {
  server = await startServer();
  browser = await launchBrowser();
  system = await declareSystem(server.url, 'airline');
  aoi = await login(server.url, 'aoi', '葵');
  await notify('The oldest', 'calendar');
  for (let n = 1; n <= many; n++) await notify(`Booking ${n}`, 'booking');
  for (let n = 1; n <= many; n++) await notify(`Fare ${n}`, 'system');
  for (const { id, category } of await allNotifications()) {
    if (category !== 'booking') await expectOk(aoi, 'POST', `/v1/inbox/notifications/${id}/read`);
  }
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

let page: Page;
let problems: string[];

beforeEach(async () => {
  ({ page, problems } = await openAs(browser, `${server.url}/inbox`, 'aoi'));
  await item('Fare 55').waitFor();
  await page.locator('[data-realtime=live]').waitFor();
});

afterEach(() => closePages(browser));

async function notify(title: string, category: string): Promise<void> {
  const event = { type: 'news', category, priority: 'low', recipients: ['aoi'], title, body: 'Some words.' };
  expect((await postWebhook(system, event)).status).toBeLessThan(300);
}

async function allNotifications(): Promise<readonly NotificationView[]> {
  const path = '/v1/inbox/notifications?limit=200';
  return (await expectOk<{ notifications: readonly NotificationView[] }>(aoi, 'GET', path)).notifications;
}

const items = () => page.locator('main button[aria-controls]');
const item = (title: string) => items().filter({ hasText: new RegExp(`${title}(?!\\d)`) });
const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
const nothing = () => page.getByText('Nothing of this kind');

describe('a filter of the notifications', () => {
  it.each(['Bookings', 'Unread'])('finds what matches however far back it is, and pages through it: %s', async (filter) => {
    await press(filter);
    await eventually(() => items().count()).toBe(50);
    await item('Booking 55').waitFor();
    expect(await item('Booking 5').count()).toBe(0);
    await page.getByRole('button', { name: 'Show older ones' }).focus();
    await page.keyboard.press('Enter');
    await item('Booking 1').waitFor();
    await eventually(() => page.locator('main button:focus').textContent()).toContain('Booking 5');
    expect(await items().count()).toBe(many);
    await eventually(() => page.getByRole('button', { name: 'Show older ones' }).count()).toBe(0);
    expect(await violationsIn(page)).toEqual([]);
    // What was found leaves no gap among all of them.
    await press('All');
    expect(await items().count()).toBe(50);
    expect(await items().filter({ hasText: 'Booking' }).count()).toBe(0);
    expect(problems).toEqual([]);
  });

  it('says that there is nothing only when the server has said so', async () => {
    let answer: () => void = () => undefined;
    await page.route(/category=task/, (route) => {
      answer = () => void route.continue();
    });
    await Promise.all([page.waitForRequest(/category=task/), press('Tasks')]);
    expect(await nothing().count()).toBe(0);
    answer();
    await nothing().waitFor();
    expect(problems).toEqual([]);
  });

  it('asks again on request when the server could not be asked', async () => {
    await page.route(/category=booking/, (route) => route.fulfill({ status: 503, json: { code: 'unavailable' } }));
    await press('Bookings');
    const retry = page.getByRole('main').getByRole('alert').getByRole('button');
    await retry.waitFor();
    expect(await nothing().count()).toBe(0);
    await page.unroute(/category=booking/);
    await retry.click();
    await item('Booking 55').waitFor();
    expect(await retry.count()).toBe(0);
  });

  it('hears of what comes in, and of what is read elsewhere', async () => {
    await press('Unread');
    await item('Booking 40').waitFor();
    await notify('Just in', 'system');
    await item('Just in').waitFor();
    const read = (await allNotifications()).filter(({ title }) => title === 'Just in' || title === 'Booking 40');
    for (const { id } of read) await expectOk(aoi, 'POST', `/v1/inbox/notifications/${id}/read`);
    await item('Just in').waitFor({ state: 'detached' });
    await item('Booking 40').waitFor({ state: 'detached' });
    for (const { id } of read) await expectOk(aoi, 'POST', `/v1/inbox/notifications/${id}/unread`);
    await item('Booking 40').waitFor();
    for (const { id, title } of read)
      if (title === 'Just in') await expectOk(aoi, 'POST', `/v1/inbox/notifications/${id}/dismiss`);
    expect(problems).toEqual([]);
  });

  it('looks through what is kept while there is no network, and through all of it afterwards', async () => {
    const cable = await insertCable(page, realtimeSocket);
    await page.reload();
    await item('Fare 55').waitFor();
    await page.locator('[data-realtime=live]').waitFor();
    await page.route('**/v1/**', (route) => route.abort());
    cable.pull();
    await page.locator('[data-realtime=offline]').waitFor();
    await press('System');
    await item('Fare 55').waitFor();
    await press('Calendar');
    await nothing().waitFor();
    await page.unroute('**/v1/**');
    cable.plug();
    await comeOnline(page);
    await item('The oldest').waitFor();
    expect(await nothing().count()).toBe(0);
    expect(problems).toEqual([]);
  });
});
