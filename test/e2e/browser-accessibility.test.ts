import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type DevServer, startServer } from '../support/dev-server';
import { type Caller, createTrip, login, putMember } from '../support/rest-client';
import { violationsIn } from './axe';
import {
  eventually,
  insertCable,
  itemsOf,
  launchBrowser,
  leavePages,
  notesOf,
  openAs,
  openPage,
  openTripAs,
  type PersonPage,
  titleOf,
  titlesOf,
} from './page-browser';
import { tours } from './page-states/tours';
import { keepFailure } from './recordings';

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
    budget: { JPY: 120_000 },
    notes: [{ insert: 'ICOCA', attributes: { bold: true } }, { insert: ' を忘れずに\n' }],
    itinerary: [
      {
        day: 1,
        title: '新幹線で京都へ / Shinkansen to Kyoto',
        type: 'transport',
        time_slot: '09:30',
        booking_status: 'confirmed',
        cost: 13_970,
        currency: 'JPY',
      },
      { day: 1, title: '湯豆腐 / Yudofu lunch', type: 'restaurant', booking_status: 'cancelled' },
      { day: 2, title: '大阪城 / Osaka Castle', type: 'attraction' },
      { day: null, title: 'たこ焼き / Takoyaki' },
    ],
  });
  await putMember(owner, tripId, 'ben', 'editor');
  await putMember(owner, tripId, 'chloe', 'viewer');
});

afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** The page keeps its words for the next state: English comes last. */
const looks = [
  // The other theme has the same elements in other colours.
  { language: '日本語', tag: 'ja', theme: 'dark', rules: ['color-contrast'] },
  { language: 'English', tag: 'en', theme: 'light', rules: undefined },
] as const;

/** A page that is magnified four times on a screen of 1280 pixels (WCAG 1.4.10). */
const narrowest = 320;

describe.each(tours)('every page and state, in English and Japanese, light and dark', ({ open, states }) => {
  let opened: PersonPage;

  beforeAll(async () => {
    opened = await open({ browser, url: server.url, owner, tripId });
  });

  afterEach(() => keepFailure(browser));
  afterAll(() => leavePages(browser));

  it.each(Object.entries(states))('%s: axe finds nothing, and it fits on a phone', async (_name, reach) => {
    const { page, problems } = opened;
    await reach(page, { browser, url: server.url, owner, tripId });
    for (const { language, tag, theme, rules } of looks) {
      await page.emulateMedia({ colorScheme: theme });
      // By program: a dialog that is open keeps the pointer away from the page behind it.
      await page.locator(`button[lang=${tag}]`).dispatchEvent('click');
      await page.locator(`html[lang=${tag}]`).waitFor();
      expect.soft(await violationsIn(page, rules), `${language}, ${theme}`).toEqual([]);
      // What is wrong on the page is said in the new language, too.
      const alerts = (await page.locator('main [role=alert]').allInnerTexts()).filter((alert) => alert !== '');
      expect.soft(alerts.filter((alert) => /\p{Script=Hiragana}/u.test(alert) !== (tag === 'ja'))).toEqual([]);
      for (const width of [phone.viewport.width, narrowest]) {
        await page.setViewportSize({ ...phone.viewport, width });
        // What floats over the page follows its element to the new place a moment later.
        await eventually(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0);
      }
      await page.setViewportSize({ width: 1440, height: 900 });
    }
    expect(problems.splice(0)).toEqual([]);
  });
});

/** The tests that follow have pages of their own. */
function leavesItsPages(): void {
  afterEach(() => leavePages(browser));
}

describe('on a phone', () => {
  leavesItsPages();

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
  leavesItsPages();

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
    await eventually(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Move: b');
    await page.getByRole('button', { name: 'Details: b' }).press('Enter');
    await page.getByRole('button', { name: 'Delete: b' }).press('Enter');
    await eventually(() => titlesOf(page, 2)).toEqual([expect.stringContaining('大阪城'), 'a']);
    await eventually(() => page.evaluate(() => document.activeElement?.closest('[data-testid=item]') !== null)).toBe(true);
  });
});

describe('the page', () => {
  leavesItsPages();

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
