import type { Browser, Locator, Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { api, type Caller, createTrip, expectOk, login, putMember } from '../support/rest-client';
import {
  eventually,
  launchBrowser,
  leavePages,
  notesOf,
  openAs,
  openPage,
  openTripAs,
  type PersonPage,
  personIn,
  titleOf,
} from './page-browser';
import { sharedServer } from './shared-server';

/** Inviting people by a link, and joining by it, in the page. */

const server = sharedServer();
let browser: Browser;
let owner: Caller;
let tripId: string;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
});

beforeEach(async () => {
  owner = await login(server.url, 'aoi', '葵');
  tripId = await createTrip(owner, { title: 'Kyoto' });
});

/** The pages of a test: nothing may have gone wrong in them. */
const opened: PersonPage[] = [];

afterEach(async () => {
  await leavePages(browser);
  expect(opened.splice(0).flatMap(({ problems }) => problems)).toEqual([]);
});

/** The share dialog of the owner's open trip. */
async function openShare(): Promise<Page> {
  const aoi = await openTripAs(browser, server.url, tripId, 'aoi');
  opened.push(aoi);
  await aoi.page.getByRole('button', { name: 'Share' }).click();
  await aoi.page.getByRole('dialog').waitFor();
  return aoi.page;
}

async function makeLink(page: Page, choices: Readonly<Record<string, string>> = {}): Promise<string> {
  for (const [label, option] of Object.entries(choices)) await page.getByLabel(label, { exact: true }).selectOption(option);
  await page.getByRole('button', { name: 'Make a link' }).click();
  return page.getByLabel('Invitation link').inputValue();
}

async function invite(body: object): Promise<string> {
  return (await expectOk<{ url: string }>(owner, 'POST', `/v1/trips/${tripId}/invites`, body)).url;
}

describe('a link', () => {
  it('is made, joined by somebody else, and makes them a member in the open page of the owner', async () => {
    const page = await openShare();
    const url = await makeLink(page, { 'Can join as': 'Editor', For: '1 person' });
    const invites = page.getByTestId('invite');
    await eventually(() => invites.innerText()).toContain('0 of 1 joined');

    const ben = await openAs(browser, url, 'ben');
    opened.push(ben);
    await ben.page.getByRole('heading', { name: 'Kyoto' }).waitFor();
    await ben.page.getByText('葵 invites you to').waitFor();
    await ben.page.getByText('You can look at the plan and change it.').waitFor();
    await ben.page.getByRole('button', { name: 'Join the trip' }).click();
    await notesOf(ben.page).waitFor();
    await titleOf(ben.page).press('End');
    await ben.page.keyboard.type('!');
    await eventually(() => titleOf(page).inputValue()).toBe('Kyoto!');
    await page.getByTestId('member').filter({ hasText: 'Ben' }).waitFor();
  });

  it('says how long it is good and how often it was used, in lines that neither begin nor end with a dot', async () => {
    await invite({ role: 'editor', max_uses: 3 });
    const page = await openShare();
    await page.setViewportSize({ width: 320, height: 700 });
    const used = page.getByTestId('invite').getByText('0 of 3 joined');
    const lefts = await used.evaluate((second) => {
      const leftOf = (node: Node) => {
        const words = document.createRange();
        words.selectNodeContents(node);
        return words.getBoundingClientRect();
      };
      const [before, own, box] = [second.previousElementSibling, second, second.parentElement?.parentElement];
      const [first, last] = [leftOf(before as Element), leftOf(own)];
      return { isBelow: last.top >= first.bottom, first: first.left, last: last.left, box: box?.getBoundingClientRect().left };
    });
    expect(lefts.isBelow).toBe(true);
    // All that stands before the words is outside of what is seen.
    expect([lefts.first, lefts.last]).toEqual([lefts.box, lefts.box]);
  });

  it('is made once when the answer to its making is lost', async () => {
    const page = await openShare();
    let isLost = false;
    await page.route(`**/v1/trips/${tripId}/invites`, async (route) => {
      if (isLost || route.request().method() !== 'POST') return route.continue();
      isLost = true;
      await route.fetch();
      await route.abort();
    });
    await page.getByRole('button', { name: 'Make a link' }).click();
    await page.getByRole('dialog').getByRole('alert').waitFor();
    // The browser says of its own accord that a request was aborted.
    opened.splice(0);
    await makeLink(page);
    const { invites } = await expectOk<{ invites: object[] }>(owner, 'GET', `/v1/trips/${tripId}/invites`);
    expect(invites).toHaveLength(1);
  });

  it('is asked for once however often the button is pressed meanwhile, which keeps the focus', async () => {
    const page = await openShare();
    const asked: Route[] = [];
    await page.route(`**/v1/trips/${tripId}/invites`, async (route) => {
      if (route.request().method() === 'POST') asked.push(route);
      else await route.continue();
    });
    const make = page.getByRole('button', { name: 'Make a link' });
    await make.press('Enter');
    await page.getByRole('button', { name: 'Make a link', disabled: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByLabel('Valid for').press('Enter');
    await make.focus();
    await asked[0]?.continue();
    await page.getByLabel('Invitation link').waitFor();
    expect(asked).toHaveLength(1);
    expect(await make.evaluate((button) => button === document.activeElement)).toBe(true);
  });

  it('can be copied', async () => {
    const aoi = await openTripAs(browser, server.url, tripId, 'aoi', { permissions: ['clipboard-read', 'clipboard-write'] });
    opened.push(aoi);
    await aoi.page.getByRole('button', { name: 'Share' }).click();
    const url = await makeLink(aoi.page);
    await aoi.page.getByRole('button', { name: 'Copy', exact: true }).click();
    await aoi.page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await aoi.page.evaluate(() => navigator.clipboard.readText())).toBe(url);
  });

  it('that the browser does not let be copied is selected, and the page says so', async () => {
    const page = await openShare();
    await makeLink(page);
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByRole('status').getByText('Copying was not possible.').waitFor();
    const field = page.getByLabel('Invitation link');
    const selected = await field.evaluate((input: HTMLInputElement) => input.value.slice(input.selectionStart ?? 0));
    expect(selected).toBe(await field.inputValue());
  });

  it('that is revoked leads nowhere, and the page says so kindly', async () => {
    const page = await openShare();
    const url = await makeLink(page);
    await page.getByRole('button', { name: 'Revoke' }).press('Enter');
    await eventually(() => page.getByTestId('invite').count()).toBe(0);
    expect(await page.getByLabel('Invitation link').count()).toBe(0);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Make a link');
    const ben = await openAs(browser, url, 'ben');
    opened.push(ben);
    await ben.page.getByRole('heading', { name: 'This invitation does not exist' }).waitFor();
    expect((await api(owner, 'GET', `/v1/trips/${tripId}/members`)).body).not.toMatchObject({ members: [{}, {}] });
  });

  it('that is used up between looking and joining says that it is over', async () => {
    const url = await invite({ role: 'viewer', max_uses: 1 });
    const ben = await openAs(browser, url, 'ben');
    opened.push(ben);
    const join = ben.page.getByRole('button', { name: 'Join the trip' });
    await join.waitFor();
    const chloe = await login(server.url, 'chloe', 'Chloé');
    await expectOk(chloe, 'POST', `/v1/invites/${new URL(url).pathname.split('/').at(-1)}/accept`);
    await join.click();
    await ben.page.getByRole('heading', { name: 'This invitation is over' }).waitFor();
    await ben.page.getByRole('link', { name: 'All trips', exact: true }).click();
    await ben.page.getByRole('heading', { name: 'Your trips' }).waitFor();
  });

  it('can be left for now', async () => {
    const ben = await openAs(browser, await invite({ role: 'viewer' }), 'ben');
    opened.push(ben);
    await ben.page.getByRole('link', { name: 'Not now' }).click();
    await ben.page.getByRole('heading', { name: 'Your trips' }).waitFor();
  });

  it('leads who is not signed in to signing in, and then back', async () => {
    const stranger = await openPage(browser, await invite({ role: 'viewer' }));
    opened.push(stranger);
    const { page } = stranger;
    await page.getByText('You have an invitation.').waitFor();
    await page.getByRole('button', { name: 'Sign in as Ben' }).click();
    await page.getByRole('button', { name: 'Join the trip' }).click();
    await notesOf(page).waitFor();
    await page.getByText('View only').waitFor();
  });
});

describe('members', () => {
  it('get another role, and are removed, at once', async () => {
    await putMember(owner, tripId, 'ben', 'editor');
    const ben = await openTripAs(browser, server.url, tripId, 'ben');
    opened.push(ben);
    const page = await openShare();
    await page.getByLabel('Role of ben').or(page.getByLabel('Role of Ben')).selectOption('viewer');
    await ben.page.getByText('View only').waitFor();
    await page.getByRole('button', { name: /Remove ben/i }).click();
    await ben.page.getByRole('heading', { name: 'This trip is not shared with you' }).waitFor();
    await eventually(() => page.getByTestId('member').count()).toBe(1);
    await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click();
    await eventually(() => page.getByLabel(/Role of ben/i).inputValue()).toBe('viewer');
    await page.getByRole('button', { name: /Remove ben/i }).click();
    await eventually(() => page.getByTestId('member').count()).toBe(1);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await eventually(() => personIn(page, 'Ben').count()).toBe(0);
  });

  it('who are removed leave their place, and the focus, to the way back', async () => {
    for (const id of ['ben', 'chloe']) await putMember(owner, tripId, id, 'editor');
    const page = await openShare();
    const dialog = page.getByRole('dialog');
    const hasFocus = (element: Locator) => eventually(() => element.evaluate((node) => node === document.activeElement));
    await page.getByRole('button', { name: /Remove ben/i }).press('Enter');
    await hasFocus(dialog.getByRole('button', { name: 'Undo' })).toBe(true);
    await eventually(() => page.getByTestId('member').count()).toBe(2);
    const words = (await dialog.locator('li').allInnerTexts()).map((row) => row.toLowerCase());
    expect(words.map((row) => /葵|ben is no longer|chlo/.exec(row)?.[0])).toEqual(['葵', 'ben is no longer', 'chlo']);
    await page.keyboard.press('Enter');
    await hasFocus(page.getByLabel(/Role of ben/i)).toBe(true);
  });

  it('what cannot be done with them is said in sight of who has scrolled to them', async () => {
    for (let i = 0; i < 20; i++)
      await putMember(owner, tripId, (await login(server.url, `guest-${i}`, `Guest ${i}`)).id, 'editor');
    const page = await openShare();
    await page.route(`**/v1/trips/${tripId}/members/*`, (route) =>
      route.fulfill({ status: 500, contentType: 'application/problem+json', body: '{}' }),
    );
    await page.getByRole('button', { name: 'Remove Guest 9' }).click();
    const alert = page.getByRole('dialog').getByRole('alert');
    await alert.waitFor();
    const at = await alert.boundingBox();
    const dialog = await page.getByRole('dialog').boundingBox();
    expect(at?.y).toBeGreaterThanOrEqual(dialog?.y ?? Number.POSITIVE_INFINITY);
  });

  it('who may not manage them have no share dialog', async () => {
    await putMember(owner, tripId, 'ben', 'editor');
    const ben = await openTripAs(browser, server.url, tripId, 'ben');
    opened.push(ben);
    expect(await ben.page.getByRole('button', { name: 'Share' }).count()).toBe(0);
  });
});
