import { expect, it } from 'vitest';
import { expectOk, login } from '../support/rest-client';
import { onePage } from './one-page';
import { eventually, openAs } from './page-browser';
import { sharedServer } from './shared-server';

/** Where the keyboard leads on the calendar. */

const server = sharedServer();
const openPage = onePage();

it('who deletes an event goes on from its day', async () => {
  const owner = await login(server.url, 'aoi', '葵');
  for (const [title, hour] of [
    ['Breakfast', '01'],
    ['Museum', '03'],
  ]) {
    const times = { start_time: `2025-02-05T${hour}:00:00Z`, end_time: `2025-02-05T${hour}:45:00Z`, time_zone: 'Asia/Tokyo' };
    await expectOk(owner, 'POST', '/v1/events', { title, ...times });
  }
  const { page, problems } = await openPage((browser) =>
    openAs(browser, `${server.url}/calendar?view=week&date=2025-02-05`, 'aoi', { timezoneId: 'Asia/Tokyo' }),
  );
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  const eventOf = (title: string) => page.locator('[data-event]', { hasText: title });
  await eventOf('Breakfast').focus();
  await page.keyboard.press('Delete');
  await eventOf('Breakfast').waitFor({ state: 'detached' });
  await eventually(() => page.evaluate(() => document.activeElement?.getAttribute('data-date'))).toBe('2025-02-05');
  await page.keyboard.press('ArrowDown');
  expect(await focused()).toContain('Museum');
  expect(problems).toEqual([]);
});

it('who goes to another week of the same month hears its days', async () => {
  const { page } = await openPage((browser) => openAs(browser, `${server.url}/calendar?view=week&date=2025-02-05`, 'aoi'));
  const heading = page.locator('h1[aria-live=polite]');
  await eventually(() => heading.textContent()).toBe('February 2025 Sunday, February 2 – Saturday, February 8');
  await page.getByRole('button', { name: 'Later' }).press('Enter');
  await eventually(() => heading.textContent()).toBe('February 2025 Sunday, February 9 – Saturday, February 15');
});
