import { createMiddleware } from 'hono/factory';
import type { AppEnv } from './app-env';

/** What the Worker answers by itself, as `run_worker_first` in wrangler.toml. */
const ownPaths = /^\/(v1|dev|docs|healthz?|openapi\.json)(\/|$)/;

/** Files whose names change with their contents. */
const hashedFiles = '/assets/';

/**
 * Every address that is neither a file nor the Worker's own is one of the app, and answered with its page. Files of another
 * version are not: as the page they would be kept for a year under the name of a script, by the headers of their folder.
 */
export const appPage = createMiddleware<AppEnv>((c, next) => {
  const { method, path } = c.req;
  const reads = method === 'GET' || method === 'HEAD';
  if (!reads || ownPaths.test(path) || path.startsWith(hashedFiles)) return next();
  return c.env.ASSETS.fetch(new Request(new URL('/', c.req.url), { method, headers: c.req.raw.headers }));
});
