/** What the SDK wants to know about the device's network. */
export interface Network {
  isOnline(): boolean;
  /** Calls back when the device goes on- or offline, or when the page is looked at again. Returns the way to stop. */
  onChange(listener: () => void): () => void;
}

/** The network as a browser reports it; elsewhere (Node) always online. */
export const browserNetwork: Network = {
  isOnline: () => globalThis.navigator?.onLine !== false,
  onChange(listener) {
    if (typeof window === 'undefined') return () => undefined;
    const visible = () => {
      if (document.visibilityState === 'visible') listener();
    };
    window.addEventListener('online', listener);
    window.addEventListener('offline', listener);
    document.addEventListener('visibilitychange', visible);
    return () => {
      window.removeEventListener('online', listener);
      window.removeEventListener('offline', listener);
      document.removeEventListener('visibilitychange', visible);
    };
  },
};
