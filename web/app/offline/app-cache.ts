import { type AppFiles, isAppPath } from './app-files';

const cachePrefix = 'triptrip-app-';

/** Removes every version of the app from the device. */
export async function forgetApp(caches: CacheStorage): Promise<void> {
  await Promise.all((await appCaches(caches)).map((name) => caches.delete(name)));
}

async function appCaches(caches: CacheStorage): Promise<string[]> {
  return (await caches.keys()).filter((name) => name.startsWith(cachePrefix));
}

/** Keeps the files of the app on the device, each version in a cache of its own, and answers requests from there. */
export class AppCache {
  readonly #files: AppFiles;
  readonly #caches: CacheStorage;
  readonly #name: string;

  constructor(files: AppFiles, caches: CacheStorage) {
    this.#files = files;
    this.#caches = caches;
    this.#name = cachePrefix + files.version;
  }

  /**
   * Keeps this version: all of it, or nothing. What an earlier version has too is not fetched again.
   * @throws Error when a file cannot be had, or is not of this version: the server has a newer one by now.
   */
  async install(): Promise<void> {
    try {
      const cache = await this.#caches.open(this.#name);
      const hashed = this.#files.hashed.map(async (path) =>
        cache.put(path, (await this.#caches.match(path, { ignoreVary: true })) ?? (await fetchFile(path, 'default'))),
      );
      const named = this.#files.named.map(async (path) => cache.put(path, await this.#fetchNamed(path)));
      await Promise.all([...hashed, ...named]);
    } catch (error) {
      await this.#caches.delete(this.#name);
      throw error;
    }
  }

  /**
   * Removes the other versions that no page runs any more.
   * @param running the entries of those that pages run
   * @param hasNewer whether a newer version is being installed: its files are among the others
   */
  async tidy(running: readonly string[], hasNewer: () => boolean): Promise<void> {
    const others = (await appCaches(this.#caches)).filter((name) => name !== this.#name);
    if (hasNewer()) return;
    await Promise.all(
      others.map(async (name) => {
        const cache = await this.#caches.open(name);
        const used = await Promise.all(running.map((entry) => cache.match(entry)));
        if (used.every((found) => found === undefined)) await this.#caches.delete(name);
      }),
    );
  }

  /** Whether a request is for something that may be kept here. */
  knows(request: Request, origin: string): boolean {
    const { origin: asked, pathname } = new URL(request.url);
    if (request.method !== 'GET' || asked !== origin) return false;
    if (request.mode === 'navigate') return isAppPath(pathname);
    return pathname.startsWith('/assets/') || this.#files.named.includes(pathname);
  }

  /** Answers a request that is {@link knows known}: the page in this version, a part of it in the version that asks. */
  async answer(request: Request): Promise<Response> {
    const isPage = request.mode === 'navigate';
    const path = isPage ? '/' : new URL(request.url).pathname;
    const own = await this.#caches.match(path, { cacheName: this.#name, ignoreVary: true });
    const kept = own ?? (isPage ? undefined : await this.#caches.match(path, { ignoreVary: true }));
    return kept ?? fetch(request);
  }

  async #fetchNamed(path: string): Promise<Response> {
    const response = await fetchFile(path, 'no-cache');
    if (path !== '/') return response;
    const page = await response.clone().text();
    if (!page.includes(this.#files.entry)) throw new Error(`the page is not of version ${this.#files.version}`);
    return response;
  }
}

/** @throws Error when it is not there. The server answers an unknown path with the page. */
async function fetchFile(path: string, cache: RequestCache): Promise<Response> {
  const response = await fetch(path, { cache, credentials: 'same-origin' });
  const isPage = response.headers.get('content-type')?.startsWith('text/html') === true;
  if (!response.ok || response.redirected || isPage !== (path === '/')) throw new Error(`${path} answered ${response.status}`);
  return response;
}
