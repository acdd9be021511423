/** Errors of parts of the app that did not come; the bundler's loader reports each of them before it throws it. */
const failures = new WeakSet<Error>();
const listeners = new Set<() => void>();
let hasFailed = false;

addEventListener('vite:preloadError', ({ payload }) => {
  failures.add(payload);
  hasFailed = true;
  for (const listener of listeners) listener();
});

/** Whether an error means that a part of the app could not be loaded: the network is gone, or a newer version is there. */
export function isLoadFailure(error: Error): boolean {
  return failures.has(error);
}

/** Whether any part of the app could not be loaded since the page came; to be read by `useSyncExternalStore`. */
export const loadFailures = {
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  read: (): boolean => hasFailed,
};
