import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Caller, expectOk, login } from '../support/rest-client';
import { eventually, launchBrowser, leavePages, openAs, type PersonId, type PersonPage } from './page-browser';
import { sharedServer } from './shared-server';

/** Two values that were written to one field at the same time, in the page of an event. */

const server = sharedServer();
let browser: Browser;
let aoi: Caller;
let ben: Caller;
let eventId: string;
const opened: PersonPage[] = [];

interface EventBody {
  readonly id: string;
  readonly location: string | null;
  readonly metadata: { readonly version: number };
}

beforeAll(async () => {
  browser = await launchBrowser();
  [aoi, ben] = [await login(server.url, 'aoi', '葵'), await login(server.url, 'ben', 'Ben')];
});

afterAll(async () => {
  await browser?.close();
});

beforeEach(async () => {
  const times = { start_time: '2027-06-01T03:00:00Z', end_time: '2027-06-01T04:00:00Z', time_zone: 'Asia/Tokyo' };
  const { id } = await expectOk<EventBody>(aoi, 'POST', '/v1/events', { title: 'Lunch', ...times });
  eventId = id;
  for (const person of ['ben', 'chloe']) {
    await expectOk(aoi, 'PUT', `/v1/events/${eventId}/members/${person}`, { role: 'editor' });
  }
});

afterEach(async () => {
  await leavePages(browser);
  expect(opened.splice(0).flatMap(({ problems }) => problems)).toEqual([]);
});

const event = () => expectOk<EventBody>(aoi, 'GET', `/v1/events/${eventId}`);

/** One after the other writes some fields, none of them knowing of the others. */
async function writeAtOnce(...writes: readonly (readonly [Caller, object])[]): Promise<void> {
  const { version } = (await event()).metadata;
  for (const [author, fields] of writes) {
    const headers = { 'content-type': 'application/merge-patch+json' };
    await expectOk(author, 'PATCH', `/v1/events/${eventId}?base_version=${version}`, fields, headers);
  }
}

async function openEventAs(person: PersonId): Promise<PersonPage> {
  const one = await openAs(browser, `${server.url}/calendar?view=week&date=2027-06-01&event=${eventId}`, person);
  opened.push(one);
  await one.page.getByRole('textbox', { name: 'Title' }).waitFor();
  return one;
}

it('what was not decided when it came up can be decided later, by both together', async () => {
  await writeAtOnce([aoi, { location: 'Nishiki Market' }], [ben, { location: 'Gion' }]);
  const { page } = await openEventAs('aoi');
  await page.getByText('Something was changed by two people at once').waitFor();
  await page.getByRole('button', { name: 'Decide', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await eventually(() => dialog.locator('[data-version="mine"]').innerText()).toContain('Nishiki Market');
  await eventually(() => dialog.locator('[data-version="theirs"]').innerText()).toContain('Gion');
  await dialog.getByRole('button', { name: 'Decide later' }).click();

  await page.reload();
  await page.getByRole('button', { name: 'Decide', exact: true }).click();
  await dialog.getByRole('textbox').fill('Nishiki Market in Gion');
  await dialog.getByRole('button', { name: 'Keep both together' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Decide', exact: true }).waitFor({ state: 'detached' });
  expect((await event()).location).toBe('Nishiki Market in Gion');
});

it('an owner who wrote neither sees whose they are, and decides', async () => {
  const chloe = await login(server.url, 'chloe', 'Chloé');
  await writeAtOnce([ben, { visibility: 'public' }], [chloe, { visibility: 'private' }]);
  const { page } = await openEventAs('aoi');
  await page.getByRole('button', { name: 'Decide', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Chloé and Ben changed this at the same time').waitFor();
  await dialog.getByText('Everybody').waitFor();
  await dialog.getByRole('button', { name: 'Keep Ben’s' }).click();
  await dialog.waitFor({ state: 'detached' });
  await eventually(() => page.getByLabel('Who sees it', { exact: true }).inputValue()).toBe('public');
});

it('comes up where one of the two has the event open, and gives the focus back when the other one has decided', async () => {
  const first = await openEventAs('aoi');
  const second = await openEventAs('ben');
  const title = first.page.getByRole('textbox', { name: 'Title' });
  await title.focus();
  await writeAtOnce([aoi, { location: 'Nishiki Market' }], [ben, { location: 'Gion' }]);
  await first.page.getByRole('dialog').waitFor();
  await second.page.getByRole('dialog').getByRole('button', { name: 'Keep the other one' }).click();
  await first.page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await title.evaluate((field) => field === document.activeElement)).toBe(true);
  expect((await event()).location).toBe('Nishiki Market');
});

it('is one of start and end that were moved together: nobody gets times that nobody wrote', async () => {
  const hour = (from: number) => ({ start_time: `2027-06-01T0${from}:00:00Z`, end_time: `2027-06-01T0${from + 1}:00:00Z` });
  await writeAtOnce([aoi, hour(6)], [ben, hour(4)]);
  const { page } = await openEventAs('aoi');
  await page.getByRole('button', { name: 'Decide', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await eventually(() => dialog.locator('[data-version="mine"]').innerText()).toMatch(/\d:00.* – .*\d:00/);
  await dialog.getByRole('button', { name: 'Keep yours' }).click();
  await page.getByRole('button', { name: 'Decide', exact: true }).waitFor({ state: 'detached' });
  expect(await event()).toMatchObject(hour(6));
});

it('puts two descriptions together, which are texts with a look', async () => {
  const about = (insert: string) => ({ description: [{ insert }] });
  await writeAtOnce([aoi, about('Bring the vouchers.')], [ben, about('We meet at noon.')]);
  const { page } = await openEventAs('aoi');
  await page.getByRole('button', { name: 'Decide', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await eventually(() => dialog.locator('[data-version="theirs"]').innerText()).toContain('We meet at noon.');
  await dialog.getByRole('textbox').fill('Bring the vouchers. We meet at noon.');
  await dialog.getByRole('button', { name: 'Keep both together' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await event()).toMatchObject(about('Bring the vouchers. We meet at noon.'));
});

it('shows what was written since before it is given up', async () => {
  await writeAtOnce([aoi, { location: 'Nishiki Market' }], [ben, { location: 'Gion' }]);
  const { page } = await openEventAs('aoi');
  await page.getByRole('button', { name: 'Decide', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await eventually(() => dialog.locator('[data-version="theirs"]').innerText()).toContain('Gion');
  await writeAtOnce([ben, { location: 'Pontocho' }]);
  await dialog.getByRole('button', { name: 'Keep yours' }).click();
  await page.getByText('It was changed again since.').waitFor();
  await eventually(() => dialog.locator('[data-version="theirs"]').innerText()).toContain('Pontocho');
  expect((await event()).location).toBe('Pontocho');
  await dialog.getByRole('button', { name: 'Keep yours' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect((await event()).location).toBe('Nishiki Market');
});
