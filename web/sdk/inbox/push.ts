import type { SealedRecord } from '../offline/sealed-record';
import { ProblemError } from '../problem';
import type { InboxCalls } from './inbox-calls';
import type { PushRegistration } from './push-subscription';

export interface BrowserPushParts {
  readonly calls: InboxCalls;
  /** Names this device to the server. */
  readonly deviceId: string;
  /** Where the device keeps which subscription is this person's; null for nowhere. */
  readonly record: SealedRecord | null;
}

const userVisible = { userVisibleOnly: true };

/**
 * Web push to a browser. A browser has one subscription, whoever is signed in, so it is remembered which one was made for
 * this person: any other one may bring them what is somebody else's.
 */
export class BrowserPush {
  readonly #parts: BrowserPushParts;
  /** The address of the subscription that this page has made; null for none. */
  #own: string | null = null;

  constructor(parts: BrowserPushParts) {
    this.#parts = parts;
  }

  /**
   * Subscribes the browser, and registers it as a device of the inbox. The browser may ask the person first.
   * @throws ProblemError `not-found` where the server has no key for web push
   * @throws DOMException `NotAllowedError` when the person, or the browser, does not want it
   */
  async enable(registration: PushRegistration, label: string): Promise<void> {
    // First of all: a browser asks only while the click that led here counts, which the calls below may outlast.
    await askPerson();
    await this.#subscribe(registration, label);
  }

  /** Ends the subscription, and forgets the browser as a device. */
  async disable({ pushManager }: PushRegistration): Promise<void> {
    await (await pushManager.getSubscription())?.unsubscribe();
    await this.#remember(null);
    const { calls, deviceId } = this.#parts;
    await calls.removeDevice(deviceId).catch((error: unknown) => {
      // It was removed already, e.g. from another device.
      if (!(error instanceof ProblemError) || error.code !== 'not-found') throw error;
    });
  }

  /**
   * Leaves the browser with a subscription of this person or none: ends one that is not theirs, and makes theirs anew when
   * it has ended without their doing. Never asks the person.
   * @throws ProblemError
   */
  async resume({ pushManager }: PushRegistration, label: string): Promise<void> {
    const { calls, deviceId, record } = this.#parts;
    // Who is not known to this device cannot be told from anybody else.
    if (record === null) return;
    const own = await this.#ownEndpoint();
    const current = await pushManager.getSubscription();
    if (current !== null && current.endpoint === own) return;
    await current?.unsubscribe();
    if (own === null || (await pushManager.permissionState(userVisible)) !== 'granted') return;
    const isRegistered = (await calls.listDevices()).some(({ id }) => id === deviceId);
    if (isRegistered) await this.#subscribe({ pushManager }, label);
    else await this.#remember(null);
  }

  async #subscribe({ pushManager }: PushRegistration, label: string): Promise<void> {
    const { calls, deviceId } = this.#parts;
    const key = await calls.pushKey();
    if (key === null) throw new ProblemError('not-found', 404, 'The server is not configured for web push');
    const current = await pushManager.getSubscription();
    if (current !== null && current.endpoint !== (await this.#ownEndpoint())) await current.unsubscribe();
    const options = { ...userVisible, applicationServerKey: key };
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
    await this.#remember(endpoint);
    await calls.putDevice(deviceId, { kind: 'web_push', label, endpoint, p256dh: keys.p256dh, auth: keys.auth });
  }

  async #ownEndpoint(): Promise<string | null> {
    // Each time: another tab may have changed it. Where the device keeps nothing, only this page knows.
    const kept = (await this.#parts.record?.read().catch(() => null)) ?? null;
    return kept === null ? this.#own : new TextDecoder().decode(kept) || null;
  }

  async #remember(endpoint: string | null): Promise<void> {
    this.#own = endpoint;
    // Where the device keeps nothing, this page knows it as long as it is open.
    await this.#parts.record?.update(() => new TextEncoder().encode(endpoint ?? '')).catch(() => undefined);
  }
}

/** @throws DOMException `NotAllowedError` unless notifications may be shown */
async function askPerson(): Promise<void> {
  // Absent where nothing can be shown: what follows says so.
  const permission = await globalThis.Notification?.requestPermission();
  if (permission !== undefined && permission !== 'granted') {
    throw new DOMException(`The permission to show notifications is "${permission}"`, 'NotAllowedError');
  }
}
