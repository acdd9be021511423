import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { authenticate } from '../auth/authenticate';
import type { AppEnv } from './app-env';
import { granted, Refused } from './problems';

/** The token of a request: of the header, or of the query, where clients put it that cannot set headers. */
export function tokenOf(c: Context): string | null {
  const header = c.req.header('authorization');
  if (header !== undefined) return /^Bearer +(\S+)$/i.exec(header)?.[1] ?? '';
  return c.req.query('token') ?? c.req.query('auth') ?? null;
}

/** Lets only requests with a valid token through, and tells the route whose it is. */
export const signedIn = createMiddleware<AppEnv>(async (c, next) => {
  const token = tokenOf(c);
  if (token === null) throw new Refused({ code: 'unauthenticated' });
  c.set('identity', granted(await authenticate(c.env, token)));
  await next();
});
