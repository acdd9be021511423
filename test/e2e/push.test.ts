import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { InboxDevice } from '../../src/protocol/notifications';
import { type Caller, expectOk, login } from '../support/rest-client';
import { closePages, eventually, launchBrowser, openAs } from './page-browser';
import { sharedServer } from './shared-server';

/** Web push is for who is signed in: nobody else who uses the browser sees it. The push service is the test's. */

const server = sharedServer();
let browser: Browser;
let aoi: Caller;

beforeAll(async () => {
  browser = await launchBrowser();
  aoi = await login(server.url, 'aoi', '葵');
});

afterAll(async () => {
  await browser?.close();
});

afterEach(() => closePages(browser));

const pushDevices = async () =>
  (await expectOk<{ devices: InboxDevice[] }>(aoi, 'GET', '/v1/inbox/devices')).devices.filter(({ kind }) => kind === 'web_push');

/** The address by which pushes reach a browser; null for none. */
const addressOf = (page: Page) => page.evaluate(() => localStorage.getItem('test.push'));

/** A push service that is always there, in place of the browser's own. */
function stubPush(): void {
  const subscriptionAt = (endpoint: string) => ({
    endpoint,
    toJSON: () => ({ endpoint, keys: { p256dh: 'p256dh', auth: 'auth' } }),
    unsubscribe: async () => {
      localStorage.removeItem('test.push');
      return true;
    },
  });
  const current = async () => {
    const endpoint = localStorage.getItem('test.push');
    return endpoint === null ? null : subscriptionAt(endpoint);
  };
  Notification.requestPermission = async () => 'granted';
  Object.assign(PushManager.prototype, {
    getSubscription: current,
    permissionState: async () => 'granted',
    subscribe: async () => {
      if (localStorage.getItem('test.push') === null) {
        localStorage.setItem('test.push', `https://push.example/${crypto.randomUUID()}`);
      }
      return current();
    },
  });
}

/** The settings of somebody who has turned web push on. */
async function openWithPush(): Promise<Page> {
  const { page } = await openAs(browser, `${server.url}/inbox/settings`, 'aoi', { serviceWorkers: 'allow' });
  await page.addInitScript(stubPush);
  await page.route('**/v1/inbox/push-key', (route) => route.fulfill({ json: { public_key: 'KEY' } }));
  await page.reload();
  await page.getByRole('button', { name: 'Turn on' }).click();
  await page.getByRole('button', { name: 'Turn off' }).waitFor();
  expect(await addressOf(page)).not.toBeNull();
  return page;
}

describe('web push', () => {
  it('ends when its person signs out', async () => {
    const page = await openWithPush();
    expect(await pushDevices()).toHaveLength(1);
    await page.getByRole('button', { name: 'Sign out', exact: true }).click();
    await page.getByRole('button', { name: 'Sign in as Ben' }).waitFor();
    expect(await addressOf(page)).toBeNull();
    await eventually(pushDevices).toEqual([]);
  });

  it('rests while the session of its person is over, and goes on by itself when they are back', async () => {
    const page = await openWithPush();
    const before = await addressOf(page);
    const listing = /\/v1\/trips\b/;
    await page.route(listing, (route) => route.fulfill({ status: 401, json: { code: 'unauthenticated', title: 'no' } }));
    await page.goto(server.url);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('button', { name: 'Sign in as 葵' }).waitFor();
    await eventually(() => addressOf(page)).toBeNull();
    await page.unroute(listing);
    await page.getByRole('button', { name: 'Sign in as 葵' }).click();
    await eventually(async () => (await addressOf(page)) ?? before).not.toBe(before);
    const [device] = await pushDevices();
    expect(device?.state).toBe('active');
    await expectOk(aoi, 'DELETE', `/v1/inbox/devices/${device?.id}`);
  });

  it('ends when somebody else is signed in who never asked for it', async () => {
    const page = await openWithPush();
    const [device] = await pushDevices();
    await page.evaluate(() => localStorage.removeItem('triptrip.sign-in'));
    await page.reload();
    await page.getByRole('button', { name: 'Sign in as Ben' }).click();
    await eventually(() => addressOf(page)).toBeNull();
    await expectOk(aoi, 'DELETE', `/v1/inbox/devices/${device?.id}`);
  });

  it('says on an iPhone that the app has to be on the Home Screen', async () => {
    const { page } = await openAs(browser, server.url, 'aoi');
    await page.addInitScript(() => {
      Reflect.deleteProperty(window, 'PushManager');
      Object.assign(navigator, { standalone: false });
    });
    await page.goto(`${server.url}/inbox/settings`);
    await page.getByText('choose “Add to Home Screen”').waitFor();
  });

  it('[K8] shows no more what was read elsewhere, though no push said so', async () => {
    const page = await openWithPush();
    const notify = async () =>
      (await expectOk<{ notification_id: string }>(aoi, 'POST', '/v1/inbox/test', { channel: 'in_app' })).notification_id;
    const [read, unread] = [await notify(), await notify()];
    // The browser of the tests has no system that would show anything.
    await page.evaluate(
      (ids) => {
        const shown = new Set(ids);
        const notifications = () => [...shown].map((id) => ({ data: { notificationId: id }, close: () => shown.delete(id) }));
        Object.assign(ServiceWorkerRegistration.prototype, { getNotifications: async () => notifications() });
      },
      [read, unread],
    );
    const shown = () =>
      page.evaluate(async () => {
        const notifications = await (await navigator.serviceWorker.ready).getNotifications();
        return notifications.map(({ data }) => (data as { notificationId: string }).notificationId);
      });
    await expectOk(aoi, 'POST', `/v1/inbox/notifications/${read}/read`);
    await eventually(shown).toEqual([unread]);
    await expectOk(aoi, 'POST', '/v1/inbox/notifications/read-all');
    await eventually(shown).toEqual([]);
    const [device] = await pushDevices();
    await expectOk(aoi, 'DELETE', `/v1/inbox/devices/${device?.id}`);
  });
});
