import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type DevServer, startServer } from '../support/dev-server';
import { expectOk, login } from '../support/rest-client';
import {
  cardTitle,
  comeOnline,
  connectionOf,
  eventually,
  insertCable,
  itemsOf,
  launchBrowser,
  notesOf,
  openAs,
  type PersonPage,
  personIn,
  titleOf,
  titlesOf,
} from './page-browser';
import { recordingFolder } from './recording-folder';
import { startRecording } from './recordings';
import { picture, takesPictures } from './tour-pictures';

/**
 * Two people plan three days in Kyoto, from an empty list to a shared plan. The run is recorded as a trace
 * in test/results, whether it passes or not, and its pictures are those of the README: `PICTURES=1` writes them.
 */

const planFolder = `${recordingFolder}two-people-plan-a-trip/`;
const screen = { viewport: { width: 1440, height: 900 } };

let server: DevServer;
let browser: Browser;
let aoi: PersonPage;
let ben: PersonPage;

beforeAll(async () => {
  server = await startServer();
  browser = await launchBrowser();
  aoi = await openAs(browser, server.url, 'aoi', screen);
  ben = await openAs(browser, server.url, 'ben', screen);
  for (const { page } of [aoi, ben]) await startRecording(page.context(), { screenshots: true, snapshots: true });
});

afterAll(async () => {
  for (const [name, person] of Object.entries({ aoi, ben })) {
    await person?.page.screenshot({ path: `${planFolder}${name}.png` });
    await person?.page.context().tracing.stop({ path: `${planFolder}${name}.zip` });
  }
  await browser?.close();
  await server?.stop();
});

it('two people plan a trip of three days, from an empty list to a shared plan', async () => {
  const cable = await insertCable(aoi.page);
  const tripUrl = await createTrip();
  await joinByLink();
  await collectIdeas();
  await moveCards();
  await bookTheInn();
  await writeTogether();
  await countTheMoney();

  cable.pull();
  await cardTitle(itemsOf(aoi.page, 3).first()).press('End');
  await aoi.page.keyboard.type(' at dawn');
  await eventually(() => connectionOf(aoi.page).innerText()).toContain('not saved');
  await picture(aoi.page, 'offline');
  await addCard(ben.page, '3', 'Train home');
  cable.plug();
  await comeOnline(aoi.page);
  for (const { page } of [aoi, ben]) {
    await eventually(() => titlesOf(page, 3)).toEqual(['Fushimi Inari at dawn', 'Train home']);
    await eventually(() => connectionOf(page).innerText()).toBe('Saved');
  }

  const caller = await login(server.url, 'ben', 'Ben');
  expect(await expectOk(caller, 'GET', `/v1/trips/${tripUrl.split('/').at(-1)}`)).toMatchObject({
    title: 'Autumn in Kyoto and Nara',
    start_date: '2027-11-19',
    end_date: '2027-11-21',
    collaborators: [
      { id: 'aoi', role: 'owner' },
      { id: 'ben', role: 'editor' },
    ],
    itinerary: [
      { day: 1, title: 'Shinkansen to Kyoto' },
      { day: 1, title: 'Inn by the Kamo', type: 'hotel', cost: 42_000, currency: 'JPY', booking_status: 'confirmed' },
      { day: 2, title: 'Nishiki market' },
      { day: 3, title: 'Fushimi Inari at dawn' },
      { day: 3, title: 'Train home' },
      { day: null, title: 'Deer in Nara' },
    ],
    notes: [{ insert: 'Bring the rail passes' }],
    budget: { JPY: 120_000 },
    attachments: [{ url: 'https://example.com/kyoto' }],
  });
  await picture(ben.page, 'shared-plan');
  await picturesOfEverything(tripUrl);
  expect([...aoi.problems, ...ben.problems]).toEqual([]);
}, 240_000);

/** From the list that teaches to a trip with dates. */
async function createTrip(): Promise<string> {
  const { page } = aoi;
  await page.getByText('No trips yet').waitFor();
  await picture(page, 'first-visit');
  await page.getByRole('button', { name: 'Plan a trip' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Title of the new trip').fill('Kyoto and Nara');
  await dialog.getByLabel('From').fill('2027-11-19');
  await dialog.getByLabel('To', { exact: true }).fill('2027-11-21');
  await dialog.getByLabel('Destination').fill('京都・奈良');
  await dialog.getByRole('radio', { name: 'Temple' }).check();
  await dialog.getByRole('button', { name: 'Create' }).click();
  await eventually(() => titleOf(page).inputValue()).toBe('Kyoto and Nara');
  await eventually(() => page.locator('[data-testid^=day-]').count()).toBe(4);
  return page.url();
}

async function joinByLink(): Promise<void> {
  await aoi.page.getByRole('button', { name: 'Share' }).click();
  await aoi.page.getByRole('button', { name: 'Make a link' }).click();
  const link = await aoi.page.getByLabel('Invitation link').inputValue();
  await picture(aoi.page, 'share');
  await ben.page.goto(link);
  await ben.page.getByRole('button', { name: 'Join the trip' }).click();
  await eventually(() => titleOf(ben.page).inputValue()).toBe('Kyoto and Nara');
  await aoi.page.getByRole('button', { name: 'Close' }).click();
  await personIn(aoi.page, 'Ben').waitFor();
}

/** Both add cards at the same time. */
async function collectIdeas(): Promise<void> {
  const ideas = ['Fushimi Inari', 'Nishiki market', 'Deer in Nara'];
  await Promise.all([
    (async () => {
      for (const idea of ideas) await addCard(aoi.page, 'none', idea);
    })(),
    (async () => {
      await addCard(ben.page, '1', 'Shinkansen to Kyoto');
      await addCard(ben.page, '1', 'Inn by the Kamo');
    })(),
  ]);
  for (const { page } of [aoi, ben]) {
    await eventually(() => titlesOf(page, null)).toEqual(ideas);
    await eventually(() => titlesOf(page, 1)).toEqual(['Shinkansen to Kyoto', 'Inn by the Kamo']);
  }
}

/** By mouse, and by keyboard. */
async function moveCards(): Promise<void> {
  await dragToDay(aoi.page, 'Nishiki market', 2);
  await eventually(() => titlesOf(ben.page, 2)).toEqual(['Nishiki market']);
  await handleOf(ben.page, 'Fushimi Inari').focus();
  for (let i = 0; i < 3; i++) await ben.page.keyboard.press('Alt+ArrowRight');
  await eventually(() => titlesOf(aoi.page, 3)).toEqual(['Fushimi Inari']);
}

async function bookTheInn(): Promise<void> {
  const inn = itemsOf(ben.page, 1).nth(1);
  await inn.getByRole('button', { name: 'Details' }).click();
  await choose(inn, 'Stay');
  await inn.getByLabel('Cost').fill('42,000');
  await inn.getByLabel('Cost').press('Enter');
  await inn.getByLabel('Currency').focus();
  await inn.getByLabel('Currency').selectOption('JPY');
  await choose(inn, 'Confirmed');
  await inn.getByRole('textbox', { name: 'Time' }).fill('1500');
  await inn.getByRole('textbox', { name: 'Time' }).press('Enter');
  const seen = itemsOf(aoi.page, 1).nth(1);
  await eventually(() => seen.innerText()).toMatch(/15:00\s+Cost\s+¥42,000\s+Confirmed/);
  await inn.getByRole('button', { name: 'Details' }).click();
}

/** Both in one title, and in the notes with each other's caret. */
async function writeTogether(): Promise<void> {
  await titleOf(aoi.page).click();
  await aoi.page.keyboard.press('Home');
  await titleOf(ben.page).click();
  await ben.page.keyboard.press('Home');
  await Promise.all([aoi.page.keyboard.type('Autumn '), aoi.page.locator('[data-field=title] .tt-caret').waitFor()]);
  await eventually(() => titleOf(ben.page).inputValue()).toBe('Autumn Kyoto and Nara');
  await ben.page.keyboard.press('Home');
  for (let i = 0; i < 'Autumn '.length; i++) await ben.page.keyboard.press('ArrowRight');
  await ben.page.keyboard.type('in ');
  await eventually(() => titleOf(aoi.page).inputValue()).toBe('Autumn in Kyoto and Nara');
  await picture(aoi.page, 'two-people');
  await notesOf(aoi.page).click();
  await aoi.page.keyboard.type('Bring the passes');
  await eventually(() => notesOf(ben.page).innerText()).toContain('Bring the passes');
  await notesOf(ben.page).click();
  await ben.page.keyboard.press('Control+Home');
  for (let i = 0; i < 'Bring the '.length; i++) await ben.page.keyboard.press('ArrowRight');
  await ben.page.keyboard.type('rail ');
  await eventually(() => notesOf(aoi.page).innerText()).toContain('Bring the rail passes');
}

async function countTheMoney(): Promise<void> {
  await ben.page.getByRole('link', { name: 'Budget' }).first().click();
  const budget = ben.page.getByRole('region', { name: 'Budget' });
  await budget.getByLabel('Budget in').fill('120,000');
  await budget.getByLabel('Budget in').press('Enter');
  await eventually(() => budget.innerText()).toContain('¥78,000');
  await ben.page.getByRole('link', { name: 'Links' }).first().click();
  await ben.page.getByLabel('Address of a new link').fill('https://example.com/kyoto');
  await ben.page.keyboard.press('Enter');
  await ben.page.getByRole('region', { name: 'Links' }).getByRole('listitem').waitFor();
}

async function addCard(page: Page, day: string, title: string): Promise<void> {
  await page.locator(`#add-${day}`).fill(title);
  await page.locator(`#add-${day}`).press('Enter');
}

/** Chooses among the pictures or words that stand for a radio button. */
async function choose(card: Locator, name: string): Promise<void> {
  await card.locator('.choice', { has: card.page().getByRole('radio', { name }) }).click();
}

function handleOf(page: Page, title: string): Locator {
  return page.getByRole('button', { name: `Move: ${title}` });
}

/** Drags a card by mouse into the middle of a column. */
async function dragToDay(page: Page, title: string, day: number): Promise<void> {
  const [from, to] = await Promise.all([handleOf(page, title).boundingBox(), page.getByTestId(`day-${day}`).boundingBox()]);
  if (from === null || to === null) throw new Error('nothing to point at');
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.locator('.board[data-draggable]').waitFor();
  await page.mouse.down();
  await page.mouse.move(from.x + 40, from.y + 10);
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 5 });
  await page.locator('.drop-line').waitFor();
  await page.mouse.up();
}

/** The same plan in the other language and theme, and on a phone. */
async function picturesOfEverything(tripUrl: string): Promise<void> {
  if (!takesPictures) return;
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;
  const looks = {
    'screen-ja': { ...screen, locale: 'ja-JP' },
    'screen-dark': { ...screen, colorScheme: 'dark' },
    'phone-ja': { ...phone, locale: 'ja-JP' },
    'phone-dark': { ...phone, colorScheme: 'dark' },
  } as const;
  for (const [name, options] of Object.entries(looks)) {
    const opened = await openAs(browser, tripUrl, 'aoi', options);
    await itemsOf(opened.page, 1).first().waitFor();
    await personIn(opened.page, 'Ben').waitFor();
    await picture(opened.page, `plan-${name}`);
    await opened.page.goto(new URL('/', tripUrl).href);
    await opened.page.locator('main li a').first().waitFor();
    await picture(opened.page, `list-${name}`);
    await opened.page.context().close();
  }
}
