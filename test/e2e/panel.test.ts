import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Caller, createTrip, expectOk, login, putMember } from '../support/rest-client';
import { eventually, launchBrowser, leavePages, notesOf, openAs, openTripAs, type PersonPage, titleOf } from './page-browser';
import { sharedServer } from './shared-server';

/** What stands beside the plan: the notes, the budget, the links, and the keyboard that leads to all of it. */

const server = sharedServer();
let browser: Browser;
let owner: Caller;
let tripId: string;
let opened: PersonPage[];

beforeAll(async () => {
  browser = await launchBrowser();
  owner = await login(server.url, 'aoi', '葵');
});

afterAll(async () => {
  await browser?.close();
});

beforeEach(async () => {
  opened = [];
  const itinerary = [
    { day: 1, title: 'Inn', type: 'hotel', cost: 12_000, currency: 'JPY' },
    { day: 2, title: 'Dinner', type: 'restaurant', cost: 3_000, currency: 'JPY' },
  ];
  const notes = [{ insert: 'Meet at the station.' }];
  tripId = await createTrip(owner, { title: 'Kyoto', start_date: '2027-11-19', end_date: '2027-11-21', itinerary, notes });
  await putMember(owner, tripId, 'ben', 'editor');
  await putMember(owner, tripId, 'chloe', 'viewer');
});

afterEach(async () => {
  await leavePages(browser);
  expect(opened.flatMap(({ problems }) => problems)).toEqual([]);
});

/** Opens the trip, or a part of it, as somebody. */
async function open(person: 'aoi' | 'ben' | 'chloe', part: 'notes' | 'budget' | 'links', options = {}) {
  const page =
    part === 'notes'
      ? await openTripAs(browser, server.url, tripId, person, options)
      : await openAs(browser, `${server.url}/trips/${tripId}/${part}`, person, options);
  opened.push(page);
  await page.page.locator(`#${part}`).waitFor();
  return page.page;
}

function textOf(page: Awaited<ReturnType<typeof open>>): Promise<string> {
  return notesOf(page).innerText();
}

describe('the notes', () => {
  it("show the other one's caret, name and selection, which keep to their words", async () => {
    const [aoi, ben] = [await open('aoi', 'notes'), await open('ben', 'notes')];
    await notesOf(ben).click();
    await ben.keyboard.press('Control+Home');
    await ben.keyboard.press('Control+ArrowRight');
    const caret = aoi.locator('.notes-editor .tt-caret');
    await eventually(() => caret.getAttribute('data-offset')).toBe('4');
    expect(await caret.innerText()).toContain('Ben');
    const standsAt = async () => (await caret.boundingBox())?.x ?? 0;
    const before = await standsAt();

    await notesOf(aoi).click();
    await aoi.keyboard.press('Control+Home');
    await aoi.keyboard.type('Hi! ');
    await eventually(() => caret.getAttribute('data-offset')).toBe('8');
    expect(await standsAt()).toBeGreaterThan(before);
    await eventually(() => ben.locator('.notes-editor .tt-caret').getAttribute('data-offset')).toBe('4');

    await ben.keyboard.press('Shift+End');
    await eventually(() => aoi.locator('.notes-editor .tt-selection').getAttribute('data-length')).toBe(
      String(' at the station.'.length),
    );
    await titleOf(ben).click();
    await caret.waitFor({ state: 'detached' });
    await eventually(() => aoi.locator('.notes-editor .tt-selection').count()).toBe(0);
  });

  it('keep what may be kept of a paste, and stay quick with a long one', async () => {
    const [aoi, ben] = [await open('aoi', 'notes'), await open('ben', 'notes')];
    const paste = (html: string) =>
      notesOf(ben).evaluate((editor, pasted) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/html', pasted);
        clipboardData.setData('text/plain', 'plain');
        const startedMs = performance.now();
        editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
        return performance.now() - startedMs;
      }, html);
    await notesOf(ben).click();
    await ben.keyboard.press('Control+A');
    await paste(`
      <h1 style="color:red" onclick="window.pasted = 1">Plan</h1>
      <p style="font-size:40px;background:#000">See <a href="https://kyoto.example/">the page</a>, <a href="javascript:window.pasted=1">not this</a>,
      <b>bold</b> and <span style="font-weight:700">bold by style</span><img src="x" onerror="window.pasted = 1"><script>window.pasted = 1</script><iframe src="https://evil.example"></iframe>.</p>
      <ul><li>one</li><li>two</li></ul><table><tr><td>cell</td></tr></table>`);
    await eventually(() => textOf(aoi)).toContain('cell');
    for (const page of [aoi, ben]) {
      const editor = notesOf(page);
      expect(await editor.locator('h1', { hasText: 'Plan' }).count()).toBe(1);
      expect(await editor.locator('li[data-list=bullet]').allInnerTexts()).toEqual(['one', 'two']);
      expect(await editor.locator('strong').allInnerTexts()).toEqual(['bold', 'bold by style']);
      expect(await editor.locator('a').evaluateAll((links) => links.map((link) => link.getAttribute('href')))).toEqual([
        'https://kyoto.example/',
      ]);
      expect(await editor.locator('img, script, iframe, table, [style], [onclick]').count()).toBe(0);
      expect(await editor.innerText()).not.toContain('window.pasted');
      expect(await page.evaluate('window.pasted')).toBeUndefined();
    }
    // The browser reports what its policy kept a paste from doing.
    for (const { problems } of opened)
      problems.splice(0, problems.length, ...problems.filter((one) => !one.includes('Content Security')));

    const paragraphs = Array.from({ length: 1_000 }, (_, index) => `<p>${index} <b>${'word '.repeat(18)}</b></p>`).join('');
    expect(paragraphs.length).toBeGreaterThan(100_000);
    // About a tenth of that on a machine that has nothing else to do.
    expect(await paste(paragraphs)).toBeLessThan(8_000);
    await eventually(() => notesOf(aoi).locator('p', { hasText: /^999 / }).count(), 20_000).toBe(1);
  });

  it('compose Japanese undisturbed by what the other one writes', async () => {
    const [aoi, ben] = [await open('aoi', 'notes'), await open('ben', 'notes')];
    await notesOf(aoi).click();
    await aoi.keyboard.press('Control+End');
    const input = await aoi.context().newCDPSession(aoi);
    await input.send('Input.imeSetComposition', { text: 'とうきょう', selectionStart: 5, selectionEnd: 5 });
    await notesOf(ben).click();
    await ben.keyboard.press('Control+Home');
    await ben.keyboard.type('Ben: ');
    await titleOf(ben).press('End');
    await ben.keyboard.type('!');
    // The title tells that the edit of the notes, which was made before it, has arrived.
    await eventually(() => titleOf(aoi).inputValue()).toBe('Kyoto!');
    expect((await textOf(aoi)).trim()).toBe('Meet at the station.とうきょう');
    await input.send('Input.insertText', { text: '東京' });
    for (const page of [aoi, ben])
      await eventually(async () => (await textOf(page)).trim()).toBe('Ben: Meet at the station.東京');
    await aoi.keyboard.type('で');
    for (const page of [aoi, ben])
      await eventually(async () => (await textOf(page)).trim()).toBe('Ben: Meet at the station.東京で');
  });

  it('are linked, ticked and formatted by keyboard, and read before the editor is there', async () => {
    const ben = await open('ben', 'notes');
    await notesOf(ben).click();
    await ben.keyboard.press('Control+A');
    await ben.keyboard.press('Control+k');
    const address = ben.getByLabel('Address of the link');
    await address.fill('javascript:alert(1)');
    await address.press('Enter');
    await ben.getByRole('alert').getByText('Only http and https').waitFor();
    await address.fill('maps.example/kyoto');
    await address.press('Enter');
    await eventually(() => notesOf(ben).locator('a').getAttribute('href')).toBe('https://maps.example/kyoto');
    await ben.keyboard.press('ArrowLeft');
    await ben.getByRole('link', { name: 'Open maps.example/kyoto in a new tab' }).waitFor();
    await ben.keyboard.press('Control+End');
    await ben.keyboard.press('Enter');
    await ben.keyboard.type('[] tickets');
    await ben.keyboard.press('Control+Enter');
    await notesOf(ben).locator('li[data-list=checked]', { hasText: 'tickets' }).waitFor();
    await notesOf(ben)
      .locator('li .ql-ui')
      .click({ position: { x: 8, y: 10 } });
    await notesOf(ben).locator('li[data-list=unchecked]', { hasText: 'tickets' }).waitFor();

    // The editor does not come: what it would show stands there all the same.
    const phone = await openAs(browser, `${server.url}/trips/${tripId}`, 'ben', { viewport: { width: 390, height: 800 } });
    opened.push(phone);
    const { page } = phone;
    await page.getByTestId('day-1').waitFor();
    expect(
      await page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => /notes-editor/.test(name)).length),
    ).toBe(0);
    await page.route('**/notes-editor*', () => undefined);
    await page.getByRole('link', { name: 'Notes' }).click();
    await eventually(() => page.locator('.notes-prose a').getAttribute('href')).toBe('https://maps.example/kyoto');
    await eventually(() => page.locator('.notes-prose li').innerText()).toContain('tickets');
  });
});

describe('the budget', () => {
  it("follows the other one's costs, reads amounts as people write them, and adds currencies", async () => {
    const [aoi, ben] = [
      await open('aoi', 'budget', { locale: 'ja-JP' }),
      await open('ben', 'budget', { permissions: ['clipboard-read', 'clipboard-write'] }),
    ];
    const yen = ben.getByTestId('budget-JPY');
    await eventually(() => yen.innerText()).toContain('¥15,000');
    const amount = yen.getByRole('textbox', { name: 'Budget in Japanese Yen' });
    await amount.fill('1.5');
    await amount.press('Enter');
    await yen.getByRole('alert').getByText('no digits behind the point').waitFor();
    await amount.fill('２０，０００円');
    await amount.press('Enter');
    await eventually(() => amount.inputValue()).toBe('20,000');
    await eventually(() => aoi.getByTestId('budget-JPY').innerText()).toContain('残り');
    await eventually(() => aoi.getByTestId('budget-JPY').innerText()).toContain('￥5,000');

    const view = await expectOk<{ itinerary: { id: string }[] }>(owner, 'GET', `/v1/trips/${tripId}`);
    const ids = view.itinerary.map(({ id }) => id);
    const patch = [{ op: 'replace', path: '/itinerary/1/cost', value: 9_500 }];
    expect(ids).toHaveLength(2);
    await expectOk(owner, 'PATCH', `/v1/trips/${tripId}`, patch, {
      'content-type': 'application/json-patch+json',
      'if-match': '*',
    });
    await eventually(() => yen.innerText()).toContain('Over by');
    await eventually(() => yen.innerText()).toContain('¥1,500');
    await yen.getByRole('row', { name: 'Day 2' }).getByText('¥9,500').waitFor();
    await yen.getByRole('row', { name: 'Food' }).getByText('¥9,500').waitFor();
    await yen.getByRole('link', { name: 'Day 2' }).click();
    await eventually(() => ben.evaluate(() => document.activeElement?.id)).toBe('day-2-title');

    await ben.goto(`${server.url}/trips/${tripId}/budget`);
    await ben.getByLabel('Add a currency').focus();
    await ben.getByLabel('Add a currency').selectOption('EUR');
    await ben.keyboard.type('300');
    await ben.keyboard.press('Enter');
    await eventually(() => aoi.getByTestId('budget-EUR').innerText()).toContain('€300');
    await ben.getByTestId('budget-EUR').getByRole('button', { name: 'Remove' }).click();
    await aoi.getByTestId('budget-EUR').waitFor({ state: 'detached' });

    await ben.getByRole('button', { name: 'Copy as CSV' }).click();
    await eventually(() => ben.evaluate(() => navigator.clipboard.readText())).toBe(
      'Day,Date,Title,Category,Booking,Amount,Currency\r\n1,2027-11-19,Inn,Stay,Pending,12000,JPY\r\n2,2027-11-20,Dinner,Food,Pending,9500,JPY\r\n',
    );
  });
});

describe('the links', () => {
  it('appear for the other one, are renamed together, deleted and brought back', async () => {
    const [aoi, ben] = [await open('aoi', 'links'), await open('ben', 'links')];
    const field = ben.getByLabel('Address of a new link');
    await field.fill('mailto:a@b.example');
    await field.press('Enter');
    await ben.getByRole('alert').getByText('Only http and https').waitFor();
    await field.fill('www.inn.example/rooms?x=1');
    await field.press('Enter');
    const row = aoi.getByTestId('link');
    await eventually(() => row.locator('input').inputValue()).toBe('inn.example/rooms');
    const link = row.getByRole('link');
    expect(await link.getAttribute('href')).toBe('https://www.inn.example/rooms?x=1');
    expect([await link.getAttribute('rel'), await link.getAttribute('target')]).toEqual(['noopener noreferrer', '_blank']);

    await row.locator('input').fill('Our inn');
    await eventually(() => ben.getByTestId('link').locator('input').inputValue()).toBe('Our inn');
    await ben.getByTestId('link').locator('.tt-caret', { hasText: '葵' }).waitFor();
    await ben.getByRole('button', { name: 'Delete: Our inn' }).click();
    await eventually(() => row.count()).toBe(0);
    await ben.getByRole('button', { name: 'Undo', exact: true }).last().click();
    await eventually(() => row.locator('input').inputValue()).toBe('Our inn');
  });
});

describe('the keyboard', () => {
  it('opens the help and the palette, leads everywhere, and leaves fields alone', async () => {
    const ben = await open('ben', 'notes');
    // The editor comes last: until then, nobody may be listening to keys.
    await notesOf(ben).waitFor();
    await ben.keyboard.press('?');
    const help = ben.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await help.getByText('New card').waitFor();
    await ben.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });

    await ben.keyboard.press('/');
    const palette = ben.getByRole('combobox', { name: 'Go to' });
    await palette.fill('dinn');
    await ben.getByRole('option', { name: 'Dinner' }).waitFor();
    await ben.keyboard.press('Enter');
    await eventually(() =>
      ben.evaluate(() => document.activeElement?.closest('[data-column]')?.getAttribute('data-column')),
    ).toBe('2');

    // In a field these are letters.
    await titleOf(ben).press('End');
    await ben.keyboard.type(' n?2/');
    await eventually(() => titleOf(ben).inputValue()).toBe('Kyoto n?2/');
    await ben.keyboard.press('Escape');
    await ben.keyboard.press('2');
    await eventually(() => ben.evaluate(() => document.activeElement?.id)).toBe('day-2-title');
    await ben.keyboard.press('n');
    await eventually(() => ben.evaluate(() => document.activeElement?.id)).toBe('add-2');
    await ben.keyboard.press('Escape');
    await ben.keyboard.press('g');
    await ben.keyboard.press('b');
    await eventually(() => ben.evaluate(() => [document.activeElement?.id, location.pathname])).toEqual([
      'budget',
      `/trips/${tripId}/budget`,
    ]);

    await ben.keyboard.press('?');
    await ben.getByRole('switch', { name: 'Shortcuts of single keys' }).uncheck();
    await ben.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    await ben.reload();
    await ben.getByTestId('budget-JPY').waitFor();
    await ben.keyboard.press('2');
    await ben.keyboard.press('Control+k');
    await palette.waitFor();
    await ben.keyboard.press('Escape');
    await palette.waitFor({ state: 'detached' });
    expect(await ben.evaluate(() => document.activeElement?.id)).not.toBe('day-2-title');
  });
});

describe('somebody who may only look', () => {
  it('finds no controls, and reads everything', async () => {
    const chloe = await open('chloe', 'notes');
    await eventually(() => notesOf(chloe).getAttribute('contenteditable')).toBe('false');
    expect(await chloe.getByRole('toolbar', { name: 'Formatting' }).count()).toBe(0);
    await chloe.goto(`${server.url}/trips/${tripId}/budget`);
    await eventually(() => chloe.getByTestId('budget-JPY').innerText()).toContain('¥15,000');
    expect(await chloe.locator('#budget').locator('input, select').count()).toBe(0);
    await chloe.goto(`${server.url}/trips/${tripId}/links`);
    await chloe.getByText('No links yet.').waitFor();
    expect(await chloe.locator('#links').locator('input, button').count()).toBe(0);
  });
});
