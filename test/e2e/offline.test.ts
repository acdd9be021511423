import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { devLogin } from '../../web/sdk';
import { newDataFolder } from '../support/dev-server';
import { type Caller, createTrip, expectOk, login, putMember } from '../support/rest-client';
import { type KillableBrowser, launchKillableBrowser } from './killable-browser';
import {
  closePages,
  comeOnline,
  connectionOf,
  eventually,
  launchBrowser,
  notesOf,
  openAs,
  openTripAs,
  type PersonPage,
  titleOf,
} from './page-browser';
import { sharedServer } from './shared-server';

/** What is edited without a connection is on the device, whatever happens to tab, browser or disk. */

const server = sharedServer();
let browser: Browser;
let owner: Caller;
let tripId: string;

beforeAll(async () => {
  browser = await launchBrowser();
  owner = await login(server.url, 'aoi', '葵');
});

afterAll(async () => {
  await browser?.close();
});

beforeEach(async () => {
  tripId = await createTrip(owner, { title: 'Kyoto' });
  await putMember(owner, tripId, 'ben', 'editor');
});

afterEach(() => closePages(browser));

/** The way from all pages of a context to the server's API. The page itself still loads, as from a cache. */
class Line {
  #isCut = false;
  readonly #sockets = new Set<{ close(options: { code: number; reason: string }): Promise<void> }>();

  static async of(context: BrowserContext): Promise<Line> {
    const line = new Line();
    await context.route(/\/v1\//, (route) => (line.#isCut ? route.abort() : route.continue()));
    await context.routeWebSocket(/\/v1\//, (socket) => {
      if (line.#isCut) return void socket.close(lost);
      line.#sockets.add(socket);
      socket.connectToServer();
    });
    return line;
  }

  async cut(): Promise<void> {
    this.#isCut = true;
    await Promise.all([...this.#sockets].map((socket) => socket.close(lost)));
    this.#sockets.clear();
  }

  mend(): void {
    this.#isCut = false;
  }
}

const lost = { code: 1013, reason: 'cut by the test' };

function tripUrl(): string {
  return `${server.url}/trips/${tripId}`;
}

async function titleOnServer(): Promise<string> {
  return (await expectOk<{ title: string }>(owner, 'GET', `/v1/trips/${tripId}`)).title;
}

async function typeAtEnd(page: Page, words: string): Promise<void> {
  await titleOf(page).press('End');
  await page.keyboard.type(words);
}

function statusOf(page: Page): Promise<string> {
  return connectionOf(page).innerText();
}

/** Opens the trip in another tab of the same browser. */
async function anotherTab({ page }: PersonPage): Promise<Page> {
  const other = await page.context().newPage();
  await other.goto(tripUrl());
  await notesOf(other).waitFor();
  return other;
}

describe('a list that could not be had', () => {
  it('comes by itself once the server can be reached, and at once with the network', async () => {
    const { page } = await openTripAs(browser, server.url, tripId, 'ben');
    const line = await Line.of(page.context());
    await line.cut();
    await page.goto(server.url);
    await page.getByRole('alert').waitFor();
    await page.getByRole('heading', { name: 'On this device' }).waitFor();
    line.mend();
    await page.getByRole('heading', { name: 'On this device' }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Kyoto' }).first().waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);

    await line.cut();
    await page.goto(`${server.url}/calendar`);
    await page.getByRole('alert').waitFor();
    line.mend();
    await comeOnline(page);
    await page.getByRole('button', { name: 'Today' }).waitFor();
  });
});

describe('edits made without a connection', () => {
  it('arrive after the tab was closed and opened again, and both people are told that all is saved', async () => {
    const aoi = await openTripAs(browser, server.url, tripId, 'aoi');
    const ben = await openTripAs(browser, server.url, tripId, 'ben');
    const line = await Line.of(ben.page.context());
    await ben.page.reload();
    await notesOf(ben.page).waitFor();
    await eventually(() => statusOf(ben.page)).toBe('Saved');

    await line.cut();
    await typeAtEnd(ben.page, ' by train');
    await eventually(() => statusOf(ben.page)).toContain('not saved');
    await titleOf(aoi.page).press('Home');
    await aoi.page.keyboard.type('Old ');
    await eventually(titleOnServer).toBe('Old Kyoto');

    const again = await anotherTab(ben);
    await ben.page.close();
    await eventually(() => titleOf(again).inputValue()).toBe('Kyoto by train');
    await eventually(() => statusOf(again)).toContain('not saved');
    await typeAtEnd(again, ' at night');

    line.mend();
    await comeOnline(again);
    for (const page of [again, aoi.page]) {
      await eventually(() => titleOf(page).inputValue()).toBe('Old Kyoto by train at night');
      await eventually(() => statusOf(page)).toBe('Saved');
    }
    expect(await titleOnServer()).toBe('Old Kyoto by train at night');
    expect([...aoi.problems, ...ben.problems]).toEqual([]);
  });

  it('go from tab to tab of one person', async () => {
    const ben = await openTripAs(browser, server.url, tripId, 'ben');
    const line = await Line.of(ben.page.context());
    await ben.page.reload();
    const other = await anotherTab(ben);
    await line.cut();
    await typeAtEnd(ben.page, ' one');
    await eventually(() => titleOf(other).inputValue()).toBe('Kyoto one');
    await typeAtEnd(other, ' two');
    await eventually(() => titleOf(ben.page).inputValue()).toBe('Kyoto one two');
    await ben.page.close();
    line.mend();
    await comeOnline(other);
    await eventually(titleOnServer).toBe('Kyoto one two');
    await eventually(() => statusOf(other)).toBe('Saved');
  });
});

describe('a browser that is killed in the middle of an edit', () => {
  it('has kept what was typed, and sends it when it is started again', async () => {
    const profile = newDataFolder();
    const first = await launchKillableBrowser(profile);
    const page = await openSignedIn(first);
    await eventually(() => statusOf(page)).toBe('Saved');
    const line = await Line.of(page.context());
    await page.reload();
    await eventually(() => statusOf(page)).toBe('Saved');
    await line.cut();
    await typeAtEnd(page, ' by train');
    await eventually(() => statusOf(page)).toContain('not saved');
    // What another tab finds has reached the device.
    const other = await page.context().newPage();
    await other.goto(tripUrl());
    await eventually(() => titleOf(other).inputValue()).toBe('Kyoto by train');
    await first.kill();
    expect(await titleOnServer()).toBe('Kyoto');

    const second = await launchKillableBrowser(profile);
    const again = await openSignedIn(second);
    await eventually(() => titleOf(again).inputValue()).toBe('Kyoto by train');
    await eventually(titleOnServer).toBe('Kyoto by train');
    await eventually(() => statusOf(again)).toBe('Saved');
    await second.kill();
  });

  /** Opens the trip as Ben, whose sign-in the browser would remember if it were given the time. */
  async function openSignedIn({ browser: killable }: KillableBrowser): Promise<Page> {
    const [context] = killable.contexts();
    if (context === undefined) throw new Error('The browser has no context');
    const signIn = { ...(await devLogin(server.url, { user_id: 'ben', name: 'Ben' })), renewedBy: 'development' };
    await context.addInitScript((value) => localStorage.setItem('triptrip.sign-in', value), JSON.stringify(signIn));
    const page = await context.newPage();
    await page.goto(tripUrl());
    await titleOf(page).waitFor();
    return page;
  }
});

describe('a device', () => {
  const noRoom = 'This device has no room left.';

  it('without room says so, and keeps edits again when there is some', async () => {
    // Chromium asks for the room seldom while there is some: the quota has to be there before the first write.
    const ben = await openAs(browser, `${server.url}/icon.svg`, 'ben');
    const devtools = await ben.page.context().newCDPSession(ben.page);
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: server.url, quotaSize: 1 });
    await ben.page.goto(tripUrl());
    await notesOf(ben.page).waitFor();
    await typeAtEnd(ben.page, '!');
    await ben.page.getByText(noRoom).waitFor();
    await eventually(titleOnServer).toBe('Kyoto!');

    await devtools.send('Storage.overrideQuotaForOrigin', { origin: server.url });
    // The store tries again at an edit, a few seconds after it has failed.
    await eventually(async () => {
      await typeAtEnd(ben.page, '.');
      return ben.page.getByText(noRoom).count();
    }, 20_000).toBe(0);
  });

  it('whose records were damaged keeps the rest, says so, and goes on', async () => {
    const ben = await openTripAs(browser, server.url, tripId, 'ben');
    await typeAtEnd(ben.page, '!');
    await eventually(() => statusOf(ben.page)).toBe('Saved');
    await ben.page.goto(`${server.url}/`);
    expect(await ben.page.evaluate(damageRows)).toBeGreaterThan(0);
    await ben.page.goto(tripUrl());
    await ben.page.getByText('could not be read any more').waitFor();
    await eventually(() => titleOf(ben.page).inputValue()).toBe('Kyoto!');
    await typeAtEnd(ben.page, '?');
    await eventually(titleOnServer).toBe('Kyoto!?');

    await ben.page.reload();
    await eventually(() => titleOf(ben.page).inputValue()).toBe('Kyoto!?');
    expect(await ben.page.getByText('could not be read any more').count()).toBe(0);
    expect(ben.problems).toEqual([]);
  });

  it('has nothing readable of a trip on its disk', async () => {
    const ben = await openTripAs(browser, server.url, tripId, 'ben');
    await typeAtEnd(ben.page, ' by train');
    await eventually(() => statusOf(ben.page)).toBe('Saved');
    const stored = await ben.page.evaluate(readRecords);
    expect(stored).toContain('document');
    for (const clear of ['Kyoto', 'train', tripId, '"ben"', 'Ben']) expect(stored).not.toContain(clear);
  });

  it('keeps nothing after signing out, though another tab has the trip open', async () => {
    const ben = await openTripAs(browser, server.url, tripId, 'ben');
    const other = await anotherTab(ben);
    await eventually(() => statusOf(other)).toBe('Saved');
    await ben.page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await ben.page.getByRole('heading', { name: 'Who are you?' }).waitFor();
    await eventually(() => other.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
  });
});

/** Changes a byte of every row, in the page. Resolves with how many there were. */
async function damageRows(): Promise<number> {
  const [{ name = '' } = {}] = await indexedDB.databases();
  const database = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => resolve(request.result);
  });
  const transaction = database.transaction('rows', 'readwrite');
  let count = 0;
  const cursors = transaction.objectStore('rows').openCursor();
  cursors.onsuccess = () => {
    const cursor = cursors.result;
    if (cursor === null) return;
    const row = cursor.value as { sealed: Uint8Array };
    row.sealed[20] = (row.sealed[20] ?? 0) ^ 1;
    cursor.update(row);
    count += 1;
    cursor.continue();
  };
  await new Promise((resolve) => {
    transaction.oncomplete = resolve;
  });
  database.close();
  return count;
}

/** All records of the page's databases but for the keys, which cannot be read, as text. */
async function readRecords(): Promise<string> {
  const [{ name = '' } = {}] = await indexedDB.databases();
  const done = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve) => {
      request.onsuccess = () => resolve(request.result);
    });
  const database = await done(indexedDB.open(name));
  const stores = [...database.objectStoreNames].filter((store) => store !== 'keys');
  const records = await Promise.all(stores.map((store) => done(database.transaction(store).objectStore(store).getAll())));
  database.close();
  const readable = (_key: string, value: unknown) =>
    value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value;
  return name + JSON.stringify(records, readable);
}
