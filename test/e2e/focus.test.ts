import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { DocumentVersion } from '../../web/sdk';
import { createTrip, login, putMember } from '../support/rest-client';
import { onePage } from './one-page';
import { eventually, openAs, titleOf } from './page-browser';
import { sharedServer } from './shared-server';

/** Where the focus is when what had it has gone. */

const server = sharedServer();
const openPage = onePage();

const focusedText = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '');
const focusedId = (page: Page) => page.evaluate(() => document.activeElement?.id);

/** Opens the menu of a trip's page by keyboard. */
async function openMenu(page: Page): Promise<void> {
  await titleOf(page).waitFor();
  await page.getByRole('button', { name: 'More about this trip' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
}

function versionOf(version: number): DocumentVersion {
  const at = new Date(Date.UTC(2026, 9, version)).toISOString();
  return { version, at, actor: { id: 'aoi', name: '葵' }, kind: 'op', touched: ['/title'] };
}

it('the first trip that is new has it after the last “Show more”', async () => {
  const chloe = await login(server.url, 'chloe', 'Chloé');
  const count = 53;
  for (let n = 1; n <= count; n++) await createTrip(chloe, { title: `Shodoshima ${n}` });
  const { page } = await openPage((browser) => openAs(browser, server.url, 'chloe'));
  await page.getByLabel('Search by title or place').fill('Shodoshima');
  const cards = page.getByTestId('trip-card').filter({ hasText: 'Shodoshima' });
  await page.getByRole('status').getByText('More than').waitFor();
  const before = await cards.count();
  const more = page.getByRole('button', { name: 'Show more' });
  await more.focus();
  await page.keyboard.press('Enter');
  await eventually(() => cards.count()).toBe(count);
  expect(await more.count()).toBe(0);
  await eventually(() => focusedText(page)).toBe(await cards.nth(before).getByRole('link').textContent());
});

it('the first step that is new has it after “Show more” in a history', async () => {
  const aoi = await login(server.url, 'aoi', '葵');
  const id = await createTrip(aoi, { title: 'Uji' });
  const { page } = await openPage((browser) => openAs(browser, `${server.url}/trips/${id}`, 'aoi'));
  // A history of a month takes as long: this one changes once a day.
  await page.route(/\/versions\?/, (route) => {
    const newest = Number(new URL(route.request().url()).searchParams.get('before') ?? 31) - 1;
    const versions = Array.from({ length: 15 }, (_, index) => versionOf(newest - index));
    return route.fulfill({ json: { versions, next_before: newest > 15 ? newest - 14 : null } });
  });
  await openMenu(page);
  await page.getByRole('menuitem', { name: 'History' }).click();
  const steps = page.getByRole('dialog').getByRole('listitem');
  const more = page.getByRole('dialog').getByRole('button', { name: 'Show more' });
  await more.waitFor();
  const before = await steps.count();
  await more.focus();
  await page.keyboard.press('Enter');
  await more.waitFor({ state: 'detached' });
  await eventually(() => focusedText(page)).toBe(await steps.nth(before).getByRole('button').textContent());
});

it('the page of the list has it after a trip was deleted, or left, from its own page', async () => {
  const aoi = await login(server.url, 'aoi', '葵');
  const [own, shared] = [await createTrip(aoi, { title: 'Takamatsu' }), await createTrip(aoi, { title: 'Naoshima' })];
  await putMember(aoi, own, 'ben', 'owner');
  await putMember(aoi, shared, 'ben', 'editor');
  const { page } = await openPage((browser) => openAs(browser, `${server.url}/trips/${own}`, 'ben'));
  await openMenu(page);
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByText('“Takamatsu” was deleted').waitFor();
  expect(await focusedId(page)).toBe('content');

  await page.getByTestId('trip-card').filter({ hasText: 'Naoshima' }).getByRole('link').click();
  await openMenu(page);
  await page.getByRole('menuitem', { name: 'Leave the trip' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Leave the trip' }).click();
  await page.getByText('You have left “Naoshima”').waitFor();
  expect(await focusedId(page)).toBe('content');
});
