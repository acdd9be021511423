import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { EventView } from '../../src/documents/event';
import type { InboxPreferences } from '../../src/protocol/notifications';
import { type Caller, expectOk, login } from '../support/rest-client';
import { violationsIn } from './axe';
import { closePages, eventually, launchBrowser, openAs } from './page-browser';
import { sharedServer } from './shared-server';

/** What somebody who was invited to an event sees of their answer in the notifications, wherever they gave it. */

const server = sharedServer();
let browser: Browser;
let host: Caller;
let guest: Caller;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
});

beforeEach(async () => {
  host = await login(server.url, 'ben', 'Ben');
  guest = await login(server.url, 'aoi', '葵');
  // The words of a notification are in the language that its person had when it came.
  const preferences = await expectOk<InboxPreferences>(guest, 'GET', '/v1/inbox/preferences');
  await expectOk(guest, 'PUT', '/v1/inbox/preferences', { ...preferences, language: 'en' });
});

afterEach(() => closePages(browser));

/** Invites the guest to an event, and waits until they were told. */
async function invite(title: string): Promise<string> {
  const times = { start_time: '2027-03-10T10:00:00Z', end_time: '2027-03-10T11:00:00Z', time_zone: 'Asia/Tokyo' };
  const event = { title, ...times, attendees: [{ user_id: 'aoi' }] };
  const { id } = await expectOk<{ id: string }>(host, 'POST', '/v1/events', event);
  await eventually(async () => {
    const { notifications } = await expectOk<{ notifications: readonly { title: string }[] }>(
      guest,
      'GET',
      '/v1/inbox/notifications',
    );
    return notifications.some((notification) => notification.title.includes(title));
  }).toBe(true);
  return id;
}

async function answerTo(id: string): Promise<string | undefined> {
  const { attendees } = await expectOk<EventView>(guest, 'GET', `/v1/events/${id}`);
  return attendees.find(({ user_id }) => user_id === 'aoi')?.response_status;
}

/** The notifications as a page, with the one of that title unfolded. */
async function unfold(page: Page, title: string): Promise<void> {
  await page.goto(`${server.url}/inbox`);
  await page
    .locator('main button[aria-controls]')
    .filter({ hasText: `Invitation: ${title}` })
    .click();
}

const statusOf = (page: Page) => page.locator('main li').getByRole('status');
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

describe('an invitation', () => {
  it('is answered once; then it shows the answer, and leads to where it can be changed', async () => {
    const event = await invite('Answered here');
    const { page, problems } = await openAs(browser, server.url, 'aoi');
    await unfold(page, 'Answered here');
    await button(page, 'Yes').click();
    await statusOf(page).getByText('Your answer: Yes').waitFor();
    await eventually(() => answerTo(event)).toBe('ACCEPTED');
    expect(await button(page, 'No').count()).toBe(0);
    const change = button(page, 'Change it in the calendar');
    expect(await change.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await violationsIn(page)).toEqual([]);

    await change.click();
    await page.waitForURL(`**/calendar?*event=${event}*`);
    await page.getByRole('group', { name: 'Are you coming?' }).getByRole('button', { name: 'No' }).click();
    await eventually(() => answerTo(event)).toBe('DECLINED');
    await unfold(page, 'Answered here');
    await statusOf(page).getByText('Your answer: No').waitFor();
    expect(problems).toEqual([]);
  });

  it('shows the answer that was given elsewhere, also while it is open', async () => {
    const event = await invite('Answered elsewhere');
    const { page, problems } = await openAs(browser, server.url, 'aoi', { locale: 'ja-JP' });
    await unfold(page, 'Answered elsewhere');
    await expect.poll(() => button(page, 'Maybe').isEnabled()).toBe(true);
    await expectOk(guest, 'POST', `/v1/events/${event}/response`, { response_status: 'TENTATIVE' });
    // Somebody comes back to the page.
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await statusOf(page).getByText('あなたの回答：Maybe').waitFor();
    expect(await button(page, 'Maybe').count()).toBe(0);
    expect(problems).toEqual([]);
  });

  it('to an event that is gone says so, and cannot be answered', async () => {
    const event = await invite('Gone since');
    await expectOk(host, 'DELETE', `/v1/events/${event}`);
    const { page } = await openAs(browser, server.url, 'aoi');
    await unfold(page, 'Gone since');
    await statusOf(page).getByText('The event was deleted').waitFor();
    expect(await button(page, 'Yes').count()).toBe(0);
  });
});
