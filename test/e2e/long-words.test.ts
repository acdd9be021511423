import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { createTrip, login, putMember } from '../support/rest-client';
import { onePage } from './one-page';
import { eventually, openAs, openTripAs, personIn } from './page-browser';
import { sharedServer } from './shared-server';

/** Words that are longer than a phone is wide: they break or end in their place, and push nothing out of the page. */

const server = sharedServer();
const openPage = onePage();

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const address = `https://example.com/${'kyoto_in_autumn'.repeat(10)}`;

/** How far something reaches beyond the right edge of what it is in. */
async function excess(inner: Locator, outer: Locator): Promise<number> {
  const [inside, outside] = await Promise.all([inner.boundingBox(), outer.boundingBox()]);
  if (inside === null || outside === null) throw new Error('not to be seen');
  return inside.x + inside.width - (outside.x + outside.width);
}

/** By how much the words of an element are wider than it is. */
function cutOff(words: Locator): Promise<number> {
  return words.evaluate((element) => element.scrollWidth - element.clientWidth);
}

async function openShare(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Share' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  return dialog;
}

it('a title that is an address breaks in its card, in the dialogs that name it, and in what is said of it', async () => {
  const id = await createTrip(await login(server.url, 'aoi', '葵'), { title: address });
  const { page } = await openPage((browser) => openAs(browser, server.url, 'aoi', phone));
  const card = page.getByTestId('trip-card').filter({ hasText: address });
  expect(await cutOff(card.getByRole('link'))).toBe(0);
  await card.getByRole('button', { name: 'Options' }).click();
  await page.getByRole('menuitem', { name: 'Archive' }).click();
  const toast = page.getByRole('alertdialog');
  const undo = toast.getByRole('button', { name: 'Undo' });
  await undo.waitFor();
  expect(await cutOff(toast)).toBe(0);

  await page.goto(`${server.url}/trips/${id}`);
  const dialog = await openShare(page);
  expect(await dialog.evaluate((element) => [element.scrollWidth - element.clientWidth, element.scrollLeft])).toEqual([0, 0]);
  await dialog.getByRole('button', { name: 'Make a link' }).click();
  await dialog.getByLabel('Invitation link').waitFor();
});

it('the names of people push no field of a trip out of its page', async () => {
  const owner = await login(server.url, 'aoi', '葵');
  const id = await createTrip(owner, { title: 'Kyoto' });
  const name = 'Wolfeschlegelstein'.repeat(3);
  for (const other of ['wolf-1', 'wolf-2']) {
    await login(server.url, other, name);
    await putMember(owner, id, other, 'editor');
  }
  const { page } = await openPage((browser) => openTripAs(browser, server.url, id, 'aoi', phone));
  await personIn(page, name).first().waitFor();
  await eventually(() => excess(page.getByLabel('To', { exact: true }), page.locator('header.card'))).toBeLessThan(0);
});
