import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Locator,
  type Page,
  type WebSocketRoute,
} from 'playwright-core';
import { expect } from 'vitest';
import { chromiumPath } from '../../scripts/browser.mjs';
import { devLogin } from '../../web/sdk';
import { newPage } from './browser-contexts';

export { closePages, leavePages } from './browser-contexts';

/** The people of these tests, as the page offers them. */
const people = { aoi: '葵', ben: 'Ben', chloe: 'Chloé' } as const;
export type PersonId = keyof typeof people;

/** A page of one person, in a browser context of its own, and what went wrong in it. */
export interface PersonPage {
  readonly page: Page;
  /** Errors of scripts and of the content security policy, as the browser's console tells them. */
  readonly problems: string[];
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  });
}

/** Opens an address as somebody who has never been there. */
export async function openPage(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<PersonPage> {
  return openIn(await makePage(browser, url, options), url);
}

/** Opens an address in a browser where one of the people has signed in before. */
export async function openAs(
  browser: Browser,
  url: string,
  person: PersonId,
  options: BrowserContextOptions = {},
): Promise<PersonPage> {
  const { origin } = new URL(url);
  const [page, signIn] = await Promise.all([
    makePage(browser, url, options),
    devLogin(origin, { user_id: person, name: people[person] }),
  ]);
  await page.addInitScript(rememberSignIn, { origin, signIn: JSON.stringify({ ...signIn, renewedBy: 'development' }) });
  return openIn(page, url);
}

/** Stores a sign-in before the app's first look at it, and not again after a reload: the test may have signed out. */
function rememberSignIn({ origin, signIn }: { origin: string; signIn: string }): void {
  if (location.origin !== origin || window.name !== '') return;
  window.name = 'signed in before';
  localStorage.setItem('triptrip.sign-in', signIn);
}

function makePage(browser: Browser, url: string, options: BrowserContextOptions): Promise<Page> {
  const usual = { locale: 'en-US', viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' } as const;
  return newPage(browser, new URL(url).origin, { ...usual, ...options });
}

async function openIn(page: Page, url: string): Promise<PersonPage> {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error.stack)));
  page.on('console', (message) => {
    // A connection that fails is part of some tests, and the browser reports it by itself.
    if (
      message.type() === 'error' &&
      !/net::ERR|Failed to load resource|WebSocket (connection|is already)/.test(message.text())
    ) {
      problems.push(message.text());
    }
  });
  await page.goto(url);
  return { page, problems };
}

/** Opens a trip as one of the people and waits for its content. */
export async function openTripAs(
  browser: Browser,
  url: string,
  tripId: string,
  person: PersonId,
  options: BrowserContextOptions = {},
): Promise<PersonPage> {
  const opened = await openAs(browser, `${url}/trips/${tripId}`, person, options);
  await titleOf(opened.page).waitFor();
  return opened;
}

/** Stands between sockets of a page and the server. */
export interface Cable {
  /** Ends the connection, and lets no other one through. */
  pull(): void;
  plug(): void;
}

/** The sockets of documents. */
const documentSockets = /\/v1\/(trips|events|calendars)\//;

/** The socket that brings notifications. */
export const realtimeSocket = /\/v1\/realtime/;

/** Puts a cable into a page; to be called before the page opens such a socket. */
export async function insertCable(page: Page, address = documentSockets): Promise<Cable> {
  let plugged = true;
  const sockets = new Set<WebSocketRoute>();
  const cut = (socket: WebSocketRoute) => void socket.close({ code: 1013, reason: 'cut by the test' });
  await page.routeWebSocket(address, (socket) => {
    sockets.add(socket);
    if (plugged) socket.connectToServer();
    else cut(socket);
  });
  return {
    pull: () => {
      plugged = false;
      for (const socket of sockets) cut(socket);
      sockets.clear();
    },
    plug: () => {
      plugged = true;
    },
  };
}

/** Makes a page try its connection now, as when its device has a network again; it may just have done so by itself. */
export async function comeOnline(page: Page): Promise<void> {
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
}

export function titleOf(page: Page) {
  return page.locator('[data-field=title] textarea');
}

export function notesOf(page: Page) {
  return page.locator('.ql-editor');
}

/** The connection state in the corner of a trip. */
export function connectionOf(page: Page) {
  return page.locator('.tt-status-pill');
}

/** What people who use a screen reader were told about the connection last. */
export function announcementOf(page: Page) {
  return page.locator('.tt-status > [role=status]');
}

/** Somebody in the list of people of a trip. */
export function personIn(page: Page, name: string) {
  return page.locator('.tt-person', { hasText: name });
}

/** The cards of a day from top to bottom; null: those not planned yet. */
export function itemsOf(page: Page, day: number | null) {
  return page.getByTestId(`day-${day ?? 'none'}`).getByTestId('item');
}

/** The title of a card. */
export function cardTitle(item: Locator) {
  return item.locator('[data-part=title]');
}

/** The titles of a day's cards from top to bottom. */
export function titlesOf(page: Page, day: number | null): Promise<string[]> {
  return cardTitle(itemsOf(page, day)).evaluateAll((fields) => fields.map((field) => (field as HTMLTextAreaElement).value));
}

/** Waits until something that is read again and again is as expected. */
export function eventually<T>(read: () => Promise<T> | T, timeoutMs = 10_000) {
  return expect.poll(read, { timeout: timeoutMs, interval: 25 });
}
