import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { endRecording, startRecording } from './recordings';

/** What each context was made with. */
const madeWith = new WeakMap<BrowserContext, string>();

/** Contexts that wait for the next test of their file. */
const resting = new Set<BrowserContext>();

/**
 * A page in a context that has nothing of an earlier test. The app's files may be in its cache, from where a page loads in a
 * third of the time.
 */
export async function newPage(browser: Browser, origin: string, options: BrowserContextOptions): Promise<Page> {
  const wanted = JSON.stringify(options);
  const rested = [...resting].find((context) => context.browser() === browser && madeWith.get(context) === wanted);
  const context = rested ?? (await newContext(browser, options));
  resting.delete(context);
  madeWith.set(context, wanted);
  await startRecording(context);
  const page = await context.newPage();
  if (rested !== undefined) await forget(page, origin);
  return page;
}

async function newContext(browser: Browser, options: BrowserContextOptions): Promise<BrowserContext> {
  const context = await browser.newContext(options);
  // Most tests are about something else, and spare themselves the work of keeping the app on the device.
  if (options.serviceWorkers !== 'allow') {
    await context.addInitScript(() => Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined }));
  }
  return context;
}

/** Removes what an earlier test has stored. */
async function forget(page: Page, origin: string): Promise<void> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'cookies,local_storage,indexeddb' });
  await devtools.detach();
}

/**
 * Ends the pages of a test; their contexts stay for the next one. For files whose tests do nothing to a context as a whole:
 * not its network, its clock, its routes or its permissions.
 */
export async function leavePages(browser: Browser): Promise<void> {
  await Promise.all(
    browser.contexts().map(async (context) => {
      if (resting.has(context)) return;
      const hasFailed = await endRecording(context);
      // Nobody knows what it has left.
      if (hasFailed) return context.close();
      await Promise.all(context.pages().map((page) => page.close()));
      resting.add(context);
    }),
  );
}

/** Ends all contexts of a test. */
export async function closePages(browser: Browser): Promise<void> {
  await Promise.all(
    browser.contexts().map(async (context) => {
      if (!resting.delete(context)) await endRecording(context);
      await context.close();
    }),
  );
}
