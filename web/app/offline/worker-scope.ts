/** What we use of a service worker's global scope; the library of types for pages does not have it. */
export interface WorkerScope {
  readonly caches: CacheStorage;
  readonly location: Location;
  readonly navigator: { readonly locks?: LockManager };
  readonly clients: { claim(): Promise<void>; matchAll(): Promise<readonly WorkerClient[]> };
  readonly registration: { readonly installing: object | null; unregister(): Promise<boolean> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: LifetimeEvent) => void): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
  addEventListener(type: 'fetch', listener: (event: RequestEvent) => void): void;
}

/** A page that the worker serves. */
export interface WorkerClient {
  readonly url: string;
  navigate?(url: string): Promise<unknown>;
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
