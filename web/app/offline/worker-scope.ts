/** What we use of a service worker's global scope; the library of types for pages does not have it. */
export interface WorkerScope {
  readonly caches: CacheStorage;
  readonly location: Location;
  readonly navigator: { readonly locks?: LockManager; setAppBadge?(count: number): Promise<void> };
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options?: { readonly type: 'window' }): Promise<readonly WorkerClient[]>;
    openWindow(path: string): Promise<unknown>;
  };
  readonly registration: {
    readonly installing: object | null;
    unregister(): Promise<boolean>;
    showNotification(title: string, options: ShownOptions): Promise<void>;
    getNotifications(filter: { readonly tag: string }): Promise<readonly { close(): void }[]>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: LifetimeEvent) => void): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
  addEventListener(type: 'fetch', listener: (event: RequestEvent) => void): void;
  addEventListener(type: 'push', listener: (event: PushedEvent) => void): void;
  addEventListener(type: 'notificationclick', listener: (event: PressedEvent) => void): void;
}

/** A page that the worker serves. */
export interface WorkerClient {
  readonly url: string;
  navigate?(url: string): Promise<unknown>;
  focus?(): Promise<unknown>;
  postMessage(message: unknown): void;
}

/** An event that keeps the worker alive until its work is done. */
export interface LifetimeEvent {
  waitUntil(work: Promise<unknown>): void;
}

/** A request of a page, which the worker may answer. */
export interface RequestEvent extends LifetimeEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

/** A push that arrived. */
export interface PushedEvent extends LifetimeEvent {
  readonly data: { text(): string } | null;
}

/** Somebody pressed what was shown, or one of its buttons: `action` is empty for none. */
export interface PressedEvent extends LifetimeEvent {
  readonly action: string;
  readonly notification: { readonly data: unknown; close(): void };
}

/** How the system shows a notification; `image` and `actions` are not in the library of types. */
export interface ShownOptions extends NotificationOptions {
  readonly image?: string;
  readonly actions: readonly { readonly action: string; readonly title: string }[];
}
