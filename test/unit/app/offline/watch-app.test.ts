import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { takeOverMessage } from '../../../../web/app/offline/app-files';

/** A page whose script has just begun to run: it is loading, and the browser has other things to do. */
class LoadingPage {
  readonly window = new EventTarget();
  readonly document = Object.assign(new EventTarget(), {
    readyState: 'interactive',
    visibilityState: 'visible',
    activeElement: null,
    querySelector: () => null,
    querySelectorAll: () => [],
  });
  readonly newVersion = { postMessage: vi.fn() };
  readonly #container = Object.assign(new EventTarget(), {
    controller: {},
    register: vi.fn(async () => Object.assign(new EventTarget(), { installing: null, waiting: this.newVersion })),
  });
  readonly #asked = Promise.withResolvers<() => void>();

  stub(): void {
    vi.stubEnv('PROD', true);
    vi.stubGlobal('document', this.document);
    vi.stubGlobal('navigator', { serviceWorker: this.#container });
    vi.stubGlobal('HTMLElement', class {});
    vi.stubGlobal('addEventListener', this.window.addEventListener.bind(this.window));
    vi.stubGlobal('requestIdleCallback', this.#asked.resolve);
  }

  /** Everything has come, and the browser has nothing to do any more. */
  async settle(): Promise<void> {
    this.window.dispatchEvent(new Event('load'));
    (await this.#asked.promise)();
  }
}

let page: LoadingPage;

beforeEach(() => {
  page = new LoadingPage();
  page.stub();
  // Whether the page was touched is known to a module, which lives as long as a page does.
  vi.resetModules();
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

/** What the app does first. */
async function watch() {
  const { watchApp } = await import('../../../../web/app/offline/watch-app');
  return watchApp();
}

describe('a version that was ready before the page came', () => {
  it('is taken where nobody has touched the page', async () => {
    await watch();
    await page.settle();
    await vi.waitFor(() => expect(page.newVersion.postMessage).toHaveBeenCalledWith(takeOverMessage));
  });

  it.each(['pointerdown', 'keydown', 'wheel'])('waits after a %s, though that came before the page was ready', async (use) => {
    const update = await watch();
    page.window.dispatchEvent(new Event(use));
    await page.settle();
    await vi.waitFor(() => expect(update.isReady).toBe(true));
    expect(page.newVersion.postMessage).not.toHaveBeenCalled();
    page.document.visibilityState = 'hidden';
    page.document.dispatchEvent(new Event('visibilitychange'));
    expect(page.newVersion.postMessage).toHaveBeenCalledWith(takeOverMessage);
  });
});
