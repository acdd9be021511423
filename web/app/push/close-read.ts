import { type Inbox, type NotificationView, ProblemError } from '../../react';

/**
 * Takes away what the system still shows of what was read or dismissed. Silent pushes do so where there are any; Safari gets
 * none (PROTOCOL.md K8), and one may be lost.
 * @throws ProblemError when the server cannot be asked about what is not loaded
 */
export async function closeRead(
  registration: Pick<ServiceWorkerRegistration, 'getNotifications'>,
  inbox: Pick<Inbox, 'load'>,
): Promise<void> {
  for (const shown of await registration.getNotifications()) {
    const { notificationId } = (shown.data ?? {}) as { readonly notificationId?: unknown };
    if (typeof notificationId === 'string' && !(await isNews(inbox, notificationId))) shown.close();
  }
}

async function isNews(inbox: Pick<Inbox, 'load'>, id: string): Promise<boolean> {
  try {
    const { read_at, dismissed_at, snoozed_until }: NotificationView = await inbox.load(id);
    const isSnoozed = snoozed_until !== null && Date.parse(snoozed_until) > Date.now();
    return read_at === null && dismissed_at === null && !isSnoozed;
  } catch (error) {
    // It is older than what the server keeps.
    if (error instanceof ProblemError && error.code === 'not-found') return false;
    throw error;
  }
}
