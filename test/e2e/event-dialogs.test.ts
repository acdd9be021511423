import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { onePage } from './one-page';
import { eventually, openAs } from './page-browser';
import { sharedServer } from './shared-server';

/** The dialog in which an event is made, and those that lie over an open one. */

const server = sharedServer();
const openPage = onePage();

/** A week of the calendar, with the dialog of a new event of that title. */
async function openNew(title: string): Promise<Page> {
  const { page } = await openPage((browser) =>
    openAs(browser, `${server.url}/calendar?view=week&date=2027-03-10`, 'aoi', { timezoneId: 'Asia/Tokyo' }),
  );
  await page.getByRole('button', { name: 'Today' }).waitFor();
  await page.getByRole('button', { name: 'New event' }).click();
  await page.getByRole('dialog').getByLabel('Title').fill(title);
  return page;
}

describe('the times of a new event', () => {
  it('end on the next day where the time of the end is before that of the start', async () => {
    const page = await openNew('Night train');
    const dialog = page.getByRole('dialog');
    const end = dialog.getByLabel('End', { exact: true });
    await dialog.getByLabel('Start', { exact: true }).fill('2027-03-10');
    await dialog.getByLabel('Start time').fill('22:00');
    await dialog.getByLabel('End time').fill('02:00');
    expect([await end.inputValue(), await dialog.getByLabel('End time').inputValue()]).toEqual(['2027-03-11', '02:00']);

    await end.fill('2027-03-09');
    await dialog.getByRole('alert').getByText('It ends before it starts.').waitFor();
    expect(await end.inputValue()).toBe('2027-03-09');
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    expect(await end.evaluate((field) => field === document.activeElement)).toBe(true);
    await end.fill('2027-03-11');
    await dialog.getByRole('alert').waitFor({ state: 'detached' });
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await page
      .locator('[data-event]', { hasText: /Night train, .*10:00.*2:00/ })
      .first()
      .waitFor();
  });
});

describe('a new event that was filled in', () => {
  it('is there again when its dialog was closed by mistake', async () => {
    const page = await openNew('Dinner at eight');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Start time').fill('20:00');
    await dialog.getByLabel('Place').fill('Gion');
    await page.mouse.click(20, 450);
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('Not created: Dinner at eight').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    const field = (label: string) => dialog.getByLabel(label, { exact: true }).inputValue();
    expect([await field('Title'), await field('Start time'), await field('Place')]).toEqual(['Dinner at eight', '20:00', 'Gion']);
    await dialog.getByRole('button', { name: 'Create', exact: true }).click();
    await page
      .locator('[data-event]', { hasText: /Dinner at eight.*8:00/ })
      .first()
      .waitFor();

    await page.getByRole('button', { name: 'New event' }).click();
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await page.getByText('Not created').count()).toBe(0);
  });
});

describe('Escape', () => {
  it.each(['History', 'Share'])('closes the dialog %s, and not the event under it', async (name) => {
    const page = await openNew(`Planning ${name}`);
    await page.getByRole('dialog').getByRole('button', { name: 'Create and open' }).click();
    const panel = page.getByRole('region', { name: `Planning ${name}` });
    await panel.getByRole('button', { name: 'More about this event' }).click();
    await page.getByRole('menuitem', { name }).click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('event')).not.toBeNull();
    await panel.waitFor();
    await page.keyboard.press('Escape');
    await eventually(() => panel.count()).toBe(0);
  });
});
