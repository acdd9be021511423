import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Caller, expectOk, login } from '../support/rest-client';
import { violationsIn } from './axe';
import { closePages, launchBrowser, openAs } from './page-browser';
import { sharedServer } from './shared-server';

/** The calendar on a phone: what is shown there can be read. */

const server = sharedServer();
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
});

afterEach(() => closePages(browser));

const address = `${server.url}/calendar?view=week&date=2029-05-16`;
const phone = { viewport: { width: 390, height: 844 }, timezoneId: 'Asia/Tokyo' };

/** An event of that week. */
async function makeEvent(title: string): Promise<{ owner: Caller; id: string }> {
  const owner = await login(server.url, 'chloe', 'Chloé');
  const { id } = await expectOk<{ id: string }>(owner, 'POST', '/v1/events', {
    title,
    start_time: '2029-05-16T10:00:00+09:00',
    end_time: '2029-05-16T11:00:00+09:00',
    time_zone: 'Asia/Tokyo',
    recurrence: 'FREQ=WEEKLY;INTERVAL=2;COUNT=2',
  });
  return { owner, id };
}

describe.each([
  ['en-US', 'Family day', 'Every', 'Add a tag', 'Tags stay'],
  ['ja-JP', '家族会議', '間隔', 'タグを追加', '後から外せません'],
])('on a phone (%s)', (locale, title, every, addTag, tagsStay) => {
  it('says where one adds a tag that tags stay, also while one is typed', async () => {
    const { owner, id } = await makeEvent(title);
    const { page } = await openAs(browser, `${address}&event=${id}`, 'chloe', { ...phone, locale });
    const field = page.getByRole('textbox', { name: addTag });
    await field.fill('work');
    const hint = page.locator(`[id="${await field.getAttribute('aria-describedby')}"]`);
    await hint.getByText(tagsStay).waitFor();
    await expectOk(owner, 'DELETE', `/v1/events/${id}`);
  });

  it('a week shows titles whole, and how a series repeats has words in one line', async () => {
    const { owner, id } = await makeEvent(title);
    const { page, problems } = await openAs(browser, address, 'chloe', { ...phone, locale });
    const chip = page.locator('[data-event]', { hasText: title });
    await chip.waitFor();
    const isWhole = await chip.evaluate((block) => {
      const words = document.createRange();
      words.selectNodeContents(block.querySelector('.event-title') as Element);
      const [seen, box] = [words.getBoundingClientRect(), block.getBoundingClientRect()];
      return seen.left >= box.left && seen.right <= box.right && seen.bottom <= box.bottom;
    });
    expect(isWhole).toBe(true);
    // The first hour that is shown has its name, not a part of it.
    const header = await page.locator('[data-scroller] > .sticky').boundingBox();
    const hour = await page.locator('[data-hour="7"] > span').boundingBox();
    expect(hour?.y).toBeGreaterThanOrEqual((header?.y ?? 0) + (header?.height ?? 0) - 1);

    await page.goto(`${address}&event=${id}`);
    const label = page.getByText(every, { exact: true });
    await label.waitFor();
    const lines = await label.evaluate((element) => {
      const words = document.createRange();
      words.selectNodeContents(element);
      return new Set([...words.getClientRects()].map(({ top }) => Math.round(top))).size;
    });
    expect(lines).toBe(1);
    const toolbar = page.getByRole('toolbar').last();
    await toolbar.scrollIntoViewIfNeeded();
    expect(await toolbar.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0);
    const overflow = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
    expect(await page.evaluate(overflow)).toBe(0);
    expect(await violationsIn(page)).toEqual([]);
    expect(problems).toEqual([]);
    await expectOk(owner, 'DELETE', `/v1/events/${id}`);
  });
});

it('what can be done with a calendar is offered over the list of calendars', async () => {
  const { page, problems } = await openAs(browser, address, 'chloe', phone);
  await page.getByRole('button', { name: 'Calendars', exact: true }).click();
  const list = page.getByRole('dialog', { name: 'Calendars' });
  const options = list.getByRole('button', { name: /^Options: / }).first();
  await options.click();
  await page.getByRole('menuitem', { name: 'Subscribe…' }).click();
  await page.getByRole('dialog', { name: /^Subscribe: / }).waitFor();
  await page.keyboard.press('Escape');
  await options.press('Enter');
  await page.getByRole('menuitem').first().waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  expect(await list.isVisible()).toBe(true);
  expect(problems).toEqual([]);
});

it('a month says which of its days is listed below it', async () => {
  const { page } = await openAs(browser, `${server.url}/calendar?view=month&date=2029-05-16`, 'chloe', phone);
  const pressed = page.locator('[data-date][aria-pressed=true]');
  const day = page.getByRole('button', { name: /^Friday, May 18,/ });
  await day.press('Enter');
  await page.getByRole('region', { name: 'Friday, May 18' }).waitFor();
  expect(await pressed.count()).toBe(1);
  expect(await day.getAttribute('aria-pressed')).toBe('true');
});
