import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { InboxPreferences, NotificationView } from '../../src/protocol/notifications';
import type { RealtimeConnection } from '../../web/react';
import { type DevServer, startServer } from '../support/dev-server';
import { type Caller, createTrip, expectOk, login, putMember } from '../support/rest-client';
import { declareSystem, postWebhook, type WebhookSystem } from '../support/signed-webhook';
import { newPage } from './browser-contexts';
import { type Application, installPackages } from './installed-packages';
import { closePages, eventually, launchBrowser } from './page-browser';
import { buildReactPage } from './react-page';

declare global {
  interface Window {
    /** What the hook gave the page last. */
    readonly connection: RealtimeConnection;
    heard: unknown[];
  }
}

/** The hooks and components of the packed React package that live in time, in a page of their own. */

let server: DevServer;
let browser: Browser;
let application: Application;
let script: string;
let system: WebhookSystem;

beforeAll(async () => {
  [server, browser, application] = await Promise.all([startServer(), launchBrowser(), installPackages()]);
  script = await buildReactPage(application);
  system = await declareSystem(server.url, 'airline');
});

afterAll(async () => {
  application?.remove();
  await browser?.close();
  await server?.stop();
});

afterEach(() => closePages(browser));

/** Somebody whom notifications may interrupt at any hour, with an empty inbox. */
async function newPerson(id: string): Promise<Caller> {
  const person = await login(server.url, id, id);
  const preferences = await expectOk<InboxPreferences>(person, 'GET', '/v1/inbox/preferences');
  const quiet_hours = { ...preferences.quiet_hours, enabled: false };
  await expectOk(person, 'PUT', '/v1/inbox/preferences', { ...preferences, quiet_hours });
  return person;
}

async function notify(person: Caller, title: string, more: object = {}): Promise<void> {
  const event = { type: 'news', recipients: [person.id], title, body: 'Some words.', priority: 'low', ...more };
  expect((await postWebhook(system, event)).status).toBeLessThan(300);
}

/** A page that shows some of the components, as one person. */
async function openReactPage(
  { token }: Caller,
  shown: Record<string, string>,
  prepare?: (page: Page) => Promise<void>,
): Promise<Page> {
  const page = await newPage(browser, server.url, { bypassCSP: true });
  await prepare?.(page);
  // Any address of the server will do: a page that a test makes up may not open a socket to this machine.
  await page.goto(`${server.url}/openapi.json?${new URLSearchParams({ ...shown, token })}`);
  await page.evaluate(() => document.body.replaceChildren());
  await page.addScriptTag({ content: script, type: 'module' });
  return page;
}

const connected = (page: Page) =>
  page.locator('[data-testid=connection][data-status=authenticated]').waitFor({ state: 'attached' });
const textOf = (page: Page, id: string) => () => page.getByTestId(id).innerText();
/** The room of a trip in which both may speak. */
async function roomOf(owner: Caller, editor: Caller): Promise<string> {
  const tripId = await createTrip(owner, { title: 'Nara' });
  await putMember(owner, tripId, editor.id, 'editor');
  return `trip:${tripId}`;
}

describe('useInbox', () => {
  it('has the inbox once it is open, anew at each change', async () => {
    const person = await newPerson('dora');
    await notify(person, 'Before');
    const page = await openReactPage(person, { inbox: '' });
    await eventually(textOf(page, 'inbox')).toBe('1 unread');
    await notify(person, 'Now');
    await eventually(textOf(page, 'inbox')).toBe('2 unread');
  });
});

describe('useRealtimeConnection', () => {
  it('has the newest 50, also while its person is on a trip whose notifications rank first', async () => {
    const person = await newPerson('emil');
    const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const trip_id = await createTrip(person, { title: 'Nara', start_date: day(-1), end_date: day(1) });
    await notify(person, 'Of the trip', { data: { trip_id } });
    for (let n = 1; n <= 48; n++) await notify(person, `Other ${n}`);
    const page = await openReactPage(person, { connection: '', center: '' });
    const newest = page.getByTestId('newest').locator('li');
    await eventually(() => newest.count()).toBe(49);
    // It ranks first all the same.
    await eventually(() => page.locator('.tt-note-title').first().innerText()).toContain('Of the trip');
    expect((await newest.allInnerTexts()).slice(0, 2)).toEqual(['Other 48', 'Other 47']);
    for (let n = 49; n <= 50; n++) await notify(person, `Other ${n}`);
    await eventually(() => newest.first().innerText()).toBe('Other 50');
    await eventually(() => newest.count()).toBe(50);
    expect(await newest.allInnerTexts()).toEqual(Array.from({ length: 50 }, (_, index) => `Other ${50 - index}`));
  });

  it('sends messages, and hears of them until it is told to stop', async () => {
    const [fumi, gaku] = [await newPerson('fumi'), await newPerson('gaku')];
    const room = await roomOf(fumi, gaku);
    const [first, second] = [await openReactPage(fumi, { connection: '' }), await openReactPage(gaku, { connection: '' })];
    for (const page of [first, second]) {
      await connected(page);
      await page.evaluate((name) => window.connection.joinRoom(name), room);
    }
    await eventually(textOf(second, 'collaborators')).toBe('fumi gaku');
    await second.evaluate(() => {
      window.heard = [];
      const stop = window.connection.subscribe('room:message', ({ data }) => {
        window.heard.push(data);
        if (window.heard.length === 2) stop();
      });
    });
    const say = (room_id: string, data: string) =>
      first.evaluate((message) => window.connection.sendMessage('room:message', message), { room_id, event: 'said', data });
    for (const said of ['one', 'two', 'three']) await say(room, said);
    await expect(say('hashtag:nara', 'four')).rejects.toThrow('Your role does not allow this');
    // What was said before comes before this.
    await first.evaluate((name) => window.connection.leaveRoom(name), room);
    await eventually(textOf(second, 'collaborators')).toBe('gaku');
    expect(await second.evaluate(() => window.heard)).toEqual(['one', 'two']);
  });

  it('leaves its rooms when its component is gone', async () => {
    const [hana, ivo] = [await newPerson('hana'), await newPerson('ivo')];
    const leaving = await openReactPage(hana, { connection: '' });
    await connected(leaving);
    await leaving.evaluate(() => window.connection.joinRoom('hashtag:uji'));
    const staying = await openReactPage(ivo, { room: 'hashtag:uji' });
    await eventually(textOf(staying, 'people')).toBe('hana ivo');
    await leaving.getByRole('button', { name: 'Unmount' }).click();
    await eventually(textOf(staying, 'people')).toBe('ivo');
  });
});

describe('useRoom', () => {
  it('is in the room with what is said there, while its component is', async () => {
    const [jun, kai] = [await newPerson('jun'), await newPerson('kai')];
    const room = await roomOf(jun, kai);
    const [first, second] = [await openReactPage(jun, { room }), await openReactPage(kai, { room })];
    await Promise.all([first, second].map((page) => eventually(textOf(page, 'people')).toBe('jun kai')));
    await first.getByRole('button', { name: 'Say hello' }).click();
    await eventually(textOf(second, 'said')).toBe('hello');
    await first.getByRole('button', { name: 'Unmount' }).click();
    await eventually(textOf(second, 'people')).toBe('kai');
  });

  it('says why it could not be joined', async () => {
    const page = await openReactPage(await newPerson('lea'), { room: `trip:${crypto.randomUUID()}` });
    await eventually(textOf(page, 'problem')).toMatch(/^(forbidden|not-found)$/);
    expect(await page.getByTestId('room').getAttribute('data-joined')).toBe('false');
  });
});

describe('NotificationOverlay', () => {
  const high = { priority: 'high' };
  const popups = (page: Page) => page.locator('.tt-popup-button .tt-note-title').allInnerTexts();

  /** A page whose clock stands still, and moves on only when it is told to. */
  async function openStill(person: Caller): Promise<Page> {
    const page = await openReactPage(person, { connection: '', overlay: '' }, (blank) => blank.clock.install());
    await connected(page);
    await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 1_000);
    return page;
  }

  it('shows at most three that are important, each for five seconds', async () => {
    const person = await newPerson('mei');
    const page = await openStill(person);
    for (const title of ['One', 'Two', 'Three']) await notify(person, title, high);
    await notify(person, 'Not important');
    await notify(person, 'Four', { priority: 'critical' });
    await eventually(() => popups(page)).toEqual(['Four', 'Three', 'Two']);
    await page.clock.runFor(4_900);
    expect(await popups(page)).toEqual(['Four', 'Three', 'Two']);
    await page.clock.runFor(200);
    await eventually(() => popups(page)).toEqual([]);
  });

  it('keeps one as long as somebody points at it, and five seconds longer', async () => {
    const person = await newPerson('nao');
    const page = await openStill(person);
    await notify(person, 'Pointed at', high);
    await eventually(() => popups(page)).toEqual(['Pointed at']);
    await notify(person, 'Beside it', high);
    await eventually(() => popups(page)).toEqual(['Beside it', 'Pointed at']);
    const { x, y, width, height } = (await page.locator('.tt-popup').last().boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.clock.runFor(20_000);
    await eventually(() => popups(page)).toEqual(['Pointed at']);
    await page.mouse.move(x + width / 2, y + height + 300);
    await page.clock.runFor(4_900);
    expect(await popups(page)).toEqual(['Pointed at']);
    await page.clock.runFor(200);
    await eventually(() => popups(page)).toEqual([]);
  });

  it('takes away what was read elsewhere, and reads what is pressed', async () => {
    const person = await newPerson('oto');
    const page = await openStill(person);
    for (const title of ['Read elsewhere', 'Pressed']) await notify(person, title, high);
    await eventually(() => popups(page)).toEqual(['Pressed', 'Read elsewhere']);
    const list = async () =>
      (await expectOk<{ notifications: readonly NotificationView[] }>(person, 'GET', '/v1/inbox/notifications')).notifications;
    const idOf = async (title: string) => (await list()).find((each) => each.title === title)?.id;
    await expectOk(person, 'POST', `/v1/inbox/notifications/${await idOf('Read elsewhere')}/read`);
    await eventually(() => popups(page)).toEqual(['Pressed']);
    await page.clock.resume();
    await page.locator('.tt-popup-button').click();
    await eventually(() => popups(page)).toEqual([]);
    expect(await textOf(page, 'opened')()).toBe('Pressed');
    await eventually(async () => (await list()).every(({ read_at }) => read_at !== null)).toBe(true);
  });
});

describe('NotificationCenter', () => {
  it('asks the server for those of a category, however far back they are', async () => {
    const person = await newPerson('pia');
    await notify(person, 'The oldest', { category: 'booking' });
    for (let n = 1; n <= 50; n++) await notify(person, `Later ${n}`, { category: 'system' });
    const page = await openReactPage(person, { center: '' });
    await page.getByText('Later 50').waitFor();
    await page.getByRole('button', { name: 'Bookings' }).click();
    await page.getByText('The oldest').waitFor();
    await page.getByRole('button', { name: 'Tasks' }).click();
    await page.getByText('Nothing of this kind').waitFor();
  });
});
