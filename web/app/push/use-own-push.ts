import { useEffect } from 'react';
import type { Inbox } from '../../react';

/** Has web push to this browser be that of who is signed in, or nobody's. */
export function useOwnPush(inbox: Inbox | null): void {
  useEffect(() => {
    // What needs the server, and could not be done without it, is done when the app is opened the next time.
    if (inbox !== null) resume(inbox).catch(() => undefined);
  }, [inbox]);
}

async function resume(inbox: Inbox): Promise<void> {
  // Absent where the page did not come over a safe connection, and where there is no push.
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  const registration = await container?.getRegistration();
  if (registration !== undefined && 'pushManager' in registration) await inbox.resumePush(registration);
}
