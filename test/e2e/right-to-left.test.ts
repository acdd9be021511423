import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createTrip, login, putMember } from '../support/rest-client';
import { eventually, launchBrowser, leavePages, notesOf, openAs, openTripAs, titleOf } from './page-browser';
import { sharedServer } from './shared-server';

/** Words in Hebrew: letters that do not change their width beside each other. */

const server = sharedServer();
const title = 'טיול לקיוטו';
let browser: Browser;
let tripId: string;

beforeAll(async () => {
  browser = await launchBrowser();
  const aoi = await login(server.url, 'aoi', '葵');
  tripId = await createTrip(aoi, { title, itinerary: [{ day: null, title: 'מקדש' }], destination: 'קיוטו' });
  await putMember(aoi, tripId, 'ben', 'editor');
});

afterEach(() => leavePages(browser));

afterAll(async () => {
  await browser?.close();
});

const directionOf = (element: Locator) => element.evaluate((one) => getComputedStyle(one).direction);

/** How far from the right edge of the words' room the caret of somebody else stands, and how far it has to. */
async function caretFromRight(page: Page, field: Locator, words: string): Promise<[stands: number, shouldStand: number]> {
  const caret = await page.locator('.tt-caret').boundingBox();
  const [right, width] = await field.evaluate((element, before) => {
    const looks = getComputedStyle(element);
    const pen = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D;
    pen.font = `${looks.fontWeight} ${looks.fontSize} ${looks.fontFamily}`;
    const inside = Number.parseFloat(looks.paddingRight) + Number.parseFloat(looks.borderRightWidth);
    return [element.getBoundingClientRect().right - inside, pen.measureText(before).width] as const;
  }, words);
  return [right - ((caret?.x ?? 0) + 1), width];
}

it('stand at the right of fields and of what shows them', async () => {
  const aoi = await openTripAs(browser, server.url, tripId, 'aoi');
  const fields = [
    titleOf(aoi.page),
    aoi.page.getByRole('textbox', { name: 'Destination' }),
    aoi.page.locator('[data-part=title]'),
  ];
  for (const field of fields) expect(await directionOf(field.first())).toBe('rtl');
  const list = await openAs(browser, server.url, 'aoi');
  expect(await directionOf(list.page.getByRole('link', { name: title }))).toBe('rtl');
});

it.each([0, 4, title.length])('the caret of somebody else in a title stands at its letter: %d', async (position) => {
  const [aoi, ben] = [await openTripAs(browser, server.url, tripId, 'aoi'), await openTripAs(browser, server.url, tripId, 'ben')];
  await titleOf(ben.page).click();
  await ben.page.keyboard.press('Home');
  for (let i = 0; i < position; i++) await ben.page.keyboard.press('ArrowLeft');
  await eventually(() => aoi.page.locator('.tt-caret').getAttribute('data-offset')).toBe(`${position}`);
  const [stands, shouldStand] = await caretFromRight(aoi.page, titleOf(aoi.page), title.slice(0, position));
  expect(Math.abs(stands - shouldStand)).toBeLessThan(2);
});

it('each line of the notes begins at its own side, for others too', async () => {
  const [aoi, ben] = [await openTripAs(browser, server.url, tripId, 'aoi'), await openTripAs(browser, server.url, tripId, 'ben')];
  await notesOf(ben.page).click();
  await ben.page.keyboard.type('Kyoto');
  await ben.page.keyboard.press('Enter');
  await ben.page.keyboard.type('קיוטו');
  const lines = notesOf(aoi.page).locator('p');
  await eventually(() => lines.allTextContents()).toEqual(['Kyoto', 'קיוטו']);
  expect([await directionOf(lines.first()), await directionOf(lines.last())]).toEqual(['ltr', 'rtl']);
  await eventually(() => aoi.page.locator('.tt-caret').getAttribute('data-offset')).toBe('11');
  const [stands, shouldStand] = await caretFromRight(aoi.page, lines.last(), 'קיוטו');
  expect(Math.abs(stands - shouldStand)).toBeLessThan(2);
  await ben.page.keyboard.press('ArrowRight');
  await eventually(() => aoi.page.locator('.tt-caret').getAttribute('data-offset')).toBe('10');
  const [after, shouldBe] = await caretFromRight(aoi.page, lines.last(), 'קיוט');
  expect(Math.abs(after - shouldBe)).toBeLessThan(2);
});
