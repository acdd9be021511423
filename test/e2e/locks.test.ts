import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Caller, createTrip, expectOk, login, putMember } from '../support/rest-client';
import {
  cardTitle,
  eventually,
  itemsOf,
  launchBrowser,
  leavePages,
  notesOf,
  openAs,
  openTripAs,
  type PersonId,
  type PersonPage,
  titleOf,
} from './page-browser';
import { sharedServer } from './shared-server';

/** Parts of an event, and of a trip, that somebody has for themselves for a while. */

const server = sharedServer();
let browser: Browser;
let owner: Caller;
let guest: Caller;
const opened: PersonPage[] = [];

interface GivenLock {
  readonly lock: { readonly id: string };
  readonly token: number;
}

beforeAll(async () => {
  browser = await launchBrowser();
  [owner, guest] = [await login(server.url, 'aoi', '葵'), await login(server.url, 'ben', 'Ben')];
});

afterAll(async () => {
  await browser?.close();
});

afterEach(async () => {
  await leavePages(browser);
  expect(opened.splice(0).flatMap(({ problems }) => problems)).toEqual([]);
});

/** The guest takes a part over REST; answers how to release it. */
async function takeOverRest(document: string, path: string): Promise<() => Promise<unknown>> {
  const { lock, token } = await expectOk<GivenLock>(guest, 'POST', `${document}/locks`, { path });
  return () => expectOk(guest, 'DELETE', `${document}/locks/${lock.id}?token=${token}`);
}

/** What a screen reader says of a field besides its name. */
function descriptionOf(field: Locator): Promise<string | null> {
  return field.evaluate((element) => {
    const id = element.getAttribute('aria-describedby');
    return id === null ? null : (document.getElementById(id)?.innerText ?? null);
  });
}

/** Lets the guest take the title: its sign comes into its first line, and it does not move for that. */
async function findSignInFirstLine(page: Page, document: string): Promise<void> {
  const field = titleOf(page);
  await field.fill('Kyoto');
  const line = (await field.boundingBox())?.height ?? 0;
  await field.fill('A title that needs more lines than one where there is little room');
  const before = await placesOf(field);
  const release = await takeOverRest(document, '/title');
  const sign = page.locator('[data-field=title] .field-lock-pill');
  await sign.waitFor();
  expect(await placesOf(field)).toEqual(before);
  const [title, mark] = [await field.boundingBox(), await sign.boundingBox()];
  expect(mark?.x).toBeGreaterThanOrEqual((title?.x ?? 0) + (title?.width ?? 0));
  expect(mark?.y).toBeGreaterThan(title?.y ?? 0);
  expect((mark?.y ?? 0) + (mark?.height ?? 0)).toBeLessThan((title?.y ?? 0) + line);
  expect(await descriptionOf(field)).toMatch(/^Ben has this for themselves until/);
  await release();
}

const isReadOnly = (field: Locator) => field.evaluate((element) => (element as HTMLInputElement).readOnly);

async function placesOf(...elements: readonly Locator[]): Promise<unknown[]> {
  return Promise.all(elements.map((element) => element.boundingBox()));
}

describe('in an event', () => {
  let eventPath: string;
  let eventId: string;

  beforeEach(async () => {
    const times = { start_time: '2027-06-01T03:00:00Z', end_time: '2027-06-01T04:00:00Z', time_zone: 'Asia/Tokyo' };
    const fields = { title: 'Lunch', location: 'Nishiki', ...times };
    eventId = (await expectOk<{ id: string }>(owner, 'POST', '/v1/events', fields)).id;
    eventPath = `/v1/events/${eventId}`;
    await expectOk(owner, 'PUT', `${eventPath}/members/ben`, { role: 'editor' });
  });

  const event = () => expectOk<Record<string, unknown>>(owner, 'GET', eventPath);

  async function openEventAs(person: PersonId) {
    const one = await openAs(browser, `${server.url}/calendar?view=week&date=2027-06-01&event=${eventId}`, person);
    opened.push(one);
    await one.page.getByRole('textbox', { name: 'Title' }).waitFor();
    return one.page;
  }

  it('a field that one keeps can be read by the others, who see who has it, and nothing moves', async () => {
    const [aoi, ben] = [await openEventAs('aoi'), await openEventAs('ben')];
    const place = aoi.getByRole('textbox', { name: 'Place' });
    const around = [place, aoi.getByLabel('Repeats', { exact: true }), aoi.getByLabel('Status', { exact: true })];
    const before = await placesOf(...around);

    const keep = ben.getByRole('button', { name: 'Keep to myself: Place' });
    await keep.focus();
    await ben.keyboard.press('Enter');
    const kept = ben.getByRole('button', { name: 'Only you: Place', pressed: true });
    await kept.waitFor();
    expect(await kept.evaluate((button) => button === document.activeElement)).toBe(true);
    await eventually(() => isReadOnly(place)).toBe(true);
    expect(await descriptionOf(place)).toMatch(/^Ben has this for themselves until \d/);
    expect(await aoi.getByRole('button', { name: /: Place$/ }).count()).toBe(0);
    expect(await isReadOnly(aoi.getByRole('textbox', { name: 'Title' }))).toBe(false);
    expect(await placesOf(...around)).toEqual(before);

    await ben.getByRole('textbox', { name: 'Place' }).fill('Gion');
    await ben.keyboard.press('Enter');
    await eventually(() => place.inputValue()).toBe('Gion');
    await kept.click();
    await eventually(() => isReadOnly(place)).toBe(false);
    expect(await placesOf(...around)).toEqual(before);
  });

  it.each([390, 1440])('the sign of its title stands in its line, and the title does not move: %d', async (width) => {
    const aoi = await openEventAs('aoi');
    await aoi.setViewportSize({ width, height: 844 });
    await findSignInFirstLine(aoi, eventPath);
  });

  it('times that were chosen before somebody took them wait in their fields, hold nothing up, and are saved afterwards', async () => {
    const aoi = await openEventAs('aoi');
    const start = aoi.getByLabel('Start time', { exact: true });
    await start.fill('11:30');
    const release = await takeOverRest(eventPath, '/start_time');
    await eventually(() => start.isDisabled()).toBe(true);
    // The keyboard is not thrown out of the panel.
    expect(await aoi.evaluate(() => document.activeElement?.getAttribute('data-field'))).toBe('start_time');
    expect(await start.inputValue()).toBe('11:30');
    await release();
    await eventually(() => start.evaluate((field) => field === document.activeElement)).toBe(true);

    const releaseAgain = await takeOverRest(eventPath, '/end_time');
    await eventually(() => start.isDisabled()).toBe(true);
    await aoi.getByRole('textbox', { name: 'Title' }).fill('Early lunch');
    await eventually(async () => (await event()).title).toBe('Early lunch');
    expect(await event()).toMatchObject({ start_time: '2027-06-01T03:00:00Z' });
    expect(await start.inputValue()).toBe('11:30');
    await releaseAgain();
    await eventually(async () => (await event()).start_time).toBe('2027-06-01T02:30:00Z');
  });

  it('who keeps several parts moves the event on the grid all the same', async () => {
    const aoi = await openEventAs('aoi');
    for (const part of ['When', 'Title']) {
      await aoi.getByRole('button', { name: `Keep to myself: ${part}`, exact: true }).click();
      await aoi.getByRole('button', { name: `Only you: ${part}`, exact: true }).waitFor();
    }
    const sent = aoi.waitForRequest((request) => request.method() === 'PATCH');
    await aoi.locator(`[data-event="${eventId}"]`).focus();
    await aoi.keyboard.press('Alt+ArrowDown');
    expect((await sent).headers()['lock-token']).toMatch(/^\d+(,\d+){5}$/);
    await eventually(async () => (await event()).start_time).not.toBe('2027-06-01T03:00:00Z');
  });

  it('an owner breaks what somebody else has, who is told', async () => {
    const [aoi, ben] = [await openEventAs('aoi'), await openEventAs('ben')];
    await ben.getByRole('button', { name: 'Keep to myself: When' }).click();
    const kept = ben.getByRole('button', { name: 'Only you: When' });
    await kept.waitFor();
    // Who may not break it sees it in the list, and can give it up there.
    await ben.getByRole('button', { name: '1 locked' }).click();
    await ben.getByRole('dialog').getByRole('button', { name: 'Let others change it again' }).waitFor();
    expect(
      await ben
        .getByRole('dialog')
        .getByRole('button', { name: /^Break/ })
        .count(),
    ).toBe(0);
    await ben.keyboard.press('Escape');
    await ben.getByRole('dialog').waitFor({ state: 'detached' });

    await aoi.getByRole('button', { name: '1 locked' }).click();
    const dialog = aoi.getByRole('dialog');
    await dialog.getByText(/^Ben has this for themselves until .*: When$/).waitFor();
    await dialog.getByRole('button', { name: 'Break the lock…' }).click();
    await aoi.keyboard.press('Enter');
    await dialog.getByText('Nothing is locked at the moment.').waitFor();
    await ben.getByText('You no longer have this for yourself').waitFor();
    await kept.waitFor({ state: 'detached' });
    await aoi.keyboard.press('Escape');
    expect(await aoi.getByLabel('Start time', { exact: true }).isEnabled()).toBe(true);
  });
});

describe('in a trip', () => {
  let tripPath: string;
  let tripId: string;

  beforeEach(async () => {
    const itinerary = ['Inn', 'Dinner'].map((title) => ({ day: 1, title }));
    const dates = { start_date: '2027-11-19', end_date: '2027-11-21' };
    tripId = await createTrip(owner, { title: 'Kyoto', ...dates, itinerary });
    tripPath = `/v1/trips/${tripId}`;
    await putMember(owner, tripId, 'ben', 'editor');
  });

  async function open(person: PersonId) {
    const one = await openTripAs(browser, server.url, tripId, person);
    opened.push(one);
    return one.page;
  }

  it('who keeps all of it is the only one to change it, until they release it or an owner breaks it', async () => {
    const [aoi, ben] = [await open('aoi'), await open('ben')];
    const choose = async (name: string) => {
      await ben.getByRole('button', { name: 'More about this trip' }).click();
      await ben.getByRole('menuitem', { name }).click();
    };
    await choose('Keep it to myself for a while');
    await ben.getByText(/^Only you can change anything here/).waitFor();
    await aoi.getByText(/^Ben has everything here for themselves until/).waitFor();
    expect(await isReadOnly(titleOf(aoi))).toBe(true);
    expect(await isReadOnly(cardTitle(itemsOf(aoi, 1).first()))).toBe(true);
    await eventually(() => notesOf(aoi).getAttribute('aria-readonly')).toBe('true');
    expect(await aoi.getByRole('button', { name: 'Undo', exact: true }).isDisabled()).toBe(true);
    expect(await isReadOnly(titleOf(ben))).toBe(false);
    await titleOf(ben).press('End');
    await ben.keyboard.type(' and Nara');
    await eventually(() => titleOf(aoi).inputValue()).toBe('Kyoto and Nara');
    await choose('Let others change it again');
    await eventually(() => isReadOnly(titleOf(aoi))).toBe(false);

    await choose('Keep it to myself for a while');
    await aoi.getByRole('button', { name: '1 locked' }).click();
    await aoi.getByRole('button', { name: 'Break the lock…' }).click();
    await aoi.getByRole('button', { name: 'Break the lock', exact: true }).click();
    await ben.getByText('You no longer have this for yourself').waitFor();
    await eventually(() => isReadOnly(titleOf(aoi))).toBe(false);
  });

  it.each([390, 1440])('the sign of a title stands in its line, and the title does not move: %d', async (width) => {
    const aoi = await open('aoi');
    await aoi.setViewportSize({ width, height: 844 });
    await findSignInFirstLine(aoi, tripPath);
  });

  it('a card that somebody has can be read, and neither be changed nor moved; the others can', async () => {
    const [aoi, ben] = [await open('aoi'), await open('ben')];
    const [inn, dinner] = [itemsOf(aoi, 1).nth(0), itemsOf(aoi, 1).nth(1)];
    const before = await placesOf(inn, dinner);
    const own = itemsOf(ben, 1).nth(0);
    await own.getByRole('button', { name: 'Details: Inn' }).click();
    await own.getByRole('button', { name: 'Keep to myself: Inn' }).click();
    await own.getByText('Only you', { exact: true }).waitFor();

    await inn.getByText(/^Ben until \d/).waitFor();
    expect(await placesOf(inn, dinner)).toEqual(before);
    expect(await isReadOnly(cardTitle(inn))).toBe(true);
    expect(await descriptionOf(cardTitle(inn))).toMatch(/^Ben until/);
    expect(await inn.getByRole('button', { name: 'Move: Inn' }).count()).toBe(0);
    expect(await isReadOnly(cardTitle(dinner))).toBe(false);
    await aoi.getByRole('button', { name: '1 locked' }).click();
    await aoi
      .getByRole('dialog')
      .getByText(/: Inn$/)
      .waitFor();
    await aoi.keyboard.press('Escape');
    await own.getByRole('button', { name: 'Only you: Inn' }).click();
    await eventually(() => isReadOnly(cardTitle(inn))).toBe(false);
  });

  it('one date keeps the other one with it, and the notes keep what they show', async () => {
    const aoi = await open('aoi');
    const [from, to] = [aoi.getByLabel('From', { exact: true }), aoi.getByLabel('To', { exact: true })];
    const before = await placesOf(from, to, notesOf(aoi));
    const release = await takeOverRest(tripPath, '/end_date');
    const releaseNotes = await takeOverRest(tripPath, '/notes');
    await eventually(() => isReadOnly(from)).toBe(true);
    expect(await isReadOnly(to)).toBe(true);
    await eventually(() => notesOf(aoi).getAttribute('aria-readonly')).toBe('true');
    expect(await isReadOnly(aoi.getByRole('textbox', { name: 'Destination' }))).toBe(false);
    expect(await placesOf(from, to, notesOf(aoi))).toEqual(before);
    await release();
    await releaseNotes();
    await eventually(() => isReadOnly(to)).toBe(false);
    await notesOf(aoi).click();
    await aoi.keyboard.type('Tickets');
    await eventually(() => notesOf(aoi).innerText()).toBe('Tickets');
  });
});
