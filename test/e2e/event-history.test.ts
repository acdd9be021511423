import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { onePage } from './one-page';
import { eventually, openAs } from './page-browser';
import { sharedServer } from './shared-server';

const server = sharedServer();
const openPage = onePage();

/** An event that was just made, open beside the calendar. */
async function openEvent(title: string): Promise<Page> {
  const { page } = await openPage((browser) =>
    openAs(browser, `${server.url}/calendar?view=week&date=2027-03-24`, 'aoi', { timezoneId: 'Asia/Tokyo' }),
  );
  await page.getByRole('button', { name: 'New event' }).click();
  await page.getByRole('dialog').getByLabel('Title').fill(title);
  await page.getByRole('dialog').getByRole('button', { name: 'Create and open' }).click();
  await page.getByRole('region', { name: title }).getByText('Saved', { exact: true }).waitFor();
  return page;
}

async function openHistory(page: Page) {
  await page.getByRole('button', { name: 'More about this event' }).click();
  await page.getByRole('menuitem', { name: 'History' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('listitem').first().waitFor();
  return dialog;
}

describe('the history of an event', () => {
  it('says what was typed in one go as one change, with what was there before, and restores what was', async () => {
    const page = await openEvent('Rehearsal dinner');
    const panel = page.getByRole('region', { name: 'Rehearsal dinner' });
    const title = panel.getByRole('textbox', { name: 'Title' });
    await title.click();
    await title.press('End');
    await title.pressSequentially(' in Gion');
    const place = page.getByLabel('Place', { exact: true });
    await place.fill('Shijo 4');
    await place.press('Enter');
    await page.getByText('Saved', { exact: true }).waitFor();

    const dialog = await openHistory(page);
    await eventually(() => dialog.getByRole('listitem').count()).toBe(2);
    const [typed, made] = [dialog.getByRole('listitem').nth(0), dialog.getByRole('listitem').nth(1)];
    await typed.getByText('changed: title, place').waitFor();
    await made.getByText('made the event').waitFor();
    await typed.getByRole('button').first().click();
    await eventually(() => typed.locator('dd').allTextContents()).toEqual(['Rehearsal dinnerAfter:  in Gion', 'After: Shijo 4']);
    expect(await typed.locator('ins').count()).toBe(2);
    expect(await typed.locator('del').count()).toBe(0);

    await made.getByRole('button').first().click();
    await made.getByRole('button', { name: 'Restore' }).click();
    await dialog.getByText('restored an earlier state').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('region', { name: 'Rehearsal dinner' }).waitFor();
    await eventually(() => title.inputValue()).toBe('Rehearsal dinner');
  });
});
