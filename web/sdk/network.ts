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
  onChange: (listener) => listen(globalThis.window, ['online', 'offline'], listener),
};

/** The page as a browser reports it; elsewhere (Node) always shown and never touched. */
export const browserPage: Page = {
  isHidden: () => globalThis.document?.visibilityState === 'hidden',
  onChange: (listener) => listen(globalThis.document, ['visibilitychange'], listener),
  onInput: (listener) => listen(globalThis.window, ['pointerdown', 'pointermove', 'keydown', 'wheel'], listener),
  onKey: (listener) => listen(globalThis.window, ['keydown'], listener),
};

/** Calls back before anybody else hears of it. Elsewhere than in a browser there is no `target`, and nothing happens. */
function listen(target: EventTarget | undefined, names: readonly string[], listener: () => void): () => void {
  const options = { passive: true, capture: true };
  for (const name of names) target?.addEventListener(name, listener, options);
  return () => {
    for (const name of names) target?.removeEventListener(name, listener, options);
  };
}
