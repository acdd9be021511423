import { runningLock } from './app-files';
import { AppUpdate } from './app-update';
import { watchTouches } from './safe-moment';

/** A page that is never idle is kept after this time all the same, in milliseconds. */
const latestMs = 5_000;

/**
 * Keeps the app on this device, where the browser can, and follows its new versions.
 * In development there is nothing to keep: the address of the worker then answers with one that removes itself.
 */
export function watchApp(): AppUpdate {
  const update = new AppUpdate(() => location.reload());
  // Absent where the page did not come over a safe connection.
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (container !== undefined && import.meta.env.PROD) void keepApp(container, update);
  return update;
}

async function keepApp(container: ServiceWorkerContainer, update: AppUpdate): Promise<void> {
  // What follows waits, and nobody waits with it.
  watchTouches();
  const entry = document.querySelector<HTMLScriptElement>('script[type=module]')?.src;
  if (entry !== undefined) void holdLock(runningLock(new URL(entry).pathname));
  await pageIsReady();
  update.follow(container, await container.register('/service-worker.js'));
}

/** As long as the page runs. */
async function holdLock(name: string): Promise<void> {
  await navigator.locks?.request(name, { mode: 'shared' }, () => new Promise(() => undefined));
}

/** What the page itself still needs comes first, then what it still does. */
async function pageIsReady(): Promise<void> {
  if (document.readyState !== 'complete') {
    await new Promise((resolve) => addEventListener('load', resolve, { once: true }));
  }
  // Not in every browser.
  if (typeof requestIdleCallback !== 'function') return;
  await new Promise((resolve) => requestIdleCallback(resolve, { timeout: latestMs }));
}
