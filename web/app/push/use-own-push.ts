import { useEffect } from 'react';
import type { Inbox, OpenInbox } from '../../react';
import { closeRead } from './close-read';

/** Has web push to this browser be that of who is signed in, or nobody's, and show nothing that they have read. */
export function useOwnPush(open: OpenInbox | null): void {
  const inbox = open?.inbox ?? null;
  useEffect(() => {
    // What needs the server, and could not be done without it, is done when the app is opened the next time.
    if (inbox !== null) resume(inbox).catch(() => undefined);
  }, [inbox]);
  const isConnected = open?.state.loaded === true && open.state.transport !== null;
  const unreadCount = open?.state.unreadCount ?? 0;
  useEffect(() => {
    if (inbox !== null && isConnected) showUnread(inbox, unreadCount).catch(() => undefined);
  }, [inbox, isConnected, unreadCount]);
}

async function resume(inbox: Inbox): Promise<void> {
  const registration = await pushRegistration();
  if (registration !== null) await inbox.resumePush(registration);
}

/** The system shows as much as is unread, whatever pushes did not come. */
async function showUnread(inbox: Inbox, unreadCount: number): Promise<void> {
  const registration = await pushRegistration();
  if (registration === null) return;
  // Not in every browser, and not for an app that is not installed.
  await navigator.setAppBadge?.(unreadCount).catch(() => undefined);
  await closeRead(registration, inbox);
}

/** Absent where the page did not come over a safe connection, and where there is no push. */
async function pushRegistration(): Promise<ServiceWorkerRegistration | null> {
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  const registration = await container?.getRegistration();
  return registration !== undefined && 'pushManager' in registration ? registration : null;
}
