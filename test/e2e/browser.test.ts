import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTrip, login, putMember } from '../support/rest-client';
import {
  cardTitle,
  connectionOf,
  eventually,
  itemsOf,
  launchBrowser,
  notesOf,
  openAs,
  type PersonPage,
  personIn,
  titleOf,
  titlesOf,
} from './page-browser';
import { keepFailure } from './recordings';
import { sharedServer } from './shared-server';

/** Two people, two browsers, one trip. */

const server = sharedServer();
let browser: Browser;
let aoi: PersonPage;
let ben: PersonPage;

beforeAll(async () => {
  browser = await launchBrowser();
  [aoi, ben] = await Promise.all([
    openAs(browser, server.url, 'aoi', { locale: 'ja-JP' }),
    openAs(browser, server.url, 'ben', { locale: 'en-US' }),
  ]);
});

afterAll(async () => {
  await browser?.close();
});

beforeEach(async () => {
  const owner = await login(server.url, 'aoi', '葵');
  const tripId = await createTrip(owner, { title: 'Kyoto', start_date: '2027-11-19', end_date: '2027-11-20' });
  await putMember(owner, tripId, 'ben', 'editor');
  for (const { page } of [aoi, ben]) {
    await page.goto(`${server.url}/trips/${tripId}`);
    await notesOf(page).waitFor();
  }
});

afterEach(async () => {
  await keepFailure(browser);
  expect([...aoi.problems.splice(0), ...ben.problems.splice(0)]).toEqual([]);
});

async function addItem({ page }: PersonPage, day: number, title: string): Promise<void> {
  const field = page.locator(`#add-${day}`);
  await field.fill(title);
  await field.press('Enter');
}

describe('two people in one trip', () => {
  it('type in the title at once, and neither loses a letter or their caret', async () => {
    await titleOf(aoi.page).click();
    await aoi.page.keyboard.press('Home');
    await titleOf(ben.page).click();
    await ben.page.keyboard.press('End');
    await Promise.all([aoi.page.keyboard.type('秋の旅 in ', { delay: 15 }), ben.page.keyboard.type(' and Osaka', { delay: 15 })]);
    for (const { page } of [aoi, ben]) await eventually(() => titleOf(page).inputValue()).toBe('秋の旅 in Kyoto and Osaka');
    const caret = await titleOf(aoi.page).evaluate((field) => (field as HTMLTextAreaElement).selectionStart);
    expect(caret).toBe('秋の旅 in '.length);
  });

  it('compose Japanese while the other one types, undisturbed', async () => {
    await titleOf(aoi.page).click();
    await aoi.page.keyboard.press('End');
    const input = await aoi.page.context().newCDPSession(aoi.page);
    await input.send('Input.imeSetComposition', { text: 'とうきょう', selectionStart: 5, selectionEnd: 5 });
    await titleOf(ben.page).click();
    await ben.page.keyboard.press('Home');
    await ben.page.keyboard.type('To ');
    await addItem(ben, 1, 'a mark that the edit has arrived');
    await eventually(() => titlesOf(aoi.page, 1)).toHaveLength(1);
    expect(await titleOf(aoi.page).inputValue()).toBe('Kyotoとうきょう');
    expect(await titleOf(ben.page).inputValue()).toBe('To Kyoto');
    await input.send('Input.insertText', { text: '東京' });
    for (const { page } of [aoi, ben]) await eventually(() => titleOf(page).inputValue()).toBe('To Kyoto東京');
  });

  it('add cards to days, and rename them', async () => {
    await addItem(aoi, 1, '伏見稲荷');
    await addItem(aoi, 1, '旅館');
    await addItem(ben, 2, 'Osaka Castle');
    await eventually(() => titlesOf(ben.page, 1)).toEqual(['伏見稲荷', '旅館']);
    await eventually(() => titlesOf(aoi.page, 2)).toEqual(['Osaka Castle']);
    await cardTitle(itemsOf(ben.page, 1).first()).press('End');
    await ben.page.keyboard.type('大社');
    await eventually(() => titlesOf(aoi.page, 1)).toEqual(['伏見稲荷大社', '旅館']);
  });

  it('set the dates, and the days follow', async () => {
    const end = ben.page.getByLabel('To', { exact: true });
    await end.fill('2027-11-22');
    await end.press('Enter');
    await aoi.page.getByTestId('day-4').waitFor();
    expect(await aoi.page.getByLabel('終了日').inputValue()).toBe('2027-11-22');
  });

  it('move the whole trip when it would end before it starts', async () => {
    const start = ben.page.getByLabel('From', { exact: true });
    await start.fill('2027-12-24');
    await start.press('Enter');
    await eventually(() => aoi.page.getByLabel('開始日').inputValue()).toBe('2027-12-24');
    expect(await aoi.page.getByLabel('終了日').inputValue()).toBe('2027-12-25');
  });

  it('write notes together, with formats', async () => {
    await notesOf(aoi.page).click();
    await aoi.page.keyboard.type('集合は京都駅');
    await eventually(() => notesOf(ben.page).innerText()).toContain('集合は京都駅');
    await notesOf(ben.page).click();
    await ben.page.keyboard.press('Control+End');
    await ben.page.keyboard.press('Enter');
    await ben.page.getByRole('button', { name: 'Bold' }).click();
    await ben.page.keyboard.type('ICOCA');
    await aoi.page.locator('.ql-editor strong', { hasText: 'ICOCA' }).waitFor();
    await ben.page.getByRole('button', { name: 'Checklist' }).click();
    await aoi.page.locator('.ql-editor li[data-list=unchecked]').waitFor();
    expect(await ben.page.getByRole('button', { name: 'Checklist' }).getAttribute('aria-pressed')).toBe('true');
  });

  it('undo in the notes only what they wrote themselves', async () => {
    await notesOf(ben.page).click();
    await ben.page.keyboard.insertText('mine ');
    await eventually(() => notesOf(aoi.page).innerText()).toContain('mine');
    await notesOf(aoi.page).click();
    await aoi.page.keyboard.press('Control+End');
    await aoi.page.keyboard.type('theirs');
    await eventually(() => notesOf(ben.page).innerText()).toContain('theirs');
    await ben.page.keyboard.press('Control+z');
    await eventually(async () => (await notesOf(aoi.page).innerText()).trim()).toBe('theirs');
  });

  it('see who is here, in which field, and that they left', async () => {
    await addItem(aoi, 1, '旅館');
    await cardTitle(itemsOf(ben.page, 1).first()).click();
    const chip = personIn(aoi.page, 'Ben');
    await eventually(() => chip.innerText()).toContain('旅館');
    await aoi.page.locator('[data-field^="item:"]', { hasText: 'Ben' }).waitFor();
    await titleOf(ben.page).click();
    await eventually(() => chip.innerText()).toContain('旅のタイトル');
    await ben.page.getByRole('link', { name: 'All trips', exact: true }).click();
    await eventually(() => chip.innerText(), 5_000).toContain('オフライン');
  });

  it('are told that everything is saved', async () => {
    await titleOf(ben.page).click();
    await ben.page.keyboard.type('x');
    await eventually(() => connectionOf(ben.page).innerText()).toBe('Saved');
    await ben.page.reload();
    await eventually(() => titleOf(ben.page).inputValue()).toContain('x');
  });
});
