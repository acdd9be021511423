import type { Page, Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { HubMessage } from '../../src/protocol/hub-messages';
import type { HubSessionView } from '../../src/protocol/notifications';
import { createTrip, expectOk, login, putMember } from '../support/rest-client';
import { violationsIn } from './axe';
import { isConnected, NotifiedPerson } from './notified-person';
import { eventually, openAs } from './page-browser';
import { picture } from './tour-pictures';

/** Systems and people reach somebody: on every device at once, as they want it, and also after a time without a network. */

const person = new NotifiedPerson();

const bellOf = (page: Page) => page.getByRole('button', { name: /^Notifications/ });
const badgeOf = (page: Page) => page.getByTestId('unread-badge');
const popupOf = (page: Page, title: string) => page.getByTestId('popup').filter({ hasText: title });
const listOf = (page: Page) => page.getByRole('dialog').getByRole('list', { name: 'Notifications' });
const itemOf = (page: Page, title: string) => listOf(page).locator('button[aria-controls]').filter({ hasText: title });

describe('a signed webhook', () => {
  it('pops up on both devices of its person, and reading it on one clears it on the other', async () => {
    const [first, second] = await Promise.all([person.open(), person.open('/inbox')]);
    await person.notify('Price drop');
    await Promise.all([popupOf(first.page, 'Price drop').waitFor(), popupOf(second.page, 'Price drop').waitFor()]);
    await eventually(() => badgeOf(second.page).innerText()).toBe('1');

    await popupOf(first.page, 'Price drop').getByRole('button', { name: /CDG/ }).click();
    await first.page.getByRole('dialog').getByText('CDG–HND ¥98,000').waitFor();
    await popupOf(second.page, 'Price drop').waitFor({ state: 'detached' });
    await badgeOf(second.page).waitFor({ state: 'detached' });
    expect([...first.problems, ...second.problems]).toEqual([]);
  });

  it('[U18] reaches who has no WebSocket: that it was shown is known, and that somebody is there', async () => {
    const { page, problems } = await person.open();
    await page.routeWebSocket(/\/v1\/realtime/, (socket) => void socket.close({ code: 1013, reason: 'blocked by the test' }));
    const active = new Set<string | null>();
    page.on('response', (answer) => {
      if (!answer.url().endsWith('/v1/realtime/messages') || !answer.ok()) return;
      const { type, data, metadata }: HubMessage<string, { status?: string }> = answer.request().postDataJSON();
      if (type === 'presence:update' && data.status === 'active') active.add(metadata.client_id);
    });
    await page.reload();
    // Sockets have failed for a while; the first poll has told where a stream begins.
    await page.waitForResponse((answer) => answer.url().includes('/v1/realtime/stream'), { timeout: 60_000 });
    await eventually(async () => {
      const { sessions } = await expectOk<{ sessions: readonly HubSessionView[] }>(person.aoi, 'GET', '/v1/me/sessions');
      return sessions.some(({ id, transport }) => transport === 'sse' && active.has(id));
    }).toBe(true);
    await expectOk(person.aoi, 'PUT', '/v1/inbox/devices/phone', { kind: 'fcm', label: 'Phone', token: 'token' });
    await person.notify('No socket', { priority: 'normal' });
    await eventually(() => badgeOf(page).innerText()).toBe('1');
    const { notifications } = await expectOk<{ notifications: readonly { id: string }[] }>(
      person.aoi,
      'GET',
      '/v1/inbox/notifications',
    );
    const channels = async () => {
      const path = `/v1/inbox/notifications/${notifications[0]?.id}/trace`;
      return (await expectOk<{ channels: readonly object[] }>(person.aoi, 'GET', path)).channels;
    };
    await eventually(channels).toMatchObject([{ channel: 'in_app', deliveries: [{ state: 'delivered' }] }, {}, {}, {}]);
    expect((await channels())[1]).toMatchObject({ channel: 'push', verdict: 'skip', reason: 'active-now' });
    await expectOk(person.aoi, 'DELETE', '/v1/inbox/devices/phone');
    expect(problems).toEqual([]);
  });

  it('stays as long as somebody points at it, and pops up no more than three times at once', async () => {
    const { page } = await person.open();
    for (const title of ['One', 'Two', 'Three', 'Four']) await person.notify(title);
    await popupOf(page, 'Four').waitFor();
    await eventually(() => page.getByTestId('popup').count()).toBe(3);
    await popupOf(page, 'Four').hover();
    await popupOf(page, 'Three').waitFor({ state: 'detached' });
    expect(await popupOf(page, 'Four').isVisible()).toBe(true);
    await popupOf(page, 'Four').getByRole('button', { name: 'Close “Four”' }).click();
    await popupOf(page, 'Four').waitFor({ state: 'detached' });
    await eventually(() => badgeOf(page).innerText()).toBe('4');
  });

  it('stays where it is under the pointer, and is short whatever it is called', async () => {
    const { page } = await person.open();
    await page.clock.install();
    for (const title of ['First', 'Second', `Third ${'with many words '.repeat(12)}`]) {
      await person.notify(title);
      await popupOf(page, title.trim()).waitFor();
    }
    const first = popupOf(page, 'First');
    const top = async () => (await first.boundingBox())?.y ?? 0;
    expect(await top()).toBeLessThan(450);
    await first.hover();
    const before = await top();
    await page.clock.fastForward(10_000);
    expect(await page.getByTestId('popup').count()).toBe(3);
    expect(await top()).toBe(before);
    await page.mouse.move(10, 800);
    await page.clock.fastForward(10_000);
    await eventually(() => page.getByTestId('popup').count()).toBe(0);
  });
});

describe('an important notification that comes before what draws it', () => {
  const drawing = '**/assets/popups-*.js';
  /** Opens a page that is connected, and where that part has been asked for. */
  async function openWithout(answer: (route: Route) => void) {
    const { page, problems } = await openAs(person.browser, `${person.url}/gone`, 'aoi');
    await page.route(drawing, answer);
    await Promise.all([page.waitForRequest(drawing), page.goto(person.url)]);
    await isConnected(page);
    return { page, problems };
  }

  it('pops up as soon as that is there', async () => {
    let give: () => void = () => undefined;
    const { page, problems } = await openWithout((route) => {
      give = () => void route.continue();
    });
    await person.notify('Before it could be drawn');
    await eventually(() => badgeOf(page).innerText()).toBe('1');
    give();
    await popupOf(page, 'Before it could be drawn').waitFor();
    expect(problems).toEqual([]);
  });

  it('pops up also when that failed to load at first', async () => {
    const { page, problems } = await openWithout((route) => void route.abort());
    await person.notify('After a failure');
    await eventually(() => badgeOf(page).innerText()).toBe('1');
    await page.unroute(drawing);
    await popupOf(page, 'After a failure').waitFor();
    expect(problems).toEqual([]);
  });
});

describe('the notification centre', () => {
  it('filters, unfolds, puts off, removes and brings back', async () => {
    await person.notify('Check in online', {
      type: 'check_in',
      priority: 'normal',
      body: 'Your flight AF 276 leaves tomorrow at 11:00.',
    });
    await person.notify('Low fare', { type: 'fare_watch', priority: 'normal' });
    await person.notify('Booked', {
      type: 'booking_confirmed',
      body: 'Two nights by the river.',
      data: { hotel: 'Sakura', price: '¥42,000' },
    });
    const { page, problems } = await person.open();
    await bellOf(page).click();
    await itemOf(page, 'Booked').click();
    await listOf(page).getByText('Sakura').waitFor();
    await picture(page, 'notifications');
    await page.getByRole('button', { name: 'Bookings', exact: true }).click();
    await itemOf(page, 'Low fare').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'All', exact: true }).click();

    await page.getByRole('button', { name: 'More for “Low fare”' }).click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await itemOf(page, 'Low fare').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Mark all as read' }).click();
    await badgeOf(page).waitFor({ state: 'detached' });
    expect(await violationsIn(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await bellOf(page).evaluate((bell) => bell === document.activeElement)).toBe(true);
    expect(problems).toEqual([]);
  });

  it('keeps an unread one in sight that is opened among the unread ones', async () => {
    for (const title of ['Gate', 'Delay', 'Meal'])
      await person.notify(title, { type: 'flight', priority: 'normal', body: 'AF 276' });
    const { page, problems } = await person.open();
    await bellOf(page).click();
    await page.getByRole('button', { name: 'Unread' }).click();
    await itemOf(page, 'Delay').click();
    const delay = await person.idOf('Delay');
    await eventually(() => person.isRead(delay)).toBe(true);
    expect(await itemOf(page, 'Delay').getAttribute('aria-expanded')).toBe('true');
    const titles = await listOf(page).locator('button[aria-controls]').allInnerTexts();
    expect(titles.map((text) => /Meal|Delay|Gate/.exec(text)?.[0])).toEqual(['Meal', 'Delay', 'Gate']);
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await page.getByRole('button', { name: 'Unread' }).click();
    await itemOf(page, 'Delay').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Mark all as read' }).click();
    await page.getByRole('dialog').getByText('Nothing unread').waitFor();
    expect(problems).toEqual([]);
  });

  it('leads the focus on from one that goes, and brings back one that was put off', async () => {
    for (const title of ['Gate', 'Delay', 'Meal'])
      await person.notify(title, { type: 'flight', priority: 'normal', body: 'AF 276' });
    const { page, problems } = await person.open();
    await bellOf(page).click();
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    const choose = async (title: string, item: RegExp) => {
      await page.getByRole('button', { name: `More for “${title}”` }).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('menuitem', { name: item }).press('Enter');
      await itemOf(page, title).waitFor({ state: 'detached' });
    };
    await choose('Delay', /^Remove/);
    await eventually(focused).toContain('Gate');
    await choose('Gate', /in an hour/);
    await eventually(focused).toContain('Meal');
    await page.getByText(/^Comes back on /).waitFor();
    await page.getByRole('button', { name: 'Undo' }).first().click();
    await itemOf(page, 'Gate').waitFor();
    await choose('Gate', /^Remove/);
    await choose('Meal', /^Remove/);
    await eventually(focused).toBe('All');
    expect(problems).toEqual([]);
  });
});

describe('a notification that is put off for a week', () => {
  it.each([
    ['en-US', 'More for “Gate”', /^Remind me in a week \(\w+, \w+ \d+/, /^Comes back on \w+day, \w+ \d+ at /],
    ['ja-JP', '「Gate」のメニュー', /^1週間後に再通知（\d+月\d+日/, /^\d+月\d+日.曜日 .+に再通知します$/],
  ])('says which day that is, whose weekday is that of today (%s)', async (locale, menu, entry, told) => {
    await person.notify('Gate', { type: 'flight' });
    const { page, problems } = await openAs(person.browser, `${person.url}/inbox`, 'aoi', { locale });
    await page.getByRole('button', { name: menu }).click();
    await page.getByRole('menuitem', { name: entry }).click();
    await page.getByText(told).waitFor();
    expect(problems).toEqual([]);
  });
});

describe('the picture of a notification', () => {
  const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

  it('is shown from wherever it is; one that does not come leaves its space empty', async () => {
    const [there, gone] = ['https://images.example/there.png', 'https://images.example/gone.png'];
    await person.notify('With a picture', { image: there });
    await person.notify('With a lost one', { image: gone });
    const { page, problems } = await person.open();
    const referrers: (string | undefined)[] = [];
    await page.route(there, async (route) => {
      referrers.push(route.request().headers().referer);
      await route.fulfill({ contentType: 'image/png', body: Buffer.from(dot, 'base64') });
    });
    await page.route(gone, (route) => route.abort());
    await bellOf(page).click();
    const space = listOf(page).locator('.tt-note-image');

    await itemOf(page, 'With a picture').click();
    const picture = space.locator('img');
    await eventually(() => picture.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1);
    const { width, height } = (await space.boundingBox()) ?? { width: 0, height: 0 };
    expect([Math.round(width / height), referrers]).toEqual([2, [undefined]]);

    await itemOf(page, 'With a lost one').click();
    await space.waitFor();
    await picture.waitFor({ state: 'detached' });
    expect(await space.boundingBox()).toMatchObject({ width, height });
    expect(problems).toEqual([]);
  });
});

describe('marks that two devices made without a network', () => {
  it('are merged when both are back', async () => {
    await person.notify('For the first device');
    await person.notify('For the second device');
    const devices = await Promise.all([person.open(), person.open()]);
    const [first, second] = devices.map(({ page }) => page) as [Page, Page];
    for (const page of [first, second]) {
      await bellOf(page).click();
      await itemOf(page, 'For the second device').waitFor();
      // The menu is a part that loads when it is needed.
      await page.getByRole('button', { name: 'More for “For the second device”' }).click();
      await page.getByRole('menuitem', { name: 'Remove' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('menu').waitFor({ state: 'detached' });
      await page.context().setOffline(true);
    }
    await itemOf(first, 'For the first device').click();
    await second.getByRole('button', { name: 'More for “For the second device”' }).click();
    await second.getByRole('menuitem', { name: 'Remove' }).click();
    await eventually(() => badgeOf(first).innerText()).toBe('1');
    await eventually(() => badgeOf(second).innerText()).toBe('1');

    for (const page of [first, second]) await page.context().setOffline(false);
    for (const page of [first, second]) {
      await badgeOf(page).waitFor({ state: 'detached' });
      await itemOf(page, 'For the second device').waitFor({ state: 'detached' });
    }
    const count = () => expectOk<{ unread_count: number }>(person.aoi, 'GET', '/v1/inbox/unread-count');
    await eventually(count).toEqual({ unread_count: 0 });
  });
});

/** The code that the newest message to an address has, as the outbox of development shows it. */
async function codeFor(address: string): Promise<string> {
  const outbox = await (await fetch(`${person.url}/dev/outbox`)).text();
  const [, code] = new RegExp(`Your code is ([0-9]{6})(?:(?!</article>)[^])*${address}`).exec(outbox) ?? [];
  if (code === undefined) throw new Error('no code was sent');
  return code;
}

describe('the settings', () => {
  it('hold on every device, name the devices and sessions, and can be tried', async () => {
    const [first, second] = await Promise.all([person.open('/inbox/settings'), person.open('/inbox/settings')]);
    const smsOf = (page: Page) => page.getByRole('switch', { name: 'SMS' });
    await smsOf(second.page).waitFor();
    await smsOf(first.page).uncheck();
    await eventually(() => smsOf(second.page).isChecked()).toBe(false);
    await smsOf(second.page).check();
    await eventually(() => smsOf(first.page).isChecked()).toBe(true);

    await first.page.getByLabel('E-mail address, or telephone number').fill('aoi@example.com');
    await first.page.getByRole('button', { name: 'Add' }).click();
    await first.page.getByRole('button', { name: 'Remove aoi@example.com' }).waitFor();
    const codeField = first.page.getByLabel('6-digit code sent to aoi@example.com');
    await codeField.fill('1');
    await first.page.getByRole('button', { name: 'Confirm' }).click();
    await first.page.getByText('This is not the code').waitFor();
    expect(await violationsIn(first.page)).toEqual([]);
    await codeField.fill(await codeFor('aoi@example.com'));
    await first.page.getByRole('button', { name: 'Confirm' }).click();
    await codeField.waitFor({ state: 'detached' });
    await first.page.getByRole('button', { name: 'Send a test: In the app' }).click();
    await first.page.getByText('A test is on its way').waitFor();
    await eventually(() => badgeOf(second.page).innerText()).toBe('1');
    await first.page.getByRole('button', { name: 'Send a test: SMS' }).click();
    await first.page.getByText('Nothing was sent: there is no address for it yet').waitFor();
    await first.page.getByRole('button', { name: 'Send a test: E-mail' }).click();
    await first.page.getByText('the test is at /dev/outbox').waitFor();

    await first.page.setViewportSize({ width: 390, height: 844 });
    await first.page.reload();
    await first.page.getByText(/^This device · Chrome · /).waitFor();
    await first.page
      .getByText(/^Chrome · /)
      .first()
      .waitFor();
    const facts = /live connection \(WebSocket\)\s*in no room\s*triptrip-sdk\//;
    await first.page.getByRole('listitem').filter({ hasText: facts }).first().waitFor();
    const overflow = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
    expect(await first.page.evaluate(overflow)).toBe(0);
    expect(await violationsIn(first.page)).toEqual([]);
    await first.page.getByRole('button', { name: 'Disconnect' }).first().click();
    await second.page.locator('[data-realtime=denied]').waitFor();
    expect([...first.problems, ...second.problems]).toEqual([]);
  });
});

describe('trips', () => {
  it('tell who is invited, and the list shows what others change while no trip is open', async () => {
    const ben = await login(person.url, 'ben', 'Ben');
    const { page, problems } = await person.open();
    const trip = await createTrip(ben, { title: 'Nara' });
    await putMember(ben, trip, 'aoi', 'editor');
    await eventually(() => badgeOf(page).innerText()).toBe('1');
    await page.getByRole('link', { name: /Nara/ }).waitFor();
    await bellOf(page).click();
    await listOf(page).getByRole('button', { name: /Nara/ }).first().click();
    await page.getByRole('button', { name: 'Open' }).click();
    await page.waitForURL(`**/trips/${trip}`);
    await page.goBack();
    await page.getByRole('heading', { name: 'Your trips' }).waitFor();

    await expectOk(
      ben,
      'PATCH',
      `/v1/trips/${trip}`,
      { title: 'Nara in spring' },
      { 'if-match': '*', 'content-type': 'application/merge-patch+json' },
    );
    await page.getByRole('link', { name: /Nara in spring/ }).waitFor();
    expect(problems).toEqual([]);
  });
});
