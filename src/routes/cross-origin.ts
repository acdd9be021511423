import { cors } from 'hono/cors';
import { createMiddleware } from 'hono/factory';
import type { AppEnv } from './app-env';
import { isAllowedOrigin } from './origins';

/**
 * CORS for the pages of the allowed origins. Tokens travel in headers, never in cookies, so there are no credentials: the
 * cookie that renews a token is for the app's own pages alone.
 */
const forPages = cors({
  origin: (origin, c) => (isAllowedOrigin(origin, c.req.url, c.env.ALLOWED_ORIGINS) ? origin : null),
  allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowHeaders: [
    'authorization',
    'content-encoding',
    'content-type',
    'idempotency-key',
    'if-match',
    'if-none-match',
    'last-event-id',
    'lock-token',
    'x-request-id',
  ],
  exposeHeaders: [
    'etag',
    'location',
    'ratelimit',
    'ratelimit-policy',
    'retry-after',
    'x-request-id',
    'x-triptrip-repaired',
    'x-triptrip-role',
  ],
  maxAge: 86_400,
});

/** What no page asks for needs no such headers. */
export const crossOrigin = createMiddleware<AppEnv>((c, next) =>
  c.req.header('origin') === undefined ? next() : forPages(c, next),
);
