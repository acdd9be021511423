import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTrip, login, putMember } from '../support/rest-client';
import {
  cardTitle,
  eventually,
  itemsOf,
  launchBrowser,
  leavePages,
  notesOf,
  openTripAs,
  type PersonPage,
  personIn,
  titleOf,
} from './page-browser';
import { sharedServer } from './shared-server';

/** What two people see of each other while they work, and the tools they have for that. */

const server = sharedServer();
let browser: Browser;
let tripId: string;
let aoi: PersonPage;
let ben: PersonPage;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
});

beforeEach(async () => {
  const owner = await login(server.url, 'aoi', '葵');
  const itinerary = Array.from({ length: 10 }, (_, index) => ({ day: index + 1, title: `Stop ${index + 1}` }));
  tripId = await createTrip(owner, { title: 'Kyoto and Osaka', itinerary });
  await putMember(owner, tripId, 'ben', 'editor');
  [aoi, ben] = await Promise.all([
    openTripAs(browser, server.url, tripId, 'aoi'),
    openTripAs(browser, server.url, tripId, 'ben'),
  ]);
});

afterEach(async () => {
  await leavePages(browser);
  expect([...aoi.problems, ...ben.problems]).toEqual([]);
});

function caretIn(field: string, { page }: PersonPage) {
  return page.locator(`[data-field="${field}"] .tt-caret`);
}

/** Where a character of a field stands, measured by the browser: the width of the text before it. */
function widthBefore(field: string, characters: number, { page }: PersonPage): Promise<number> {
  return page.locator(`[data-field="${field}"]`).evaluate((frame, count) => {
    const input = frame.querySelector('textarea, input') as HTMLInputElement;
    const looks = getComputedStyle(input);
    const pen = document.createElement('canvas').getContext('2d') as CanvasRenderingContext2D;
    pen.font = `${looks.fontWeight} ${looks.fontSize} ${looks.fontFamily}`;
    const padding = Number.parseFloat(looks.paddingLeft) + Number.parseFloat(looks.borderLeftWidth);
    return pen.measureText(input.value.slice(0, count)).width + padding;
  }, characters);
}

function leftOfCaret(field: string, { page }: PersonPage): Promise<number> {
  return page.locator(`[data-field="${field}"]`).evaluate((frame) => {
    const input = frame.querySelector('textarea, input') as HTMLElement;
    const caret = frame.querySelector('.tt-caret') as HTMLElement;
    return caret.getBoundingClientRect().left + 1 - input.getBoundingClientRect().left;
  });
}

describe('carets of others', () => {
  it("stand at their character, in their person's colour, with their name, and go when the field is left", async () => {
    await titleOf(ben.page).click();
    await ben.page.keyboard.press('Home');
    for (let i = 0; i < 6; i++) await ben.page.keyboard.press('ArrowRight');
    const caret = caretIn('title', aoi);
    await eventually(() => caret.getAttribute('data-offset')).toBe('6');
    expect(await caret.locator('.tt-caret-name').innerText()).toContain('Ben');
    expect(Math.abs((await leftOfCaret('title', aoi)) - (await widthBefore('title', 6, aoi)))).toBeLessThan(2);
    const face = personIn(aoi.page, 'Ben').locator('.tt-face');
    const colorOf = (element: Element) => getComputedStyle(element).backgroundColor;
    expect(await caret.evaluate(colorOf)).toBe(await face.evaluate(colorOf));

    await ben.page.locator('#add-1').click();
    await caret.waitFor({ state: 'detached' });
  });

  it('move with the text, and do not stand in the way of the pointer', async () => {
    await titleOf(ben.page).click();
    await ben.page.keyboard.press('End');
    await caretIn('title', aoi).waitFor();
    await titleOf(aoi.page).click();
    await aoi.page.keyboard.press('Home');
    await aoi.page.keyboard.type('To ');
    await eventually(() => caretIn('title', aoi).getAttribute('data-offset')).toBe('18');
    expect(Math.abs((await leftOfCaret('title', aoi)) - (await widthBefore('title', 18, aoi)))).toBeLessThan(2);
    const isField = await titleOf(aoi.page).evaluate((field) => {
      const caret = document.querySelector('.tt-caret')?.getBoundingClientRect() as DOMRect;
      return document.elementFromPoint(caret.left + 1, caret.top + caret.height / 2) === field;
    });
    expect(isField).toBe(true);
  });

  it('in a long text are drawn only where the field is scrolled to', async () => {
    const [own, seen] = await Promise.all([ben, aoi].map(({ page }) => unfoldedNotes(page)));
    if (own === undefined || seen === undefined) throw new Error('no notes');
    await own.click();
    await ben.page.keyboard.insertText('a line\n'.repeat(60));
    await eventually(() => seen.inputValue()).toContain('a line');
    const caret = itemsOf(aoi.page, 1).first().locator('.tt-caret');
    // Its end is beyond the field, and so is the caret there.
    await eventually(() => caret.count()).toBe(0);
    await seen.evaluate((field) => field.scrollTo(0, field.scrollHeight));
    await eventually(() => caret.count()).toBe(1);
    await aoi.page.setViewportSize({ width: 700, height: 900 });
    await ben.page.keyboard.press('Control+Home');
    await seen.evaluate((field) => field.scrollTo(0, 0));
    await eventually(() => caret.getAttribute('data-offset')).toBe('0');
  });

  it('cover what is selected', async () => {
    await titleOf(ben.page).click();
    await ben.page.keyboard.press('Home');
    for (let i = 0; i < 5; i++) await ben.page.keyboard.press('Shift+ArrowRight');
    const selection = aoi.page.locator('[data-field=title] .tt-selection');
    await eventually(() => selection.getAttribute('data-length')).toBe('5');
    const { width } = await selection.evaluate((element) => element.getBoundingClientRect().toJSON() as DOMRect);
    const padding = await widthBefore('title', 0, aoi);
    expect(Math.abs(width - ((await widthBefore('title', 5, aoi)) - padding))).toBeLessThan(2);
    await ben.page.keyboard.press('Home');
    await selection.waitFor({ state: 'detached' });
  });
});

describe('the list of people', () => {
  it('says who types, where somebody is, and who is not here', async () => {
    const chip = personIn(aoi.page, 'Ben');
    await titleOf(ben.page).click();
    await eventually(() => chip.innerText()).toContain('Title of the trip');
    await ben.page.keyboard.type('x');
    await eventually(() => chip.innerText()).toContain('Typing…');
    await aoi.page.getByText('Ben is typing…').waitFor({ state: 'attached' });
    await eventually(() => chip.innerText()).toContain('Title of the trip');
    await ben.page.context().close();
    await eventually(() => chip.getAttribute('data-activity'), 40_000).toBe('offline');
  });

  it("lets somebody be followed until one goes one's own way", async () => {
    await personIn(aoi.page, 'Ben').getByRole('button').click();
    await aoi.page.getByRole('button', { name: 'Stop following Ben' }).waitFor();
    await cardTitle(itemsOf(ben.page, 9).first()).click();
    const item = itemsOf(aoi.page, 9).first();
    const isInSight = () =>
      item.evaluate((element) => {
        const { top, bottom } = element.getBoundingClientRect();
        return top >= 0 && bottom <= window.innerHeight;
      });
    await eventually(isInSight).toBe(true);
    await aoi.page.mouse.wheel(0, -100);
    await aoi.page.getByRole('button', { name: 'Stop following Ben' }).waitFor({ state: 'detached' });
  });

  it('starts and ends following by keyboard', async () => {
    const face = personIn(aoi.page, 'Ben').getByRole('button');
    await face.press('Enter');
    await eventually(() => face.getAttribute('aria-pressed')).toBe('true');
    await face.press('Enter');
    await eventually(() => face.getAttribute('aria-pressed')).toBe('false');
  });
});

describe('undo and redo', () => {
  it("take back one's own edits in any field, and leave those of others", async () => {
    await titleOf(ben.page).click();
    await ben.page.keyboard.press('End');
    await ben.page.keyboard.insertText(' in autumn');
    await titleOf(aoi.page).click();
    await aoi.page.keyboard.press('Home');
    await eventually(() => titleOf(aoi.page).inputValue()).toBe('Kyoto and Osaka in autumn');
    await aoi.page.keyboard.type('To ');
    await eventually(() => titleOf(ben.page).inputValue()).toBe('To Kyoto and Osaka in autumn');
    await ben.page.keyboard.press('Control+z');
    for (const { page } of [aoi, ben]) await eventually(() => titleOf(page).inputValue()).toBe('To Kyoto and Osaka');
    await ben.page.keyboard.press('Control+Shift+z');
    for (const { page } of [aoi, ben]) await eventually(() => titleOf(page).inputValue()).toBe('To Kyoto and Osaka in autumn');
  });

  it('bring a deleted item back, with its text', async () => {
    // The message about what was deleted offers it, too.
    const undo = ben.page.getByRole('toolbar').getByRole('button', { name: 'Undo' });
    expect(await undo.isDisabled()).toBe(true);
    const card = itemsOf(ben.page, 2).first();
    await card.getByRole('button', { name: 'Details' }).click();
    await card.getByRole('button', { name: 'Delete' }).click();
    await eventually(() => itemsOf(aoi.page, 2).count()).toBe(0);
    await undo.click();
    await eventually(() => itemsOf(aoi.page, 2).count()).toBe(1);
    expect(await cardTitle(itemsOf(aoi.page, 2).first()).inputValue()).toBe('Stop 2');
    await ben.page.getByRole('button', { name: 'Redo' }).click();
    await eventually(() => itemsOf(aoi.page, 2).count()).toBe(0);
  });

  it('of the notes and of the title are one history', async () => {
    await titleOf(ben.page).click();
    await ben.page.keyboard.press('End');
    await ben.page.keyboard.type('!');
    await notesOf(ben.page).click();
    await ben.page.keyboard.insertText('ICOCA');
    await eventually(() => notesOf(aoi.page).innerText()).toContain('ICOCA');
    await ben.page.keyboard.press('Control+z');
    await eventually(async () => (await notesOf(aoi.page).innerText()).trim()).toBe('');
    await ben.page.getByRole('button', { name: 'Undo' }).click();
    await eventually(() => titleOf(aoi.page).inputValue()).toBe('Kyoto and Osaka');
  });
});

describe('the invisible mode', () => {
  it('A9 hides somebody who goes on working, over a reload too, and shows them again', async () => {
    const chip = personIn(aoi.page, 'Ben');
    const invisible = ben.page.getByRole('switch', { name: 'Invisible' });
    await eventually(() => chip.getAttribute('data-activity')).not.toBe('offline');
    await invisible.click();
    await eventually(() => chip.getAttribute('data-activity')).toBe('offline');
    expect(await invisible.evaluate((element) => element === document.activeElement)).toBe(true);
    await titleOf(ben.page).press('End');
    await ben.page.keyboard.type('!');
    await eventually(() => titleOf(aoi.page).inputValue()).toBe('Kyoto and Osaka!');
    expect(await caretIn('title', aoi).count()).toBe(0);

    await ben.page.reload();
    await notesOf(ben.page).waitFor();
    await eventually(() => invisible.getAttribute('aria-checked')).toBe('true');
    expect(await chip.getAttribute('data-activity')).toBe('offline');
    await invisible.click();
    await eventually(() => chip.getAttribute('data-activity')).not.toBe('offline');
  });
});

/** The notes of the first card, which is unfolded for that. */
async function unfoldedNotes(page: Page): Promise<Locator> {
  const card = itemsOf(page, 1).first();
  await card.getByRole('button', { name: 'Details' }).click();
  return card.getByRole('textbox', { name: 'Notes' });
}
