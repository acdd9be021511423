import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { api, type Caller, expectOk, login } from '../support/rest-client';
import { onePage } from './one-page';
import { eventually, openAs } from './page-browser';
import { sharedServer } from './shared-server';

/** What is done in the panel of an event. */

const server = sharedServer();
const openPage = onePage();

interface OpenEvent {
  readonly page: Page;
  readonly panel: Locator;
  readonly id: string;
  readonly owner: Caller;
}

interface EventChoices {
  /** What of the calendar its address names. */
  readonly where?: string;
  readonly day?: string;
  /** What it has besides its title and its times. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

/** The panel of a new event of two hours on a day of March 2027. */
async function openEvent(title: string, choices: EventChoices = {}): Promise<OpenEvent> {
  const { where = 'view=month&date=2027-03-10&', day = '2027-03-10', fields = {} } = choices;
  const owner = await login(server.url, 'aoi', '葵');
  const times = { start_time: `${day}T01:00:00Z`, end_time: `${day}T03:00:00Z`, time_zone: 'Asia/Tokyo' };
  const { id } = await expectOk<{ id: string }>(owner, 'POST', '/v1/events', { title, ...times, ...fields });
  const { page } = await openPage((browser) =>
    openAs(browser, `${server.url}/calendar?${where}event=${id}`, 'aoi', { timezoneId: 'Asia/Tokyo' }),
  );
  const panel = page.getByRole('region', { name: title });
  await panel.waitFor();
  return { page, panel, id, owner };
}

describe('how an event repeats', () => {
  const ruleOf =
    ({ owner, id }: OpenEvent) =>
    async () =>
      (await expectOk<{ recurrence: string | null }>(owner, 'GET', `/v1/events/${id}`)).recurrence;

  it('is what the form shows as soon as it is there', async () => {
    const event = await openEvent('Choir');
    await event.panel.getByRole('combobox', { name: 'Repeats' }).selectOption('Custom…');
    expect(await event.panel.getByRole('button', { name: 'Wednesday' }).getAttribute('aria-pressed')).toBe('true');
    await eventually(ruleOf(event)).toBe('FREQ=WEEKLY');
    await event.panel.getByLabel('Every', { exact: true }).waitFor();
  });

  it('takes numbers and a last day as they are typed', async () => {
    const event = await openEvent('Guitar');
    const { page, panel } = event;
    await panel.getByRole('combobox', { name: 'Repeats' }).selectOption('Custom…');
    const every = panel.getByLabel('Every', { exact: true });
    await every.focus();
    await page.keyboard.press('End');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('2');
    expect(await every.inputValue()).toBe('2');
    await panel.getByLabel('Unit').selectOption('DAILY');
    await panel.getByLabel('End of the series').selectOption('count');
    await panel.getByLabel('How many times').focus();
    for (const key of ['End', 'Backspace', 'Backspace', '5']) await page.keyboard.press(key);
    await page.keyboard.press('Tab');
    await eventually(ruleOf(event)).toBe('FREQ=DAILY;INTERVAL=2;COUNT=5');

    await panel.getByLabel('How many times').fill('');
    await page.keyboard.press('Tab');
    expect(await panel.getByLabel('How many times').inputValue()).toBe('5');

    await panel.getByLabel('End of the series').selectOption('until');
    await eventually(ruleOf(event)).toBe('FREQ=DAILY;INTERVAL=2;UNTIL=20270608');
    const rules = new Set<string | null>();
    await panel.getByLabel('Last day').focus();
    for (const key of '03152028') {
      await page.keyboard.press(key);
      rules.add(await ruleOf(event)());
    }
    await page.keyboard.press('Tab');
    await eventually(ruleOf(event)).toBe('FREQ=DAILY;INTERVAL=2;UNTIL=20280315');
    expect([...rules].filter((rule) => rule?.includes('UNTIL=0'))).toEqual([]);
  });
});

describe('an event that the calendar shows no day of', () => {
  it('is where the calendar goes when its address names no day, as in a notification', async () => {
    const { page } = await openEvent('Opening');
    await page.goto(`${server.url}/calendar?event=${new URL(page.url()).searchParams.get('event')}`);
    await page.getByRole('heading', { name: 'March 2027' }).waitFor();
    await page.locator('[data-event]', { hasText: 'Opening' }).waitFor();
  });

  it.each([
    ['went away from', 'view=month&date=2027-03-10&'],
    ['never was at', 'view=month&date=2027-09-10&'],
  ])('is in its calendar, and can be deleted, where somebody %s its days', async (_, where) => {
    const { page, panel, id, owner } = await openEvent('Farewell', { where });
    for (const _month of [4, 5, 6]) await page.getByRole('button', { name: 'Later' }).click();
    await page.locator('[data-event]', { hasText: 'Farewell' }).waitFor({ state: 'detached' });
    await panel.getByRole('combobox', { name: 'Calendar' }).waitFor();
    await panel.getByRole('button', { name: 'More about this event' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await panel.waitFor({ state: 'detached' });
    await eventually(async () => (await api(owner, 'GET', `/v1/events/${id}`)).status).toBe(404);
  });
});

it('has the names of its parts one level below its title', async () => {
  const { panel } = await openEvent('Levels');
  await panel.getByRole('heading', { name: 'Links' }).waitFor();
  const levels = await panel.getByRole('heading').evaluateAll((headings) => headings.map(({ tagName }) => tagName));
  expect(levels).toEqual(['H2', ...Array(levels.length - 1).fill('H3')]);
});

it.each([
  ['guests', 'attendees', [/^Remove Ben$/, /^Remove Chloé$/], 'Add somebody'],
  ['reminders', 'reminders', [/: 10 minutes before$/, /: 1 day before$/], 'Add a reminder'],
] as const)('hands the focus on from %s that are removed', async (_, field, buttons, adder) => {
  const attendees = ['Ben', 'Chloé'].map((name) => ({ user_id: name, name }));
  const reminders = [10, 1_440].map((minutes_before) => ({ minutes_before, method: 'in_app' }));
  const { page, panel } = await openEvent('Focus', { fields: { attendees, reminders } });
  const list = panel.locator(`[data-field=${field}]`);
  const nameOfFocus = () => page.evaluate(() => document.activeElement?.ariaLabel ?? document.activeElement?.textContent ?? '');
  await list.getByRole('button', { name: buttons[0] }).focus();
  await page.keyboard.press('Enter');
  await eventually(nameOfFocus).toMatch(buttons[1]);
  await page.keyboard.press('Enter');
  await eventually(nameOfFocus).toBe(adder);
});

it('leaves room for the titles of a month beside it', async () => {
  const { page, panel } = await openEvent('Opera', { where: 'view=month&date=2027-03-17&', day: '2027-03-17' });
  await page.setViewportSize({ width: 1440, height: 900 });
  const chip = page.locator('[data-event]', { hasText: 'Opera' });
  const clock = chip.getByText('10:00 AM', { exact: true });
  const isWhole = () => chip.locator('.event-title').evaluate((title) => title.scrollWidth <= title.clientWidth);
  await clock.waitFor({ state: 'hidden' });
  expect(await isWhole()).toBe(true);
  await panel.getByRole('button', { name: 'Close' }).click();
  await clock.waitFor();
  expect(await isWhole()).toBe(true);
});
