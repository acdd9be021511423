import type { Browser, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { type Caller, createTrip, expectOk, login } from '../support/rest-client';
import { onePage } from './one-page';
import { eventually, openAs, openTripAs, type PersonPage, titleOf } from './page-browser';
import { sharedServer } from './shared-server';

/** Fields in browsers that do less by themselves than the one of the tests. */

const server = sharedServer();
const openPage = onePage();

const long = 'Kyoto and Osaka in autumn, with everybody who was in Lisbon last year';
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;

/** Takes from a page what Safari does not have before version 26.2. */
function withoutFieldSizing(): void {
  const supports = CSS.supports.bind(CSS);
  CSS.supports = (property: string, value?: string) =>
    property !== 'field-sizing' && (value === undefined ? supports(property) : supports(property, value));
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('textarea { field-sizing: fixed !important; }');
  document.adoptedStyleSheets = [sheet];
}

async function openOlder(browser: Browser, tripId: string): Promise<PersonPage> {
  const opened = await openAs(browser, server.url, 'aoi');
  await opened.page.addInitScript(withoutFieldSizing);
  await opened.page.goto(`${server.url}/trips/${tripId}`);
  await titleOf(opened.page).waitFor();
  return opened;
}

/** Height of the title, and by how much its text is higher. */
function heightOfTitle(page: Page): Promise<{ height: number; hidden: number }> {
  return titleOf(page).evaluate((field) => ({
    height: field.clientHeight,
    hidden: field.scrollHeight - field.clientHeight,
  }));
}

async function hiddenOf(page: Page, fields: string): Promise<number[]> {
  return page.locator(fields).evaluateAll((all) => all.map((field) => field.scrollHeight - field.clientHeight));
}

describe('where the browser does not fit fields to their text', () => {
  async function tripOf(owner: Caller): Promise<string> {
    const id = await createTrip(owner, { title: 'Kyoto', start_date: '2027-11-19', end_date: '2027-11-21' });
    await retitle(owner, id, 'Kyoto', [{ day: 3, title: long }]);
    return id;
  }

  function retitle(owner: Caller, id: string, title: string, itinerary?: object[]) {
    const headers = { 'content-type': 'application/merge-patch+json', 'if-match': '*' };
    return expectOk(owner, 'PATCH', `/v1/trips/${id}`, { title, ...(itinerary && { itinerary }) }, headers);
  }

  it('they are as tall as it, whoever writes, and as the page is wide', async () => {
    const owner = await login(server.url, 'aoi', '葵');
    const id = await tripOf(owner);
    const { page } = await openPage((browser) => openOlder(browser, id));
    const one = await heightOfTitle(page);
    expect(one.hidden).toBe(0);
    await page.locator('[data-part=title]').scrollIntoViewIfNeeded();
    await eventually(() => hiddenOf(page, '[data-part=title]')).toEqual([0]);

    await titleOf(page).fill(long);
    const typed = await heightOfTitle(page);
    expect(typed.height).toBeGreaterThan(one.height);
    expect(typed.hidden).toBe(0);

    await retitle(owner, id, `${long}, ${long}`);
    await eventually(() => titleOf(page).inputValue()).toBe(`${long}, ${long}`);
    const others = await heightOfTitle(page);
    expect(others.height).toBeGreaterThan(typed.height);
    expect(others.hidden).toBe(0);

    await page.setViewportSize({ width: 390, height: 844 });
    await eventually(async () => (await heightOfTitle(page)).height).toBeGreaterThan(others.height);
    expect((await heightOfTitle(page)).hidden).toBe(0);

    await titleOf(page).fill('Kyoto');
    await eventually(() => heightOfTitle(page)).toEqual(one);
  });
});

describe('a title', () => {
  it('stays one line, whatever is typed or pasted into it', async () => {
    const id = await createTrip(await login(server.url, 'aoi', '葵'), { title: 'Kyoto' });
    const { page } = await openPage((browser) => openTripAs(browser, server.url, id, 'aoi'));
    await titleOf(page).press('End');
    await titleOf(page).press('Enter');
    await titleOf(page).evaluate((field) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', ' in\r\n\n  autumn \n');
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    });
    await titleOf(page).pressSequentially('!');
    expect(await titleOf(page).inputValue()).toBe('Kyoto in autumn!');
    await page.reload();
    await eventually(() => titleOf(page).inputValue()).toBe('Kyoto in autumn!');
  });
});

describe('on a touch screen', () => {
  /** The fields to be seen whose letters are so small that an iPhone would enlarge the page around them. */
  function smallFields(page: Page): Promise<string[]> {
    const fields = 'input:not([type=checkbox], [type=radio], [type=file]), textarea, select, [contenteditable=true]';
    return page
      .locator(fields)
      .evaluateAll((all) =>
        all
          .filter((field) => field.checkVisibility() && Number.parseFloat(getComputedStyle(field).fontSize) < 16)
          .map((field) => field.outerHTML.slice(0, 200)),
      );
  }

  it('no field has letters of less than 16 pixels', async () => {
    const owner = await login(server.url, 'aoi', '葵');
    const id = await createTrip(owner, { title: 'Kyoto', start_date: '2027-11-19', end_date: '2027-11-21' });
    const headers = { 'content-type': 'application/merge-patch+json', 'if-match': '*' };
    const itinerary = [{ day: 1, title: 'Inn', cost: 12_000, currency: 'JPY' }];
    await expectOk(owner, 'PATCH', `/v1/trips/${id}`, { itinerary, budget: { JPY: 90_000 } }, headers);
    const { page } = await openPage((browser) => openTripAs(browser, server.url, id, 'aoi', phone));
    await page.locator('[data-part=unfold]').first().click();
    await page.locator('[data-part=notes]').waitFor();
    expect(await smallFields(page)).toEqual([]);
    for (const section of ['notes', 'budget', 'links']) {
      await page.goto(`${server.url}/trips/${id}/${section}`);
      await page.locator('main :is(input, select, .ql-editor)').last().waitFor();
      expect([section, await smallFields(page)]).toEqual([section, []]);
    }
    await page.getByRole('button', { name: 'Share' }).click();
    await page.getByRole('dialog').locator('select').first().waitFor();
    expect(await smallFields(page)).toEqual([]);

    await page.goto(server.url);
    await page.getByLabel('Search by title or place').waitFor();
    expect(await smallFields(page)).toEqual([]);
    await page.goto(`${server.url}/inbox/settings`);
    await page.getByLabel('Time zone').waitFor();
    expect(await smallFields(page)).toEqual([]);

    await page.goto(`${server.url}/calendar`);
    await page.getByRole('button', { name: 'New event' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Title').fill('Meeting');
    expect(await smallFields(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Create and open' }).click();
    await titleOf(page).waitFor();
    expect(await smallFields(page)).toEqual([]);
  });
});
