import type { WorkerScope } from '../offline/worker-scope';
import { openMessage } from './open-message';
import { pageOf, parsePushMessage } from './push-message';

/** Systems show this many buttons; further ones are in the app. */
const maxButtons = 2;

/** Shows what was pushed, or takes away what was shown. */
export async function showPush(scope: WorkerScope, text: string): Promise<void> {
  const message = parsePushMessage(text);
  if (message === null) return;
  await setBadge(scope, message.unreadCount);
  if (message.kind === 'refresh') return close(scope, message.closed);
  const { notificationId, title, body, image, actions, priority, language, closed = [] } = message;
  await scope.registration.showNotification(title, {
    body,
    lang: language,
    // The same notification again takes the place of the one that is shown.
    tag: notificationId,
    icon: '/icons/icon-192.png',
    // As in the app, pictures come over https only.
    ...(image?.startsWith('https://') ? { image } : {}),
    requireInteraction: priority === 'critical',
    actions: actions.slice(0, maxButtons).map(({ id, label }) => ({ action: id, title: label })),
    data: { notificationId },
  });
  await close(scope, closed);
}

/** Somebody pressed what was shown, or a button of it: a page of the app shows the notification. */
export async function openPushed(scope: WorkerScope, notificationId: string, action: string): Promise<void> {
  const path = pageOf(notificationId, action);
  const pages = await scope.clients.matchAll({ type: 'window' });
  const page = pages.find(({ url }) => new URL(url).origin === scope.location.origin);
  if (page === undefined) {
    await scope.clients.openWindow(path);
    return;
  }
  await page.focus?.();
  page.postMessage({ type: openMessage, path });
}

async function close(scope: WorkerScope, tags: readonly string[]): Promise<void> {
  const shown = await Promise.all(tags.map((tag) => scope.registration.getNotifications({ tag })));
  for (const notification of shown.flat()) notification.close();
}

async function setBadge(scope: WorkerScope, unreadCount: number): Promise<void> {
  // Not in every browser, and not for an app that is not installed.
  await scope.navigator.setAppBadge?.(unreadCount).catch(() => undefined);
}
