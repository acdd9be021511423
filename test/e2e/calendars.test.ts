import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { api, expectOk, login } from '../support/rest-client';
import { eventually, launchBrowser, leavePages, openAs } from './page-browser';
import { sharedServer } from './shared-server';

/** What is done with a calendar as a whole. */

const server = sharedServer();
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
});

afterEach(() => leavePages(browser));

it('a calendar with events is deleted, with them, once that is confirmed', async () => {
  const aoi = await login(server.url, 'aoi', '葵');
  const calendar = await expectOk<{ id: string }>(aoi, 'POST', '/v1/calendars', { title: 'Choir', time_zone: 'Asia/Tokyo' });
  const times = { start_time: '2027-06-01T03:00:00Z', end_time: '2027-06-01T04:00:00Z', time_zone: 'Asia/Tokyo' };
  await expectOk(aoi, 'POST', '/v1/events', { title: 'Rehearsal', calendar_id: calendar.id, ...times });
  const { page, problems } = await openAs(browser, `${server.url}/calendar?view=week&date=2027-06-01`, 'aoi');
  const event = page.locator('[data-event]', { hasText: 'Rehearsal' });
  await event.waitFor();

  const ask = async () => {
    await page.getByRole('button', { name: 'Options: Choir' }).click();
    await page.getByRole('menuitem', { name: 'Delete the calendar' }).click();
    await page.getByRole('heading', { name: 'Delete “Choir”?' }).waitFor();
  };
  await ask();
  await page.getByRole('button', { name: 'Cancel' }).click();
  expect((await api(aoi, 'GET', `/v1/calendars/${calendar.id}`)).status).toBe(200);

  await ask();
  await page.getByRole('button', { name: 'Delete with its events' }).click();
  await page.getByRole('checkbox', { name: 'Choir' }).waitFor({ state: 'detached' });
  await event.waitFor({ state: 'detached' });
  expect((await api(aoi, 'GET', `/v1/calendars/${calendar.id}`)).status).toBe(404);

  await page.getByRole('button', { name: 'Recently deleted' }).click();
  await page.getByRole('button', { name: 'Restore “Choir”' }).click();
  await page.getByRole('status').filter({ hasText: '“Choir” was restored' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('checkbox', { name: 'Choir' }).waitFor();
  await event.waitFor();
  expect(problems).toEqual([]);
});

it('an event that was deleted some time ago is restored', async () => {
  const aoi = await login(server.url, 'aoi', '葵');
  const times = { start_time: '2027-07-01T03:00:00Z', end_time: '2027-07-01T04:00:00Z', time_zone: 'Asia/Tokyo' };
  const { id } = await expectOk<{ id: string }>(aoi, 'POST', '/v1/events', { title: 'Fireworks', ...times });
  await expectOk(aoi, 'DELETE', `/v1/events/${id}`);
  const { page, problems } = await openAs(browser, `${server.url}/calendar?view=week&date=2027-07-01`, 'aoi');
  const restore = page.getByRole('button', { name: 'Restore “Fireworks”' });
  // The lists hear of a deletion a moment after it.
  await eventually(async () => {
    await page.getByRole('button', { name: 'Recently deleted' }).click();
    await page.getByText('You can bring these back').waitFor();
    const isListed = await restore.isVisible();
    if (!isListed) await page.keyboard.press('Escape');
    return isListed;
  }).toBe(true);
  await restore.click();
  await restore.waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  await page.locator('[data-event]', { hasText: 'Fireworks' }).waitFor();
  expect(problems).toEqual([]);
});
