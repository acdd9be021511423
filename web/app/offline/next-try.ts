import { ProblemError } from '../../react';

/** The pause before the first try and the longest one, in milliseconds. */
const firstPauseMs = 2_000;
const longestPauseMs = 30_000;

/**
 * Calls `run` when what failed may work: after a pause while somebody looks, which grows with the tries before, and whenever
 * the device has a network again or the page is looked at again. Answers how to end that.
 */
export function nextTry(error: Error, tries: number, run: () => void): () => void {
  if (!mayPass(error)) return () => undefined;
  const asked = error instanceof ProblemError ? (error.retryAfterMs ?? 0) : 0;
  const pauseMs = Math.max(asked, Math.min(firstPauseMs * 2 ** tries, longestPauseMs));
  const isSeen = () => document.visibilityState === 'visible';
  const timer = setTimeout(() => isSeen() && run(), pauseMs);
  const onShown = () => isSeen() && run();
  addEventListener('online', run);
  document.addEventListener('visibilitychange', onShown);
  return () => {
    clearTimeout(timer);
    removeEventListener('online', run);
    document.removeEventListener('visibilitychange', onShown);
  };
}

/** Whether it is the network's or the server's fault, and not that of what was asked. */
function mayPass(error: Error): boolean {
  return !(error instanceof ProblemError) || error.status < 400 || error.status === 429 || error.status >= 500;
}
