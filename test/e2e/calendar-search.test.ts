import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { type Caller, expectOk, login } from '../support/rest-client';
import { onePage } from './one-page';
import { eventually, openAs } from './page-browser';
import { sharedServer } from './shared-server';

/** Finding events by words in the dialog of the calendar. */

const server = sharedServer();
const openPage = onePage();

const dayMs = 24 * 60 * 60_000;

function daysFromNow(days: number): string {
  return new Date(Date.now() + days * dayMs).toISOString().slice(0, 10);
}

/** A stand-up that has been every day for half a year, something in two years, and one on each of the last days. */
async function planZazen(caller: Caller, count: number): Promise<void> {
  const at = (days: number, hour: string) => `${daysFromNow(days)}T${hour}:00:00Z`;
  const times = (days: number) => ({ start_time: at(days, '09'), end_time: at(days, '10') });
  await expectOk(caller, 'POST', '/v1/events', { title: 'Daily zazen', recurrence: 'FREQ=DAILY', ...times(-180) });
  await expectOk(caller, 'POST', '/v1/events', { title: 'Zazen in Kyoto', location: 'Kyoto', ...times(730) });
  for (let day = 1; day <= count; day++) {
    await expectOk(caller, 'POST', '/v1/events', { title: `Zazen of day ${day}`, ...times(-day - 1) });
  }
}

const rows = (page: Page) => page.getByRole('dialog').locator('[data-event]');

it('lists what lies ahead, then what is past, a series once, and more where there is more', async () => {
  const caller = await login(server.url, 'chloe', 'Chloé');
  await planZazen(caller, 55);
  const { page } = await openPage((browser) =>
    openAs(browser, `${server.url}/calendar?view=week`, 'chloe', { timezoneId: 'Asia/Tokyo' }),
  );
  await page.getByRole('button', { name: 'Search events' }).click();
  const search = page.getByRole('searchbox');
  await search.fill('zazen');
  await page.getByRole('status').getByText('57 events found, 50 shown').waitFor();
  expect(await search.evaluate((field) => field === document.activeElement)).toBe(true);
  expect(await rows(page).locator('.event-title').allTextContents()).toEqual([
    ...['Daily zazen', 'Zazen in Kyoto'],
    ...Array.from({ length: 48 }, (_, index) => `Zazen of day ${index + 1}`),
  ]);
  expect(await page.getByRole('dialog').getByRole('heading', { level: 3 }).allTextContents()).toEqual(['Coming up', 'Past']);
  expect(await rows(page).nth(1).textContent()).toContain(daysFromNow(730).slice(0, 4));

  const more = page.getByRole('button', { name: 'Show more' });
  await more.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText('57 events found', { exact: true }).waitFor();
  await more.waitFor({ state: 'detached' });
  await eventually(async () => expect(await page.locator(':focus .event-title').textContent()).toBe('Zazen of day 49'));
  expect(await rows(page).last().textContent()).toContain('Zazen of day 55');

  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(new URL(page.url()).searchParams.get('event')).not.toBeNull();
}, 120_000);
