import { describe, expect, it } from 'vitest';
import { createTrip, expectOk, login } from '../support/rest-client';
import { onePage } from './one-page';
import { cardTitle, connectionOf, eventually, itemsOf, openTripAs, titleOf } from './page-browser';
import { sharedServer } from './shared-server';

/** What is typed into fields of whole values, and not yet left. */

const server = sharedServer();
const openPage = onePage();

/** A trip of three days in which one person works. */
async function open() {
  const owner = await login(server.url, 'aoi', '葵');
  const itinerary = [{ day: 1, title: 'Inn' }];
  const id = await createTrip(owner, { title: 'Kyoto', start_date: '2027-11-19', end_date: '2027-11-21', itinerary });
  const { page } = await openPage((browser) => openTripAs(browser, server.url, id, 'aoi'));
  const stored = () => expectOk<Record<string, unknown>>(owner, 'GET', `/v1/trips/${id}`);
  return {
    page,
    stored,
    end: page.getByLabel('To', { exact: true }),
    destination: page.getByLabel('Destination', { exact: true }),
  };
}

describe('what is typed into a field that is not left', () => {
  it('is saved: a date when it is picked, words when the keys rest', async () => {
    const { page, stored, end, destination } = await open();
    await end.fill('2027-11-22');
    await page.getByTestId('day-4').waitFor();
    await destination.pressSequentially('Kyoto, ');
    await eventually(async () => (await stored()).destination).toBe('Kyoto,');
    expect(await destination.inputValue()).toBe('Kyoto, ');
    await destination.pressSequentially('Nara');
    await eventually(async () => (await stored()).destination).toBe('Kyoto, Nara');
    await page.keyboard.press('Escape');
    await eventually(async () => (await stored()).destination).toBeNull();
    expect((await stored()).end_date).toBe('2027-11-22');
  });

  it('is no date before the whole of it is typed', async () => {
    const { page, stored, end } = await open();
    await end.focus();
    await page.keyboard.type('11252027', { delay: 60 });
    await page.getByTestId('day-7').waitFor();
    expect(await stored()).toMatchObject({ start_date: '2027-11-19', end_date: '2027-11-25', itinerary: [{ day: 1 }] });
  });

  it('is there again after a reload, after going back, and in a new tab', async () => {
    const { page, destination } = await open();
    const trip = page.url();
    await eventually(() => connectionOf(page).innerText()).toBe('Saved');
    await destination.pressSequentially('Kyoto');
    await page.reload();
    await eventually(() => destination.inputValue()).toBe('Kyoto');
    await page.getByRole('link', { name: 'All trips', exact: true }).click();
    await page.getByRole('heading', { name: 'Your trips' }).waitFor();
    await page.goBack();
    await destination.press('End');
    await page.keyboard.type(', Nara');
    await page.goForward();
    await page.getByRole('heading', { name: 'Your trips' }).waitFor();
    await page.goBack();
    await eventually(() => destination.inputValue()).toBe('Kyoto, Nara');
    await eventually(() => connectionOf(page).innerText()).toBe('Saved');
    await destination.press('End');
    await page.keyboard.type(', Uji');
    await page.close({ runBeforeUnload: true });
    const tab = await page.context().newPage();
    await tab.goto(trip);
    await eventually(() => tab.getByLabel('Destination', { exact: true }).inputValue()).toBe('Kyoto, Nara, Uji');
  });

  it('is what Undo takes back', async () => {
    const { page, stored } = await open();
    const inn = itemsOf(page, 1).first();
    await cardTitle(inn).press('End');
    await page.keyboard.type(' by the river');
    await inn.getByRole('button', { name: 'Details' }).click();
    await inn.getByLabel('Cost').pressSequentially('42');
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    expect(await inn.getByLabel('Cost').inputValue()).toBe('');
    expect(await cardTitle(inn).inputValue()).toBe('Inn by the river');
    await page.getByRole('button', { name: 'Redo', exact: true }).click();
    await eventually(() => inn.getByLabel('Cost').inputValue()).toBe('42');
    await titleOf(page).click();
    await eventually(() => connectionOf(page).innerText()).toBe('Saved');
    expect(await stored()).toMatchObject({ itinerary: [{ title: 'Inn by the river', cost: 42 }] });
  });
});
