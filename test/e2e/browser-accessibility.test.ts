import AxeBuilder from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DevServer, startServer } from '../support/dev-server';
import { type Caller, createTrip, login, putMember } from '../support/rest-client';
import {
  closePages,
  eventually,
  insertCable,
  itemsOf,
  launchBrowser,
  notesOf,
  openAs,
  openPage,
  openTripAs,
  titleOf,
  titlesOf,
} from './page-browser';
import { pageStates } from './page-states';

/** Every page and state: for axe, in both languages and themes; on a phone; by keyboard; and nothing jumps. */

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

let server: DevServer;
let browser: Browser;
let owner: Caller;
let tripId: string;

beforeAll(async () => {
  server = await startServer();
  browser = await launchBrowser();
  owner = await login(server.url, 'aoi', '葵');
  tripId = await createTrip(owner, {
    title: '京都・大阪 秋の旅 / Kyoto & Osaka in autumn',
    start_date: '2027-11-19',
    end_date: '2027-11-20',
    destination: '京都・大阪',
    notes: [{ insert: 'ICOCA', attributes: { bold: true } }, { insert: ' を忘れずに\n' }],
    itinerary: [
      {
        day: 1,
        title: '新幹線で京都へ / Shinkansen to Kyoto',
        type: 'transport',
        time_slot: '09:30',
        booking_status: 'confirmed',
      },
      { day: 1, title: '湯豆腐 / Yudofu lunch', type: 'restaurant', booking_status: 'cancelled' },
      { day: 2, title: '大阪城 / Osaka Castle', type: 'attraction' },
      { day: null, title: 'たこ焼き / Takoyaki' },
    ],
  });
  await putMember(owner, tripId, 'ben', 'editor');
  await putMember(owner, tripId, 'chloe', 'viewer');
});

afterEach(() => closePages(browser));

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function violations(page: Page, theme: 'light' | 'dark'): Promise<string[]> {
  // There are no frames in these pages: the legacy mode spares a page of its own for each analysis.
  const axe = new AxeBuilder({ page }).setLegacyMode();
  // The other theme has the same elements in other colours.
  const { violations: found } = await (theme === 'dark' ? axe.withRules(['color-contrast']) : axe).analyze();
  return found.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`,
  );
}

/** Each language and each theme once; what one of them breaks, it breaks with either of the other. */
const looks = [
  { language: 'English', tag: 'en', theme: 'light' },
  { language: '日本語', tag: 'ja', theme: 'dark' },
] as const;

describe('every page and state, in English and Japanese, light and dark', () => {
  it.each(Object.entries(pageStates))('%s: axe finds nothing, and it fits on a phone', async (_name, open) => {
    const { page, problems } = await open({ browser, url: server.url, owner, tripId });
    for (const { language, tag, theme } of looks) {
      await page.emulateMedia({ colorScheme: theme });
      // By program: a dialog that is open keeps the pointer away from the page behind it.
      await page.getByRole('button', { name: language, includeHidden: true }).dispatchEvent('click');
      await page.locator(`html[lang=${tag}]`).waitFor();
      expect(await violations(page, theme), `${language}, ${theme}`).toEqual([]);
      await page.setViewportSize(phone.viewport);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), language).toBe(0);
      await page.setViewportSize({ width: 1440, height: 900 });
    }
    expect(problems).toEqual([]);
  });
});

describe('on a phone', () => {
  it('the trip can be edited by touch', async () => {
    const { page } = await openTripAs(browser, server.url, tripId, 'ben', phone);
    await page.locator('#add-2').tap();
    await page.keyboard.type('道頓堀');
    await page.keyboard.press('Enter');
    const card = itemsOf(page, 2).nth(1);
    await card.getByRole('button', { name: 'Details' }).tap();
    await card.getByLabel('Day').selectOption('1');
    await eventually(() => titlesOf(page, 1)).toContain('道頓堀');
    await itemsOf(page, 1).last().getByRole('button', { name: 'Delete' }).tap();
    await eventually(() => titlesOf(page, 1)).not.toContain('道頓堀');
    await page.getByRole('link', { name: 'Notes' }).tap();
    await notesOf(page).waitFor();
    expect(await titleOf(page).isVisible()).toBe(false);
  });
});

describe('by keyboard', () => {
  it('the content can be reached at once', async () => {
    const { page } = await openTripAs(browser, server.url, tripId, 'ben');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('All trips');
  });

  it('the notes let go of the focus', async () => {
    const { page } = await openTripAs(browser, server.url, tripId, 'ben');
    await notesOf(page).waitFor();
    await page.getByRole('button', { name: 'Bold' }).focus();
    await page.keyboard.press('Tab');
    expect(await notesOf(page).evaluate((editor) => editor === document.activeElement)).toBe(true);
    await page.keyboard.press('Shift+Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Bold');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    expect(await notesOf(page).evaluate((editor) => editor.contains(document.activeElement))).toBe(false);
    expect(await notesOf(page).innerText()).not.toContain('\t');
  });

  it('a moved item keeps the focus, and a deleted one hands it on', async () => {
    const { page } = await openTripAs(browser, server.url, tripId, 'ben');
    for (const title of ['a', 'b']) {
      await page.locator('#add-2').fill(title);
      await page.keyboard.press('Enter');
    }
    await eventually(() => itemsOf(page, 2).count()).toBe(3);
    await page.getByRole('button', { name: 'Move: b' }).press('Alt+ArrowUp');
    await eventually(() => titlesOf(page, 2)).toEqual([expect.stringContaining('大阪城'), 'b', 'a']);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Move: b');
    await page.getByRole('button', { name: 'Details: b' }).press('Enter');
    await page.getByRole('button', { name: 'Delete: b' }).press('Enter');
    await eventually(() => titlesOf(page, 2)).toEqual([expect.stringContaining('大阪城'), 'a']);
    expect(await page.evaluate(() => document.activeElement?.closest('[data-testid=item]') !== null)).toBe(true);
  });
});

describe('the page', () => {
  it('does not jump: not while it loads, not when people come, not when the connection goes', async () => {
    const opened = await openAs(browser, server.url, 'ben');
    const cable = await insertCable(opened.page);
    await opened.page.addInitScript(() => {
      const shifts: number[] = [];
      Object.assign(window, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & { value: number }).value);
      }).observe({ type: 'layout-shift', buffered: true });
    });
    await opened.page.goto(`${server.url}/trips/${tripId}`);
    await notesOf(opened.page).waitFor();
    const other = await openTripAs(browser, server.url, tripId, 'aoi');
    await titleOf(other.page).click();
    await opened.page.locator('[data-field=title]', { hasText: '葵' }).waitFor();
    cable.pull();
    await opened.page.getByTestId('notice').waitFor();
    const shifts = await opened.page.evaluate(() => (window as unknown as { shifts: number[] }).shifts);
    expect(shifts.reduce((sum, shift) => sum + shift, 0)).toBeLessThan(0.05);
  });

  it('remembers the language and the theme', async () => {
    const { page } = await openPage(browser, server.url, { colorScheme: 'light' });
    await page.getByRole('button', { name: '日本語' }).click();
    await page.getByRole('button', { name: 'ダークテーマに切り替える' }).click();
    await page.reload();
    await page.getByRole('heading', { name: 'どなたですか？' }).waitFor();
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('dark');
  });
});
