import { expect, it } from 'vitest';
import { createTrip, login } from '../support/rest-client';
import { onePage } from './one-page';
import { eventually, openAs, titleOf } from './page-browser';
import { sharedServer } from './shared-server';

/** Where in a page somebody is who comes to it. */

const server = sharedServer();
const openPage = onePage();

it('a page opens at its top, and the way back leads to where one was', async () => {
  const chloe = await login(server.url, 'chloe', 'Chloé');
  const itinerary = [1, 2, 3].flatMap((day) => ['Walk', 'Lunch', 'Tea', 'Dinner'].map((title) => ({ day, title })));
  for (const title of ['Kyoto', 'Nara', 'Osaka', 'Uji', 'Kobe', 'Otsu']) {
    await createTrip(chloe, { title, start_date: '2027-11-19', end_date: '2027-11-21', itinerary });
  }
  const { page } = await openPage((browser) => openAs(browser, server.url, 'chloe', { viewport: { width: 390, height: 700 } }));
  const top = () => page.evaluate(() => scrollY);
  const card = page.getByTestId('trip-card').filter({ hasText: 'Kyoto' }).last();
  await card.scrollIntoViewIfNeeded();
  await eventually(top).toBeGreaterThan(300);
  const left = await top();
  await card.getByRole('link').first().click();
  await titleOf(page).waitFor();
  await page.getByTestId('day-3').waitFor();
  expect(await top()).toBe(0);

  await page.getByRole('link', { name: 'Budget' }).click();
  await page.getByRole('link', { name: 'Plan', exact: true }).click();
  await page.getByTestId('day-3').waitFor();
  await page.evaluate(() => scrollTo(0, 200));
  await page.evaluate(() => history.go(-3));
  await card.waitFor();
  await eventually(top).toBe(left);
  await page.evaluate(() => history.go(3));
  await titleOf(page).waitFor();
  await eventually(top).toBe(200);
});
