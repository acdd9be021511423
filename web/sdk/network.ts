/** What the SDK wants to know about the device's network. */
export interface Network {
  isOnline(): boolean;
  /** Calls back when the device goes on- or offline. Returns the way to stop. */
  onChange(listener: () => void): () => void;
}

/** Whether somebody looks at the page, and does something there. */
export interface Page {
  isHidden(): boolean;
  /** Calls back when the page is hidden or shown. Returns the way to stop. */
  onChange(listener: () => void): () => void;
  /** Calls back when somebody points, types or scrolls. Returns the way to stop. */
  onInput(listener: () => void): () => void;
  /** Calls back before the page does anything about a key. Returns the way to stop. */
  onKey(listener: () => void): () => void;
}

/** The network as a browser reports it; elsewhere (Node) always online. */
export const browserNetwork: Network = {
  isOnline: () => globalThis.navigator?.onLine !== false,
  onChange(listener) {
    if (typeof window === 'undefined') return () => undefined;
    window.addEventListener('online', listener);
    window.addEventListener('offline', listener);
    return () => {
      window.removeEventListener('online', listener);
      window.removeEventListener('offline', listener);
    };
  },
};

const inputEvents = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const;

/** The page as a browser reports it; elsewhere (Node) always shown and never touched. */
export const browserPage: Page = {
  isHidden: () => typeof document !== 'undefined' && document.visibilityState === 'hidden',
  onChange(listener) {
    if (typeof document === 'undefined') return () => undefined;
    document.addEventListener('visibilitychange', listener);
    return () => document.removeEventListener('visibilitychange', listener);
  },
  onInput(listener) {
    if (typeof window === 'undefined') return () => undefined;
    for (const name of inputEvents) window.addEventListener(name, listener, { passive: true, capture: true });
    return () => {
      for (const name of inputEvents) window.removeEventListener(name, listener, { capture: true });
    };
  },
  onKey(listener) {
    if (typeof window === 'undefined') return () => undefined;
    window.addEventListener('keydown', listener, { passive: true, capture: true });
    return () => window.removeEventListener('keydown', listener, { capture: true });
  },
};
