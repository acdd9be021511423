import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { nextTry } from '../../../../web/app/offline/next-try';
import { ProblemError } from '../../../../web/sdk';

const page = Object.assign(new EventTarget(), { visibilityState: 'visible' });
const browser = new EventTarget();
const unreachable = new ProblemError('network', 0, 'no answer');

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', page);
  vi.stubGlobal('addEventListener', browser.addEventListener.bind(browser));
  vi.stubGlobal('removeEventListener', browser.removeEventListener.bind(browser));
});

afterEach(() => {
  page.visibilityState = 'visible';
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** How long it takes until it is tried again, in seconds. */
function pauseAfter(tries: number, error: Error = unreachable): number {
  const run = vi.fn();
  const stop = nextTry(error, tries, run);
  let seconds = 0;
  while (run.mock.calls.length === 0 && seconds < 1_000) {
    vi.advanceTimersByTime(1_000);
    seconds++;
  }
  stop();
  return seconds;
}

describe('what failed for want of a network', () => {
  it('is tried again after pauses that grow up to half a minute', () => {
    expect([0, 1, 2, 3, 4, 100].map((tries) => pauseAfter(tries))).toEqual([2, 4, 8, 16, 30, 30]);
    expect(pauseAfter(0, new ProblemError('unexpected', 429, '', { retryAfterMs: 45_000 }))).toBe(45);
  });

  it('is tried again at once when the network is back, or somebody looks', () => {
    const run = vi.fn();
    const stop = nextTry(unreachable, 9, run);
    browser.dispatchEvent(new Event('online'));
    page.dispatchEvent(new Event('visibilitychange'));
    expect(run).toHaveBeenCalledTimes(2);
    stop();
    browser.dispatchEvent(new Event('online'));
    page.dispatchEvent(new Event('visibilitychange'));
    vi.runAllTimers();
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('rests while nobody looks', () => {
    const run = vi.fn();
    page.visibilityState = 'hidden';
    const stop = nextTry(unreachable, 0, run);
    page.dispatchEvent(new Event('visibilitychange'));
    vi.runAllTimers();
    expect(run).not.toHaveBeenCalled();
    stop();
  });

  it('is not tried again where the server has refused it', () => {
    const run = vi.fn();
    nextTry(new ProblemError('unauthenticated', 401, 'who?'), 0, run);
    browser.dispatchEvent(new Event('online'));
    vi.runAllTimers();
    expect(run).not.toHaveBeenCalled();
  });
});
