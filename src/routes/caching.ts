import { createMiddleware } from 'hono/factory';
import type { AppEnv } from './app-env';

/** Answers are for one person at one moment: nothing stores them, unless the route says otherwise. */
export const storeNothing = createMiddleware<AppEnv>(async (c, next) => {
  await next();
  if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
});
