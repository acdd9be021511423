import { ProblemError } from '../problem';

/** The part of a `ServiceWorkerRegistration` that web push needs. */
export type PushRegistration = Pick<ServiceWorkerRegistration, 'pushManager'>;

/** Signing out waits no longer than this for a browser, or a server, to end web push, in milliseconds. */
const endPushWithinMs = 3_000;

/** The subscription of the page's own service worker; null for none, also where there is no such thing. */
export async function pageSubscription(): Promise<PushSubscription | null> {
  const container = globalThis.navigator?.serviceWorker as ServiceWorkerContainer | undefined;
  // A browser that lets this page have no service worker rejects: then nothing can be pushed to it.
  const registration = await container?.getRegistration().catch(() => undefined);
  const pushManager = registration?.pushManager as PushManager | undefined;
  return (await pushManager?.getSubscription()) ?? null;
}

/**
 * Ends the web push of a person who leaves this browser: what is sent to them would be shown to whoever comes next. It
 * ends here, which kills the address, so that the server forgets it at the next push; and the server is told, if it can be.
 * @param removeDevice has the server forget the address
 * @throws Error when both failed, within `endPushWithinMs`
 */
export async function endPush(removeDevice: () => Promise<void>): Promise<void> {
  const subscription = await inTime(pageSubscription());
  if (subscription === null) return;
  const [here, there] = await Promise.allSettled([inTime(subscription.unsubscribe()), inTime(removeDevice())]);
  if (here.status === 'rejected' && there.status === 'rejected') throw here.reason;
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const problem = new ProblemError('network', 0, 'Web push could not be ended in time');
    timer = setTimeout(() => reject(problem), endPushWithinMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
