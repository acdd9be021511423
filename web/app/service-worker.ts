import { AppCache } from './offline/app-cache';
import { type AppFiles, runningEntries, takeOverMessage } from './offline/app-files';
import type { WorkerScope } from './offline/worker-scope';
import { openPushed, showPush } from './push/show-push';

/* The service worker: opens the app without a network, and shows what is pushed. It keeps the app itself, never anything
   of a person: what the API answers goes through untouched. */

declare const __APP_FILES__: AppFiles;

const scope = globalThis as unknown as WorkerScope;
const app = new AppCache(__APP_FILES__, scope.caches);

scope.addEventListener('install', (event) => event.waitUntil(app.install()));

scope.addEventListener('activate', (event) => event.waitUntil(start()));

// A new version waits until the pages say so: none of them is reloaded in the middle of something.
scope.addEventListener('message', ({ data }) => {
  if (data === takeOverMessage) void scope.skipWaiting();
});

scope.addEventListener('fetch', (event) => {
  if (!app.knows(event.request, scope.location.origin)) return;
  event.respondWith(app.answer(event.request));
});

scope.addEventListener('push', (event) => {
  const text = event.data?.text();
  if (text !== undefined) event.waitUntil(showPush(scope, text));
});

scope.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const { notificationId } = (event.notification.data ?? {}) as { notificationId?: string };
  if (notificationId !== undefined) event.waitUntil(openPushed(scope, notificationId, event.action));
});

async function start(): Promise<void> {
  const locks = await scope.navigator.locks?.query();
  await app.tidy(locks === undefined ? [] : runningEntries(locks), () => scope.registration.installing !== null);
  // Pages that were opened before there was a worker are served from now on too.
  await scope.clients.claim();
}
