import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import type { InboxPreferences, NotificationView } from '../../src/protocol/notifications';
import { type DevServer, startServer } from '../support/dev-server';
import { type Caller, expectOk, login } from '../support/rest-client';
import { declareSystem, postWebhook, type WebhookSystem } from '../support/signed-webhook';
import { closePages, launchBrowser, openAs } from './page-browser';

/** A server, a browser, and Aoi, whose inbox is empty before each test and whom a system may notify. To be made once in a file. */
export class NotifiedPerson {
  #server: DevServer | null = null;
  #browser: Browser | null = null;
  #system: WebhookSystem | null = null;
  #aoi: Caller | null = null;

  constructor() {
    beforeAll(async () => {
      // Without a secret to sign them no calls of buttons are made at all.
      this.#server = await startServer({ vars: { ACTION_SECRET: `whsec_${btoa('signs-the-calls-of-buttons-in-tests')}` } });
      this.#browser = await launchBrowser();
      this.#system = await declareSystem(this.url, 'airline');
      // Nothing pops up in quiet hours, and these tests run at any hour.
      const person = await login(this.url, 'aoi', '葵');
      const preferences = await expectOk<InboxPreferences>(person, 'GET', '/v1/inbox/preferences');
      const quiet_hours = { ...preferences.quiet_hours, enabled: false };
      await expectOk(person, 'PUT', '/v1/inbox/preferences', { ...preferences, quiet_hours });
    });

    afterAll(async () => {
      await this.#browser?.close();
      await this.#server?.stop();
    });

    beforeEach(async () => {
      this.#aoi = await login(this.url, 'aoi', '葵');
      const { notifications } = await this.#list('');
      for (const { id } of notifications) await expectOk(this.aoi, 'POST', `/v1/inbox/notifications/${id}/dismiss`);
    });

    afterEach(() => closePages(this.browser));
  }

  /** Of the server, without a slash at the end. */
  get url(): string {
    return there(this.#server).url;
  }

  get browser(): Browser {
    return there(this.#browser);
  }

  get aoi(): Caller {
    return there(this.#aoi);
  }

  async notify(title: string, more: object = {}): Promise<void> {
    const event = { type: 'price_alert', recipients: ['aoi'], title, body: 'CDG–HND ¥98,000', priority: 'high', ...more };
    expect((await postWebhook(there(this.#system), event)).status).toBeLessThan(300);
  }

  async idOf(title: string): Promise<string> {
    const { notifications } = await this.#list('?limit=200');
    return notifications.find((notification) => notification.title === title)?.id ?? '';
  }

  /** Whether the server knows that a notification was read. */
  async isRead(id: string): Promise<boolean> {
    return (await expectOk<NotificationView>(this.aoi, 'GET', `/v1/inbox/notifications/${id}`)).read_at !== null;
  }

  /** A page of the app whose connection stands. */
  async open(path = '/'): Promise<{ page: Page; problems: string[] }> {
    const opened = await openAs(this.browser, this.url + path, 'aoi');
    await isConnected(opened.page);
    return opened;
  }

  #list(query: string) {
    return expectOk<{ notifications: readonly NotificationView[] }>(this.aoi, 'GET', `/v1/inbox/notifications${query}`);
  }
}

/** The page's connection stands: the server lists it. */
export async function isConnected(page: Page): Promise<void> {
  await page.locator('[data-realtime=live]').waitFor();
}

function there<T>(value: T | null): T {
  if (value === null) throw new Error('it is there only while tests run');
  return value;
}
