import { createMiddleware } from 'hono/factory';
import { secureHeaders } from 'hono/secure-headers';
import type { AppEnv } from './app-env';

const shared = {
  crossOriginOpenerPolicy: 'same-origin',
  crossOriginResourcePolicy: 'same-origin',
  referrerPolicy: 'no-referrer',
  strictTransportSecurity: 'max-age=31536000',
  xFrameOptions: 'DENY',
} as const;

/** What the API answers is data: a browser that shows it as a page runs and loads nothing. */
const dataHeaders = secureHeaders({
  ...shared,
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
});

/** The API reference runs the scripts of this origin. Swagger UI shows its icons as `data:` pictures. */
const referencePageHeaders = secureHeaders({
  ...shared,
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
});

/** The headers of every answer. */
export const securityHeaders = createMiddleware<AppEnv>((c, next) =>
  c.req.path === '/docs' ? referencePageHeaders(c, next) : dataHeaders(c, next),
);
