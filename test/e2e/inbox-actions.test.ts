import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { NotificationView } from '../../src/protocol/notifications';
import { expectOk } from '../support/rest-client';
import { violationsIn } from './axe';
import { NotifiedPerson } from './notified-person';
import { eventually, openAs } from './page-browser';

/** What a notification leads to: its buttons, and the address that a push opens. */

const person = new NotifiedPerson();

describe('a button whose server may not be called', () => {
  it.each([
    ['en-US', '“Confirm” was refused. Nothing has changed; you can try again.'],
    ['ja-JP', '「Confirm」は受け付けられませんでした。変更はありません。もう一度お試しいただけます。'],
  ])('says so where it was pressed, and can be pressed again (%s)', async (locale, words) => {
    const actions = [{ id: 'confirm', label: 'Confirm', webhook: 'https://169.254.169.254/' }];
    await person.notify('Confirm your seat', { type: 'seat', actions });
    const { page, problems } = await openAs(person.browser, `${person.url}/inbox`, 'aoi', { locale });
    await page.locator('button[aria-controls]').filter({ hasText: 'Confirm your seat' }).click();
    const button = page.getByRole('button', { name: 'Confirm', exact: true });
    await button.click();
    await page.getByRole('status').getByText(words).waitFor();
    expect(await button.isEnabled()).toBe(true);
    expect(await violationsIn(page)).toEqual([]);
    expect(problems).toEqual([]);
  });
});

describe('a button whose server is not there', () => {
  it.each([
    ['en-US', 'Confirm – under way…'],
    ['ja-JP', 'Confirm（処理中…）'],
  ])('says that its work is under way, and not that it is done (%s)', async (locale, words) => {
    const actions = [{ id: 'confirm', label: 'Confirm', webhook: 'http://127.0.0.1:1/' }];
    await person.notify('Confirm your seat', { type: 'seat', actions });
    const id = await person.idOf('Confirm your seat');
    const { page, problems } = await openAs(person.browser, `${person.url}/inbox`, 'aoi', { locale });
    await page.locator('button[aria-controls]').filter({ hasText: 'Confirm your seat' }).click();
    await page.getByRole('button', { name: 'Confirm', exact: true }).click();
    const button = page.getByRole('button', { name: words, exact: true });
    await button.waitFor();
    expect(await button.isDisabled()).toBe(true);
    const { actions: pressed } = await expectOk<NotificationView>(person.aoi, 'GET', `/v1/inbox/notifications/${id}`);
    expect(pressed).toMatchObject([{ done_at: null, under_way: true, failure: null }]);
    expect(problems).toEqual([]);
  });
});

describe('the address that a push leads to', () => {
  const unfolded = (page: Page, title: string) => page.locator('main button[aria-expanded=true]').filter({ hasText: title });

  it('unfolds and reads its notification in a page that knows nothing yet', async () => {
    await person.notify('Gate changed');
    const id = await person.idOf('Gate changed');
    const { page, problems } = await openAs(person.browser, `${person.url}/inbox?notification=${id}`, 'aoi');
    await unfolded(page, 'Gate changed').waitFor();
    await eventually(() => person.isRead(id)).toBe(true);
    expect(new URL(page.url()).search).toBe('');
    expect(problems).toEqual([]);
  });

  it('does so with one that is older than the list, and with the next one in the same page', async () => {
    await person.notify('The oldest', { priority: 'low' });
    for (let n = 0; n < 50; n++) await person.notify(`Later ${n}`, { priority: 'low' });
    const [oldest, later] = [await person.idOf('The oldest'), await person.idOf('Later 7')];
    const { page } = await openAs(person.browser, `${person.url}/inbox?notification=${oldest}`, 'aoi');
    await unfolded(page, 'The oldest').waitFor();
    await eventually(() => person.isRead(oldest)).toBe(true);
    // As the service worker's message makes the app do.
    await page.evaluate((path) => history.pushState(null, '', path), `/inbox?notification=${later}`);
    await unfolded(page, 'Later 7').waitFor();
    await eventually(() => person.isRead(later)).toBe(true);
  });
});

describe('a button that leads somewhere', () => {
  const ticket = { id: 'ticket', label: 'Ticket', url: 'https://airline.example/ticket' };
  const trips = { id: 'trips', label: 'Trips', url: '/calendar' };

  it('is followed from a push: to a page of the app, and out of it', async () => {
    await person.notify('Check in', { actions: [ticket, trips] });
    const id = await person.idOf('Check in');
    const { page } = await person.open();
    await page.route(ticket.url, (route) => route.fulfill({ body: 'Your ticket' }));
    await page.goto(`${person.url}/inbox?notification=${id}&action=ticket`);
    await page.waitForURL(ticket.url);
    expect(await person.isRead(id)).toBe(true);
    await page.goto(`${person.url}/inbox?notification=${id}&action=trips`);
    await page.waitForURL('**/calendar');
  });

  it('stays a link, also after it was pressed', async () => {
    await person.notify('Check in', { actions: [ticket, trips] });
    const id = await person.idOf('Check in');
    await expectOk(person.aoi, 'POST', `/v1/inbox/notifications/${id}/actions/trips`);
    const { page, problems } = await openAs(person.browser, `${person.url}/inbox?notification=${id}`, 'aoi');
    const link = (name: string) => page.locator('main').getByRole('link', { name, exact: true });
    expect(await link('Ticket').getAttribute('href')).toBe(ticket.url);
    expect(await link('Ticket').getAttribute('target')).toBe('_blank');
    for (let time = 0; time < 2; time++) {
      await link('Trips').click();
      await page.waitForURL('**/calendar');
      await page.goBack();
    }
    expect(problems).toEqual([]);
  });
});
