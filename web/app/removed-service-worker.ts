import { forgetApp } from './offline/app-cache';
import type { WorkerScope } from './offline/worker-scope';

/* Served in place of the service worker where there shall be none: a browser that has an earlier one takes this as its
   update, and is rid of both. */

const scope = globalThis as unknown as WorkerScope;

scope.addEventListener('install', () => void scope.skipWaiting());

scope.addEventListener('activate', (event) => event.waitUntil(remove()));

async function remove(): Promise<void> {
  await forgetApp(scope.caches);
  await scope.registration.unregister();
  const pages = await scope.clients.matchAll();
  await Promise.all(pages.map((page) => page.navigate?.(page.url)));
}
