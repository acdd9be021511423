import type { PushRegistration } from '../../../../web/sdk/inbox/push-subscription';

/** The push manager of a browser: one subscription at a time, and each that is made anew has another address. */
export class FakePush {
  /** The address that pushes reach this browser by; null for none. */
  endpoint: string | null = null;
  permission: PermissionState = 'granted';
  /** A subscription with another key stands in the way, so often as is said here. */
  staleKeys = 0;
  readonly asked: unknown[] = [];
  readonly registration: PushRegistration;
  #made = 0;

  constructor() {
    const pushManager = {
      subscribe: async (options: unknown) => {
        this.asked.push(options);
        if (this.staleKeys-- > 0) throw new DOMException('another key', 'InvalidStateError');
        this.endpoint ??= `https://push.example/${++this.#made}`;
        return this.#subscription(this.endpoint);
      },
      getSubscription: async () => this.endpoint && this.#subscription(this.endpoint),
      permissionState: async () => this.permission,
    };
    this.registration = { pushManager } as unknown as PushRegistration;
  }

  #subscription(endpoint: string) {
    return {
      endpoint,
      toJSON: () => ({ endpoint, keys: { p256dh: 'p', auth: 'a' } }),
      unsubscribe: async () => {
        this.endpoint = null;
        return true;
      },
    };
  }
}
