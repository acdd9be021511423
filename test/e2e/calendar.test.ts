import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EventView } from '../../web/sdk/events';
import { type DevServer, startServer } from '../support/dev-server';
import { type Caller, expectOk, login } from '../support/rest-client';
import {
  type Cable,
  comeOnline,
  connectionOf,
  eventually,
  insertCable,
  launchBrowser,
  openAs,
  type PersonPage,
} from './page-browser';
import { keepFailure } from './recordings';
import { picture } from './tour-pictures';

/** Two people in one calendar: by mouse, by keyboard, live, as a series, and without a connection. */

const week = '/calendar?view=week&date=2027-03-10';
const mergePatch = { 'content-type': 'application/merge-patch+json' };
const screen = { viewport: { width: 1440, height: 900 }, timezoneId: 'Asia/Tokyo' };

let server: DevServer;
let browser: Browser;
let owner: Caller;
let aoi: PersonPage;
let ben: PersonPage;
let calendarId: string;

beforeAll(async () => {
  server = await startServer();
  browser = await launchBrowser();
  owner = await login(server.url, 'aoi', '葵');
  await login(server.url, 'ben', 'Ben');
  const made = await expectOk<{ id: string }>(owner, 'POST', '/v1/calendars', { title: 'Team', time_zone: 'Asia/Tokyo' });
  calendarId = made.id;
  await expectOk(owner, 'PUT', `/v1/calendars/${calendarId}/members/ben`, { role: 'editor' });
  aoi = await openAs(browser, `${server.url}${week}`, 'aoi', screen);
  ben = await openAs(browser, `${server.url}${week}`, 'ben', screen);
  for (const { page } of [aoi, ben]) await page.getByRole('checkbox', { name: 'Team' }).waitFor();
});

afterAll(async () => {
  await keepFailure(browser);
  await browser?.close();
  await server?.stop();
});

it('two people keep one calendar, live', async () => {
  await createByDragging();
  await moveByKeyboard();
  await moveEndsByKeyboard();
  await dragByFinger();
  await moveOneOfASeries();
  await answer();
  await picture(aoi.page, 'calendar');
  await moveWithoutConnection();
  await writeWithoutConnection();
  await decideUnderOwnLock();
  expect([...aoi.problems, ...ben.problems]).toEqual([]);
}, 180_000);

/** The occurrences of an event on the grid, by the words that are said of them. */
function eventsOf(page: Page, name: string | RegExp): Locator {
  return page.locator('[data-event]').filter({ hasText: name });
}

/** The hours of a day. */
function hoursOf(page: Page, date: string): Locator {
  return page.locator(`[data-day="${date}"][data-timed]`);
}

/** Where a time of a day is on the screen; it is scrolled to. */
async function pointAt(page: Page, date: string, hour: number): Promise<{ x: number; y: number }> {
  await page.locator(`[data-hour="${Math.floor(hour)}"]`).scrollIntoViewIfNeeded();
  const box = await hoursOf(page, date).boundingBox();
  if (box === null) throw new Error(`there is no ${date}`);
  return { x: box.x + box.width / 2, y: box.y + (box.height * hour) / 24 + 2 };
}

/** From ten to half past eleven; the other one sees it without a reload. */
async function createByDragging(): Promise<void> {
  const { page } = aoi;
  const from = await pointAt(page, '2027-03-10', 10);
  const to = await pointAt(page, '2027-03-10', 11.25);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y - 10, { steps: 4 });
  await page.mouse.move(to.x, to.y);
  await eventsOf(page, 'New event').waitFor();
  await page.mouse.up();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Title').fill('Planning');
  await dialog.getByLabel('Calendar').selectOption('Team');
  await dialog.getByRole('button', { name: 'Create', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  for (const person of [aoi, ben]) await eventsOf(person.page, /Planning, .*10:00.*11:30/).waitFor();
}

/** Half an hour later and a day on. */
async function moveByKeyboard(): Promise<void> {
  const { page } = ben;
  await eventsOf(page, 'Planning').focus();
  await page.keyboard.down('Alt');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.up('Alt');
  for (const person of [aoi, ben]) {
    await hoursOf(person.page, '2027-03-11')
      .locator('[data-event]')
      .filter({ hasText: /Planning, .*10:30.*12:00/ })
      .waitFor();
  }
}

/** Its start, and back again; then its end while Shift is let go before Alt. */
async function moveEndsByKeyboard(): Promise<void> {
  const { page } = ben;
  await eventsOf(page, 'Planning').focus();
  await page.keyboard.down('Shift');
  for (const key of ['ArrowUp', 'ArrowUp']) await page.keyboard.press(key);
  await page.keyboard.up('Shift');
  for (const person of [aoi, ben]) await planningOn(person.page, '2027-03-11', /10:00.*12:00/).waitFor();
  await page.keyboard.down('Shift');
  for (const key of ['ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
  await page.keyboard.down('Alt');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.up('Shift');
  await page.keyboard.up('Alt');
  for (const person of [aoi, ben]) await planningOn(person.page, '2027-03-11', /10:30.*12:15/).waitFor();
  await page.keyboard.press('Alt+Shift+ArrowUp');
  for (const person of [aoi, ben]) await planningOn(person.page, '2027-03-11', /10:30.*12:00/).waitFor();
}

/** A finger that rests on the end of an event makes it longer, one that rests on the event takes it to another day. */
async function dragByFinger(): Promise<void> {
  const tablet = { viewport: { width: 820, height: 1180 }, hasTouch: true, isMobile: true, timezoneId: 'Asia/Tokyo' };
  const opened = await openAs(browser, `${server.url}${week}`, 'ben', tablet);
  const { page } = opened;
  const chip = eventsOf(page, 'Planning');
  await chip.evaluate((element) => element.scrollIntoView({ block: 'center' }));
  await draggedByFinger(page, chip.locator('[data-edge=end]'), { days: 0, hours: 1 });
  await eventsOf(page, /Planning, .*10:30.*1:00/).waitFor();
  await draggedByFinger(page, chip, { days: -1, hours: 0 });
  await planningOn(ben.page, '2027-03-10', /10:30.*1:00/).waitFor();
  await draggedByFinger(page, chip, { days: 1, hours: 0 });
  await planningOn(page, '2027-03-11', /10:30.*1:00/).waitFor();
  await draggedByFinger(page, chip.locator('[data-edge=end]'), { days: 0, hours: -1 });
  for (const person of [aoi, ben]) await planningOn(person.page, '2027-03-11', /10:30.*12:00/).waitFor();
  await draggedByFinger(page, chip.locator('[data-edge=start]'), { days: 0, hours: -1 });
  await planningOn(page, '2027-03-11', /9:30.*12:00/).waitFor();
  await draggedByFinger(page, chip.locator('[data-edge=start]'), { days: 0, hours: 1 });
  for (const person of [aoi, ben]) await planningOn(person.page, '2027-03-11', /10:30.*12:00/).waitFor();
  expect(opened.problems).toEqual([]);
  await page.context().close();
}

function planningOn(page: Page, date: string, times: RegExp): Locator {
  return hoursOf(page, date).locator('[data-event]').filter({ hasText: 'Planning' }).filter({ hasText: times });
}

async function draggedByFinger(page: Page, target: Locator, by: { days: number; hours: number }): Promise<void> {
  const [box, day] = [await target.boundingBox(), await hoursOf(page, '2027-03-10').boundingBox()];
  if (box === null || day === null) throw new Error('there is nothing to hold on to');
  const from = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const touch = await page.context().newCDPSession(page);
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: { x: number; y: number }[]) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints });
  await send('touchStart', [from]);
  await page.locator('[data-dragging]').waitFor();
  const steps = 8;
  for (let step = 1; step <= steps; step++) {
    const way = { x: by.days * day.width, y: (by.hours * day.height) / 24 };
    await send('touchMove', [{ x: from.x + (way.x * step) / steps, y: from.y + (way.y * step) / steps }]);
  }
  await send('touchEnd', []);
  await page.locator('[data-dragging]').waitFor({ state: 'detached' });
}

/** Of a daily series one occurrence is moved; the others stay. */
async function moveOneOfASeries(): Promise<void> {
  await expectOk(owner, 'POST', '/v1/events', {
    ...{ title: 'Check-in', calendar_id: calendarId, time_zone: 'Asia/Tokyo', recurrence: 'FREQ=DAILY;COUNT=3' },
    ...{ start_time: '2027-03-08T00:00:00Z', end_time: '2027-03-08T00:30:00Z' },
  });
  await eventually(() => eventsOf(aoi.page, 'Check-in').count()).toBe(3);
  const { page } = aoi;
  await hoursOf(page, '2027-03-09').locator('[data-event]').filter({ hasText: 'Check-in' }).focus();
  await page.keyboard.press('Alt+ArrowDown');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'This one only' }).check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  for (const person of [aoi, ben]) {
    await eventsOf(person.page, /Check-in, Tuesday.*9:15/).waitFor();
    await eventually(() => eventsOf(person.page, /Check-in, .*9:00/).count()).toBe(2);
  }
}

/** Ben is asked to come, and says yes in the open event. */
async function answer(): Promise<void> {
  const members = /\/v1\/calendars\/[^/]+\/members$/;
  const typed = Promise.withResolvers<void>();
  // She types faster than the page learns who is there to be asked.
  await aoi.page.route(members, async (route) => {
    await typed.promise;
    await route.continue();
  });
  await eventsOf(aoi.page, 'Planning').click();
  const panel = aoi.page.getByRole('region', { name: 'Planning' });
  const adder = panel.getByRole('combobox', { name: 'Add somebody' });
  await adder.fill('Ben');
  await adder.press('Enter');
  typed.resolve();
  await panel.getByTestId('attendee').filter({ hasText: 'No answer yet' }).waitFor();
  await eventsOf(ben.page, 'Planning').click();
  const own = ben.page.getByRole('region', { name: 'Planning' });
  await own.getByRole('group', { name: 'Are you coming?' }).getByRole('button', { name: 'Yes' }).click();
  await panel.getByTestId('attendee').filter({ hasText: 'Comes' }).waitFor();
}

/** What is moved without a connection shows at once, says that it is not saved, and is with the others once it is back. */
async function moveWithoutConnection(): Promise<void> {
  const { page } = aoi;
  const notice = page.getByTestId('notice').filter({ hasText: '1 change is not saved yet' });
  await page.context().setOffline(true);
  await eventsOf(page, 'Planning').focus();
  await page.keyboard.press('Alt+ArrowDown');
  await notice.waitFor();
  await eventsOf(page, /Planning, .*10:45.*not saved yet/).waitFor();
  await page.context().setOffline(false);
  for (const person of [aoi, ben]) await eventsOf(person.page, /Planning, .*10:45/).waitFor();
  await notice.waitFor({ state: 'detached' });
}

/** What is written without a connection is counted, kept, and with the others once it is back. */
async function writeWithoutConnection(): Promise<void> {
  const { page } = aoi;
  const cable: Cable = await insertCable(page);
  await page.reload();
  const title = page.locator('[data-field=title] textarea');
  await eventually(() => title.inputValue()).toBe('Planning');
  cable.pull();
  await title.press('End');
  await page.keyboard.type(' in spring');
  await eventually(() => connectionOf(page).innerText()).toContain('not saved');
  cable.plug();
  await comeOnline(page);
  await eventually(() => connectionOf(page).innerText()).toBe('Saved');
  await eventsOf(ben.page, 'Planning in spring').first().waitFor();
  await eventually(() => ben.page.locator('[data-field=title] textarea').inputValue()).toBe('Planning in spring');
  await leaveBeforeItIsSaved(cable);
}

/** Also where the event is closed, and the calendar left, before the connection is back. */
async function leaveBeforeItIsSaved(cable: Cable): Promise<void> {
  const { page } = aoi;
  cable.pull();
  await page.locator('[data-field=title] textarea').press('End');
  await page.keyboard.type(', outside');
  await eventually(() => connectionOf(page).innerText()).toContain('not saved');
  await page.keyboard.press('Escape');
  await page.getByRole('region', { name: 'Planning' }).waitFor({ state: 'detached' });
  cable.plug();
  await page.getByRole('link', { name: 'Trips', exact: true }).click();
  await eventually(() => ben.page.locator('[data-field=title] textarea').inputValue()).toBe('Planning in spring, outside');
}

/** Ben keeps an event to himself; what he and 葵 wrote there at the same time is still his to decide. */
async function decideUnderOwnLock(): Promise<void> {
  const made = await expectOk<EventView>(owner, 'POST', '/v1/events', {
    ...{ title: 'Retro', calendar_id: calendarId, location: 'Room 1' },
    ...{ start_time: '2027-03-12T01:00:00Z', end_time: '2027-03-12T02:00:00Z' },
  });
  const event = `/v1/events/${made.id}`;
  const write = (caller: Caller, location: string, headers: Readonly<Record<string, string>> = {}) =>
    expectOk(caller, 'PATCH', `${event}?base_version=${made.metadata.version}`, { location }, { ...mergePatch, ...headers });
  const { page } = ben;
  await eventsOf(page, 'Retro').click();
  const panel = page.getByRole('region', { name: 'Retro' });
  await write(owner, 'Room 2');
  await panel.getByRole('button', { name: 'More about this event' }).click();
  const taken = page.waitForResponse((answer) => answer.url().endsWith(`${event}/locks`) && answer.request().method() === 'POST');
  await page.getByRole('menuitem', { name: 'Keep it to myself for a while' }).click();
  const { token } = (await (await taken).json()) as { token: number };
  await panel.getByRole('button', { name: 'Let others change it again' }).waitFor();
  // Written before he heard of hers, as without a connection.
  await write(await login(server.url, 'ben', 'Ben'), 'Room 3', { 'lock-token': String(token) });
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Keep the other one' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await expectOk<EventView>(owner, 'GET', event)).toMatchObject({ location: 'Room 2' });
}
