import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTrip, expectOk, login, putMember } from '../support/rest-client';
import { cardTitle, eventually, itemsOf, launchBrowser, openAs, type PersonPage, titlesOf } from './page-browser';
import { keepFailure } from './recordings';
import { sharedServer } from './shared-server';

/** The board of a trip: cards that are dragged and edited in place, by two people at once. */

const server = sharedServer();
let browser: Browser;
let aoi: PersonPage;
let ben: PersonPage;
let chloe: PersonPage;
let tripUrl: string;

beforeAll(async () => {
  browser = await launchBrowser();
  [aoi, ben, chloe] = await Promise.all([
    openAs(browser, server.url, 'aoi', { locale: 'ja-JP' }),
    openAs(browser, server.url, 'ben', { viewport: { width: 1440, height: 900 } }),
    openAs(browser, server.url, 'chloe'),
  ]);
});

afterAll(async () => {
  await browser?.close();
});

/** Titles of the cards that every test begins with, by day; null: ideas. */
const plan: readonly (readonly [number | null, string])[] = [
  [1, 'Fushimi Inari'],
  [1, 'Inn'],
  [2, 'Castle'],
  [2, 'Tofu'],
  [3, 'Bamboo'],
  [null, 'Deer'],
];

beforeEach(async () => {
  const owner = await login(server.url, 'aoi', '葵');
  const id = await createTrip(owner, { title: 'Kyoto', start_date: '2027-11-19', end_date: '2027-11-21' });
  const itinerary = plan.map(([day, title]) => ({ day, title, time_slot: title === 'Inn' ? '16:00' : null }));
  const headers = { 'content-type': 'application/merge-patch+json', 'if-match': '*' };
  await expectOk(owner, 'PATCH', `/v1/trips/${id}`, { itinerary }, headers);
  await putMember(owner, id, 'ben', 'editor');
  await putMember(owner, id, 'chloe', 'viewer');
  tripUrl = `${server.url}/trips/${id}`;
  await Promise.all([aoi, ben].map((person) => open(person)));
});

afterEach(async () => {
  await keepFailure(browser);
  expect([aoi, ben, chloe].flatMap(({ problems }) => problems.splice(0))).toEqual([]);
});

async function open({ page }: PersonPage): Promise<void> {
  await page.goto(tripUrl);
  await card(page, 'Inn').waitFor();
}

/** The card with a title. Fields are not text, so that the handle beside it is what is looked for. */
function card(page: Page, title: string): Locator {
  return page.getByTestId('item').filter({ has: page.locator(`[data-part=unfold][aria-label$="${title}"]`) });
}

function handle(page: Page, title: string): Locator {
  return card(page, title).locator('[data-handle]');
}

async function centre(element: Locator): Promise<{ x: number; y: number }> {
  const box = await element.boundingBox();
  if (box === null) throw new Error('nothing to point at');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Drags a card by mouse to the upper or lower half of another one, with what a hand does on the way. */
async function drag(page: Page, title: string, to: string, half: 'upper' | 'lower'): Promise<void> {
  await handle(page, title).scrollIntoViewIfNeeded();
  const from = await centre(handle(page, title));
  const target = await centre(card(page, to));
  await page.mouse.move(from.x, from.y);
  await page.locator('.board[data-draggable]').waitFor();
  await page.mouse.down();
  await page.mouse.move(from.x + 20, from.y + 10);
  await page.mouse.move(target.x, target.y + (half === 'upper' ? -12 : 12), { steps: 5 });
  await page.locator('.drop-line').waitFor();
  await page.mouse.up();
}

describe('a card is dragged', () => {
  it('by mouse, within a day, to another one, and out of the ideas; the other person sees it', async () => {
    await drag(ben.page, 'Inn', 'Fushimi Inari', 'upper');
    await eventually(() => titlesOf(aoi.page, 1)).toEqual(['Inn', 'Fushimi Inari']);
    await drag(ben.page, 'Inn', 'Castle', 'lower');
    await eventually(() => titlesOf(aoi.page, 2)).toEqual(['Castle', 'Inn', 'Tofu']);
    await drag(ben.page, 'Deer', 'Fushimi Inari', 'lower');
    await eventually(() => titlesOf(aoi.page, 1)).toEqual(['Fushimi Inari', 'Deer']);
    expect(await titlesOf(aoi.page, null)).toEqual([]);
    expect(await ben.page.locator('.card-ghost, .drop-line').count()).toBe(0);
    await ben.page.keyboard.press('Control+z');
  });

  it('as a picture that follows the pointer, and makes the page no longer', async () => {
    const { page } = ben;
    const height = () => page.evaluate(() => document.documentElement.scrollHeight);
    const before = await height();
    const [from, to] = [await centre(handle(page, 'Inn')), await centre(card(page, 'Castle'))];
    await page.mouse.move(from.x, from.y);
    await page.locator('.board[data-draggable]').waitFor();
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 5 });
    const ghost = page.locator('.card-ghost');
    await ghost.waitFor();
    // It is held where it was taken: at its handle, near its left edge.
    const distance = async () => {
      const { x, y, height } = (await ghost.boundingBox()) ?? { x: Infinity, y: Infinity, height: 0 };
      return Math.max(Math.abs(x - to.x), Math.abs(y + height / 2 - to.y));
    };
    await eventually(distance).toBeLessThan(40);
    expect(await height()).toBe(before);
    await page.mouse.up();
    await ghost.waitFor({ state: 'detached' });
    await eventually(() => titlesOf(ben.page, 2)).toContain('Inn');
  });

  it('by keyboard: lifted, aimed and dropped, or put back; with Alt at once; and keeps the focus', async () => {
    const status = ben.page.locator('p[role=status].sr-only').last();
    await handle(ben.page, 'Fushimi Inari').focus();
    await ben.page.locator('.board[data-draggable]').waitFor();
    await ben.page.keyboard.press('Space');
    await eventually(() => status.innerText()).toContain('choose a place');
    await ben.page.keyboard.press('ArrowRight');
    await ben.page.keyboard.press('ArrowDown');
    await eventually(() => status.innerText()).toBe('Day 2, place 2 of 3');
    expect(await titlesOf(ben.page, 1)).toEqual(['Fushimi Inari', 'Inn']);
    await ben.page.keyboard.press('Space');
    await eventually(() => titlesOf(aoi.page, 2)).toEqual(['Castle', 'Fushimi Inari', 'Tofu']);
    expect(await focused(ben.page)).toBe('Move: Fushimi Inari');
    await ben.page.keyboard.press('Enter');
    await ben.page.keyboard.press('ArrowLeft');
    await ben.page.keyboard.press('Escape');
    await eventually(() => status.innerText()).toContain('stays where it was');
    expect(await titlesOf(ben.page, 2)).toEqual(['Castle', 'Fushimi Inari', 'Tofu']);

    await handle(ben.page, 'Castle').focus();
    await ben.page.keyboard.press('Alt+ArrowDown');
    await eventually(() => titlesOf(aoi.page, 2)).toEqual(['Fushimi Inari', 'Castle', 'Tofu']);
    await ben.page.keyboard.press('Alt+ArrowLeft');
    await eventually(() => titlesOf(aoi.page, 1)).toEqual(['Inn', 'Castle']);
    await ben.page.keyboard.press('Alt+ArrowLeft');
    await eventually(() => titlesOf(aoi.page, null)).toEqual(['Deer', 'Castle']);
    expect(await focused(ben.page)).toBe('Move: Castle');
  });

  it('by a finger that rests on it, while one that moves scrolls', async () => {
    const opened = await openAs(browser, tripUrl, 'ben', {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    const { page } = opened;
    await card(page, 'Inn').evaluate((element) => element.scrollIntoView({ block: 'center' }));
    await page.locator('.board[data-draggable]').waitFor();
    const touch = await page.context().newCDPSession(page);
    const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: { x: number; y: number }[]) =>
      touch.send('Input.dispatchTouchEvent', { type, touchPoints: points });
    // On what is neither a field nor the handle.
    const from = await centre(card(page, 'Inn').getByRole('list', { name: 'At a glance' }));
    await send('touchStart', [from]);
    await page.locator('.card-ghost').waitFor();
    const to = await centre(card(page, 'Fushimi Inari'));
    for (const part of [0.3, 0.7, 1]) {
      await send('touchMove', [{ x: from.x + (to.x - from.x) * part, y: from.y + (to.y - 14 - from.y) * part }]);
    }
    await send('touchEnd', []);
    await eventually(() => titlesOf(aoi.page, 1)).toEqual(['Inn', 'Fushimi Inari']);

    const before = await page.evaluate(() => window.scrollY);
    const start = await centre(card(page, 'Castle'));
    await send('touchStart', [start]);
    for (let i = 1; i <= 6; i++) await send('touchMove', [{ x: start.x, y: start.y - 30 * i }]);
    await send('touchEnd', []);
    await eventually(() => page.evaluate(() => window.scrollY)).toBeGreaterThan(before);
    expect(await titlesOf(page, 2)).toEqual(['Castle', 'Tofu']);
    expect(opened.problems).toEqual([]);
    await page.context().close();
  });

  it('no further when somebody deletes it meanwhile, who can have it back', async () => {
    const from = await centre(handle(ben.page, 'Tofu'));
    await ben.page.mouse.move(from.x, from.y);
    await ben.page.locator('.board[data-draggable]').waitFor();
    await ben.page.mouse.down();
    await ben.page.mouse.move(from.x + 30, from.y + 30);
    await ben.page.locator('.card-ghost').waitFor();
    await unfold(aoi.page, 'Tofu');
    await card(aoi.page, 'Tofu').getByRole('button', { name: '削除' }).click();
    await ben.page.getByText('Somebody has just deleted').waitFor();
    await ben.page.mouse.up();
    expect(await ben.page.locator('.card-ghost').count()).toBe(0);
    expect(await titlesOf(ben.page, 2)).toEqual(['Castle']);
    expect(await cardTitle(card(aoi.page, 'Castle')).evaluate((field) => field === document.activeElement)).toBe(true);
    await aoi.page.getByRole('button', { name: '元に戻す', exact: true }).last().click();
    await eventually(() => titlesOf(ben.page, 2)).toEqual(['Castle', 'Tofu']);
  });
});

describe('a card', () => {
  it('is edited in place, and every field arrives', async () => {
    await unfold(ben.page, 'Inn');
    await unfold(aoi.page, 'Inn');
    const [mine, theirs] = [card(ben.page, 'Inn'), card(aoi.page, 'Inn')];
    await mine.getByRole('radio', { name: 'Stay' }).check({ force: true });
    await fill(mine.getByLabel('Time', { exact: true }), '930');
    await fill(mine.getByLabel('Cost'), '42,000');
    await eventually(() => theirs.getByLabel('費用').inputValue()).toBe('42,000');
    await mine.getByLabel('Currency').focus();
    await mine.getByLabel('Currency').selectOption('JPY');
    await mine.getByRole('radio', { name: 'Confirmed' }).check({ force: true });
    await fill(mine.getByLabel('Link', { exact: true }), 'javascript:alert(1)');
    await mine.getByRole('alert').waitFor();
    await fill(mine.getByLabel('Link', { exact: true }), 'example.com/inn');
    await mine.getByLabel('Notes').fill('Ask for the garden');
    await eventually(() => theirs.getByRole('radio', { name: '宿泊' }).isChecked()).toBe(true);
    await eventually(() => theirs.getByLabel('時刻').inputValue()).toBe('09:30');
    await eventually(() => theirs.getByLabel('通貨').inputValue()).toBe('JPY');
    await eventually(() => theirs.getByRole('radio', { name: '確定', exact: true }).isChecked()).toBe(true);
    const link = theirs.getByRole('link', { name: 'リンクを開く' });
    await eventually(() => link.getAttribute('href')).toBe('https://example.com/inn');
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
    await eventually(() => theirs.getByLabel('メモ').inputValue()).toBe('Ask for the garden');
    await aoi.page.getByTestId('day-1').getByText('￥42,000').first().waitFor();
    // An editor may go on with a booking, and not back; the owner may.
    expect(await mine.getByRole('radio', { name: 'Pending' }).isDisabled()).toBe(true);
    expect(await theirs.getByRole('radio', { name: '未確定' }).isDisabled()).toBe(false);

    await mine.getByLabel('Day').selectOption({ label: 'Day 3' });
    await eventually(() => titlesOf(aoi.page, 3)).toEqual(['Bamboo', 'Inn']);
    expect(await card(ben.page, 'Inn').getByLabel('Notes').isVisible()).toBe(true);
    await card(ben.page, 'Inn').getByRole('button', { name: 'Duplicate' }).click();
    await eventually(() => titlesOf(aoi.page, 3)).toEqual(['Bamboo', 'Inn', 'Inn']);
  });

  it('says who edits what in it, in their colour', async () => {
    // It is shown for moments after each letter: he goes on until it was seen. He types in front of what names the card here.
    await cardTitle(card(ben.page, 'Castle')).press('Home');
    await ben.page.keyboard.type('!');
    await eventually(async () => {
      await ben.page.keyboard.press('Backspace');
      await ben.page.keyboard.type('!');
      return card(aoi.page, 'Castle').getByText('Benさんがタイトルを編集中').isVisible();
    }).toBe(true);
    await unfold(ben.page, 'Castle');
    const cost = card(ben.page, 'Castle').getByLabel('Cost');
    await eventually(async () => {
      await cost.pressSequentially('1');
      return card(aoi.page, 'Castle').getByText('Benさんが費用を編集中').isVisible();
    }).toBe(true);
  });

  it('keeps the caret and what is composed when the other person edits or moves it', async () => {
    const title = cardTitle(card(aoi.page, 'Castle'));
    await title.press('End');
    const input = await aoi.page.context().newCDPSession(aoi.page);
    await input.send('Input.imeSetComposition', { text: 'おおさか', selectionStart: 4, selectionEnd: 4 });
    await cardTitle(card(ben.page, 'Castle')).press('Home');
    await ben.page.keyboard.type('The ');
    await cardTitle(card(ben.page, 'Tofu')).press('End');
    await ben.page.keyboard.type('!');
    await card(aoi.page, 'Tofu!').waitFor();
    expect(await title.inputValue()).toBe('Castleおおさか');
    await input.send('Input.insertText', { text: '大阪' });
    for (const { page } of [aoi, ben]) await eventually(() => titlesOf(page, 2)).toEqual(['The Castle大阪', 'Tofu!']);

    await handle(ben.page, 'The Castle大阪').press('Alt+ArrowRight');
    await eventually(() => titlesOf(aoi.page, 3)).toEqual(['The Castle大阪', 'Bamboo']);
    await aoi.page.keyboard.type('城');
    await eventually(() => titlesOf(ben.page, 3)).toEqual(['The Castle大阪城', 'Bamboo']);
  });
});

describe('the days', () => {
  it('follow the dates: cards of days that are gone are kept as ideas until undo; one more makes the trip longer', async () => {
    const end = ben.page.getByLabel('To', { exact: true });
    await end.fill('2027-11-19');
    await end.press('Enter');
    await ben.page.getByText('3 cards of days that are gone are now under Ideas.').waitFor();
    await eventually(() => titlesOf(aoi.page, null)).toEqual(['Deer', 'Castle', 'Tofu', 'Bamboo']);
    expect(await aoi.page.getByTestId('day-2').count()).toBe(0);
    await handle(ben.page, 'Inn').focus();
    await ben.page.keyboard.press('Control+z');
    await eventually(() => titlesOf(aoi.page, 2)).toEqual(['Castle', 'Tofu']);
    expect(await titlesOf(aoi.page, 3)).toEqual(['Bamboo']);
    expect(await aoi.page.getByLabel('終了日').inputValue()).toBe('2027-11-21');

    await ben.page.getByRole('button', { name: 'Add a day' }).click();
    await aoi.page.getByTestId('day-4').waitFor();
    await eventually(() => aoi.page.getByLabel('終了日').inputValue()).toBe('2027-11-22');
    await eventually(() => focusedId(ben.page)).toBe('add-4');
    await ben.page.keyboard.type('Souvenirs');
    await ben.page.keyboard.press('Enter');
    await ben.page.keyboard.type('Train');
    await ben.page.keyboard.press('Enter');
    await eventually(() => titlesOf(aoi.page, 4)).toEqual(['Souvenirs', 'Train']);
  });

  it('that are too many to be shown empty are shown one by one, and the trip stays as long as it is', async () => {
    const end = ben.page.getByLabel('To', { exact: true });
    await end.fill('2028-11-19');
    await end.press('Enter');
    await ben.page.getByTestId('day-92').waitFor();
    expect(await ben.page.getByTestId('day-93').count()).toBe(0);
    await ben.page.getByRole('button', { name: 'Add a day' }).click();
    await eventually(() => focusedId(ben.page)).toBe('add-93');
    expect(await end.inputValue()).toBe('2028-11-19');
    await ben.page.keyboard.type('Halfway');
    await ben.page.keyboard.press('Enter');
    await eventually(() => titlesOf(aoi.page, 93)).toEqual(['Halfway']);
    expect(await aoi.page.getByLabel('終了日').inputValue()).toBe('2028-11-19');
  });
});

describe('a viewer', () => {
  it('sees the plan, and nothing to change it with', async () => {
    await open(chloe);
    const { page } = chloe;
    const board = page.locator('.board');
    await unfold(page, 'Inn');
    await card(page, 'Inn').getByLabel('Notes').waitFor();
    expect(await board.locator('[data-handle], form').count()).toBe(0);
    expect(await board.getByRole('button', { name: /Delete|Duplicate|Add/ }).count()).toBe(0);
    expect(await board.locator('input:enabled:not([readonly]), textarea:not([readonly]), select:enabled').count()).toBe(0);
    expect(await itemsOf(page, 1).count()).toBe(2);
  });

  it('has a way to the ideas on a phone as long as there are any', async () => {
    const { page } = await openAs(browser, tripUrl, 'chloe', { viewport: { width: 390, height: 844 } });
    const ways = page.getByRole('navigation', { name: 'Days' }).getByRole('link');
    await eventually(() => ways.allInnerTexts()).toHaveLength(4);
    await ways.last().click();
    await eventually(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Ideas');
    await unfold(ben.page, 'Deer');
    await card(ben.page, 'Deer').getByRole('button', { name: 'Delete' }).click();
    await eventually(() => ways.allInnerTexts()).toHaveLength(3);
    await page.context().close();
  });
});

async function unfold(page: Page, title: string): Promise<void> {
  await card(page, title).locator('[data-part=unfold]').click();
}

async function fill(field: Locator, value: string): Promise<void> {
  await field.fill(value);
  await field.press('Enter');
}

function focused(page: Page): Promise<string | null> {
  return page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);
}

function focusedId(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.id ?? '');
}
