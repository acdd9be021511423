import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { api, expectOk, login } from '../support/rest-client';
import { launchBrowser, leavePages, openAs } from './page-browser';
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
  expect(problems).toEqual([]);
});
