import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DevServer, startServer } from '../support/dev-server';
import { type Caller, expectOk, login } from '../support/rest-client';
import { eventually, launchBrowser, openAs, type PersonPage } from './page-browser';
import { keepFailure } from './recordings';

/** A series in the calendar, where an edit means more than one of its occurrences. */

const screen = { viewport: { width: 1440, height: 900 }, timezoneId: 'Asia/Tokyo' };

let server: DevServer;
let browser: Browser;
let owner: Caller;
let guest: Caller;
let aoi: PersonPage;
let calendarId: string;

beforeAll(async () => {
  server = await startServer();
  browser = await launchBrowser();
  owner = await login(server.url, 'aoi', '葵');
  guest = await login(server.url, 'ben', 'Ben');
  const made = await expectOk<{ id: string }>(owner, 'POST', '/v1/calendars', { title: 'Team', time_zone: 'Asia/Tokyo' });
  calendarId = made.id;
  await expectOk(owner, 'PUT', `/v1/calendars/${calendarId}/members/ben`, { role: 'editor' });
  aoi = await openAs(browser, `${server.url}/calendar?view=week&date=2027-03-10`, 'aoi', screen);
  await aoi.page.getByRole('checkbox', { name: 'Team' }).waitFor();
});

afterAll(async () => {
  await keepFailure(browser);
  await browser?.close();
  await server?.stop();
});

/** A daily series from the Monday of the week on, at three in the afternoon. */
async function newSeries(title: string, count: number): Promise<string> {
  const { id } = await expectOk<{ id: string }>(owner, 'POST', '/v1/events', {
    ...{ title, calendar_id: calendarId, time_zone: 'Asia/Tokyo', recurrence: `FREQ=DAILY;COUNT=${count}` },
    ...{ start_time: '2027-03-08T06:00:00Z', end_time: '2027-03-08T07:00:00Z' },
  });
  await eventually(() => eventsOf(aoi.page, title).count()).toBe(count);
  return id;
}

/** The occurrences of an event on the grid, by the words that are said of them. */
function eventsOf(page: Page, name: string | RegExp): Locator {
  return page.locator('[data-event]').filter({ hasText: name });
}

/** The occurrence of a Tuesday. */
function tuesdayOf(name: string): Locator {
  return aoi.page.locator('[data-day="2027-03-09"][data-timed] [data-event]').filter({ hasText: name });
}

it('that somebody has locked stays one series, as it was', async () => {
  const { page } = aoi;
  const lock = `/v1/events/${await newSeries('Stay', 3)}/locks`;
  await expectOk(guest, 'POST', lock, { path: '' });
  await tuesdayOf('Stay').focus();
  await page.keyboard.press('Alt+ArrowDown');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'This and all following ones' }).check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText(/“Stay” is back where it was/).waitFor();
  await eventually(() => eventsOf(page, /Stay, .*3:00/).count()).toBe(3);
  const { events } = await expectOk<{ events: { title: string }[] }>(owner, 'GET', `/v1/events?calendar=${calendarId}`);
  expect(events.filter(({ title }) => title === 'Stay')).toHaveLength(1);
  expect(aoi.problems).toEqual([]);
}, 60_000);

it('is all day as a whole: one occurrence alone is not offered, with the reason', async () => {
  const { page } = aoi;
  const id = await newSeries('Fair', 2);
  await tuesdayOf('Fair').click();
  const panel = page.getByRole('region', { name: 'Fair' });
  const allDay = panel.getByRole('checkbox', { name: 'All day' });
  await allDay.check();
  await allDay.press('Enter');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('A repeating event is all day as a whole, or not at all').waitFor();
  expect(await dialog.getByRole('radio').count()).toBe(2);
  await dialog.getByRole('radio', { name: 'All of them' }).check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  await eventually(async () => {
    const { all_day, start_time, end_time } = await expectOk<Record<string, unknown>>(owner, 'GET', `/v1/events/${id}`);
    return { all_day, start_time, end_time };
  }).toEqual({ all_day: true, start_time: '2027-03-08', end_time: '2027-03-09' });
  // The panel goes on with the occurrence that was open.
  expect(await panel.getByLabel('Start', { exact: true }).inputValue()).toBe('2027-03-09');
  expect(aoi.problems).toEqual([]);
}, 60_000);
