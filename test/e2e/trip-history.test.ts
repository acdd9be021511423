import { expect, it } from 'vitest';
import { type Caller, createTrip, expectOk, login, putMember } from '../support/rest-client';
import { onePage } from './one-page';
import { eventually, openAs, titlesOf } from './page-browser';
import { sharedServer } from './shared-server';

const server = sharedServer();
const openPage = onePage();

const shrine = { id: 'shrine', day: 1, title: 'Fushimi Inari', type: 'attraction', cost: null, currency: null };

/** A trip of aoi's that ben has changed. */
async function changedTrip(): Promise<string> {
  const aoi = await login(server.url, 'aoi', '葵');
  const ben = await login(server.url, 'ben', 'Ben');
  const id = await createTrip(aoi, { title: 'Kyoto', start_date: '2027-11-19', end_date: '2027-11-21' });
  await patch(aoi, id, { itinerary: [shrine] });
  await putMember(aoi, id, 'ben', 'editor');
  await putMember(aoi, id, 'chloe', 'viewer');
  await patch(ben, id, {
    itinerary: [{ ...shrine, title: 'Fushimi Inari at dawn', day: 2, cost: 500, currency: 'JPY' }],
    budget: { JPY: 50_000 },
  });
  return id;
}

async function patch(person: Caller, id: string, body: object): Promise<void> {
  await expectOk(person, 'PATCH', `/v1/trips/${id}`, body, { 'content-type': 'application/merge-patch+json', 'if-match': '*' });
}

async function openHistory(id: string, person: 'aoi' | 'chloe') {
  const { page } = await openPage((browser) => openAs(browser, `${server.url}/trips/${id}`, person));
  await eventually(() => titlesOf(page, 2)).toEqual(['Fushimi Inari at dawn']);
  await page.getByRole('button', { name: 'More about this trip' }).click();
  await page.getByRole('menuitem', { name: 'History' }).click();
  const dialog = page.getByRole('dialog', { name: 'History' });
  await dialog.getByRole('listitem').first().waitFor();
  return { page, dialog };
}

it('the history of a trip says who changed what, card by card, and restores what was', async () => {
  const { page, dialog } = await openHistory(await changedTrip(), 'aoi');
  const [changed, planned, made] = [0, 1, 2].map((index) => dialog.getByRole('listitem').nth(index));
  await changed?.getByText('Ben changed: plan, budget').waitFor();
  await planned?.getByText('葵 changed: plan').waitFor();
  await made?.getByText('葵 made the trip: title, dates').waitFor();

  await changed?.getByRole('button').first().click();
  await eventually(() => changed?.locator('dt').allTextContents()).toEqual([
    'Fushimi Inari at dawn: title',
    'Fushimi Inari at dawn: day',
    'Fushimi Inari at dawn: cost',
    'budget in Japanese Yen',
  ]);
  expect(await changed?.locator('dd').allTextContents()).toEqual([
    'Fushimi InariAfter:  at dawn',
    'Before: Day 1After: Day 2',
    'After: ¥500',
    'After: ¥50,000',
  ]);

  await planned?.getByRole('button').first().click();
  await planned?.getByText('Day 1, Sight').waitFor();
  await planned?.getByRole('button', { name: 'Restore' }).click();
  await dialog.getByText('葵 restored an earlier state: plan').waitFor();
  await page.keyboard.press('Escape');
  await eventually(() => titlesOf(page, 1)).toEqual(['Fushimi Inari']);
  await eventually(() =>
    page.getByRole('button', { name: 'More about this trip' }).evaluate((it) => it === document.activeElement),
  ).toBe(true);
});

it('the history of a trip is there for who may only look, without a way back', async () => {
  const { dialog } = await openHistory(await changedTrip(), 'chloe');
  const planned = dialog.getByRole('listitem').nth(1);
  await planned.getByRole('button').first().click();
  await planned.getByText('Day 1, Sight').waitFor();
  expect(await dialog.getByRole('button', { name: 'Restore' }).count()).toBe(0);
});
