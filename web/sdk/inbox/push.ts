import { ProblemError } from '../problem';
import type { InboxCalls } from './inbox-calls';

/** The part of a `ServiceWorkerRegistration` that web push needs. */
export type PushRegistration = Pick<ServiceWorkerRegistration, 'pushManager'>;

/**
 * Subscribes a browser to web push, and registers it as a device of the inbox. The browser may ask the person first.
 * @throws ProblemError `not-found` where the server has no key for web push
 * @throws DOMException `NotAllowedError` when the person, or the browser, does not want it
 */
export async function enablePush(
  calls: InboxCalls,
  deviceId: string,
  label: string,
  { pushManager }: PushRegistration,
): Promise<void> {
  const key = await calls.pushKey();
  if (key === null) throw new ProblemError('not-found', 404, 'The server is not configured for web push');
  const options = { userVisibleOnly: true, applicationServerKey: key };
  const subscription = await pushManager.subscribe(options).catch(async (error: unknown) => {
    // A subscription with a key that the server does not have any more stands in the way.
    if (!(error instanceof DOMException) || error.name !== 'InvalidStateError') throw error;
    await (await pushManager.getSubscription())?.unsubscribe();
    return pushManager.subscribe(options);
  });
  const { endpoint, keys } = subscription.toJSON();
  if (endpoint === undefined || keys?.p256dh === undefined || keys.auth === undefined) {
    throw new ProblemError('unexpected', 0, 'The browser gave a subscription without its keys');
  }
  await calls.putDevice(deviceId, { kind: 'web_push', label, endpoint, p256dh: keys.p256dh, auth: keys.auth });
}

/** Ends the subscription of a browser, and forgets it as a device. */
export async function disablePush(calls: InboxCalls, deviceId: string, { pushManager }: PushRegistration): Promise<void> {
  await (await pushManager.getSubscription())?.unsubscribe();
  await calls.removeDevice(deviceId).catch((error: unknown) => {
    // It was removed already, e.g. from another device.
    if (!(error instanceof ProblemError) || error.code !== 'not-found') throw error;
  });
}

/** What to call a browser in the list of devices: its name and its system, as far as it tells them. */
export function browserLabel(userAgent: string): string {
  const browser = browsers.find(([, pattern]) => pattern.test(userAgent))?.[0] ?? 'Browser';
  const system = systems.find(([, pattern]) => pattern.test(userAgent))?.[0];
  return system === undefined ? browser : `${browser} · ${system}`;
}

/** In this order: most browsers name others too. */
const browsers = [
  ['Edge', /Edg\//],
  ['Opera', /OPR\//],
  ['Samsung Internet', /SamsungBrowser\//],
  ['Firefox', /Firefox\/|FxiOS\//],
  ['Chrome', /Chrome\/|CriOS\//],
  ['Safari', /Safari\//],
] as const;

const systems = [
  ['Android', /Android/],
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Windows', /Windows/],
  ['Mac', /Mac OS X/],
  ['ChromeOS', /CrOS/],
  ['Linux', /Linux/],
] as const;
