import { takeOverMessage } from './app-files';
import { isInterruption, isSafeMoment, onCalm } from './safe-moment';

/** How long a page that stays open goes without asking for a new version, in milliseconds. */
const askEveryMs = 3_600_000;

/**
 * A new version of the app on its way to this page. It installs beside the running one and takes over when nobody minds:
 * by itself on a page that nobody looks at or has touched yet, at the way back to the list, or when somebody says so.
 * A take-over reloads no other page: each one waits for a safe moment of its own and has its version's files until then.
 */
export class AppUpdate {
  readonly #reload: () => void;
  readonly #listeners = new Set<() => void>();
  #waiting: ServiceWorker | null = null;
  /** Another version serves this page's origin already: this page only has to be reloaded. */
  #replaced = false;
  /** Whether what was a moment for the take-over still is one; absent before anybody asked for it. */
  #isTime: (() => boolean) | null = null;
  #askedAtMs = 0;

  constructor(reload: () => void) {
    this.#reload = reload;
  }

  /** Whether there is a newer version than the one that runs here. */
  get isReady(): boolean {
    return this.#waiting !== null || this.#replaced;
  }

  /** Calls `listener` whenever {@link isReady} may have changed. @returns how to stop */
  readonly onChange = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Follows the registration of the service worker from now on. */
  follow(container: ServiceWorkerContainer, registration: ServiceWorkerRegistration): void {
    // The first worker of all brings nothing new.
    let hasController = container.controller !== null;
    container.addEventListener('controllerchange', () => {
      if (hasController) this.#replace();
      hasController = true;
    });
    const lookAt = (worker: ServiceWorker | null) => {
      worker?.addEventListener('statechange', () => {
        if (worker.state === 'installed' && container.controller !== null) this.#wait(worker);
      });
    };
    lookAt(registration.installing);
    registration.addEventListener('updatefound', () => lookAt(registration.installing));
    if (registration.waiting !== null && container.controller !== null) this.#wait(registration.waiting);
    onCalm(() => {
      this.#takeIf(isSafeMoment);
      if (document.visibilityState === 'visible') this.#ask(registration);
    });
    this.#askedAtMs = Date.now();
  }

  /** Takes the new version now. */
  readonly apply = (): void => {
    this.#takeIf(() => true);
  };

  /** Takes the new version if that interrupts nobody: for moments at which the page changes anyway. */
  applyBetweenPages(): void {
    this.#takeIf(() => !isInterruption());
  }

  #wait(worker: ServiceWorker): void {
    this.#waiting = worker;
    this.#changed();
    this.#takeIf(isSafeMoment);
  }

  #replace(): void {
    this.#waiting = null;
    this.#replaced = true;
    this.#changed();
    this.#takeIf(this.#isTime ?? isSafeMoment);
  }

  /** The take-over takes a moment, in which somebody may have begun something: `isTime` is asked again after it. */
  #takeIf(isTime: () => boolean): void {
    if (!this.isReady || !isTime()) return;
    this.#isTime = isTime;
    if (this.#replaced) this.#reload();
    else this.#waiting?.postMessage(takeOverMessage);
  }

  #ask(registration: ServiceWorkerRegistration): void {
    if (Date.now() - this.#askedAtMs < askEveryMs) return;
    this.#askedAtMs = Date.now();
    // Fails without a connection, where there is nothing new to be had.
    registration.update().catch(() => undefined);
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
