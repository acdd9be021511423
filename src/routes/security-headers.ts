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

/** A page of the Worker's own has a style sheet, and buttons that come back to it. */
const plainPageHeaders = secureHeaders({
  ...shared,
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
});

/** A mail has its style inside, and pictures from elsewhere; here as in a mail program nothing of it runs. */
const mailHeaders = secureHeaders({
  ...shared,
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'unsafe-inline'"],
    imgSrc: ['https:'],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
    sandbox: ['allow-popups', 'allow-top-navigation-by-user-activation'],
  },
});

/** The headers of every answer. */
export const securityHeaders = createMiddleware<AppEnv>((c, next) => headersFor(c.req.path)(c, next));

function headersFor(path: string) {
  if (path === '/docs') return referencePageHeaders;
  if (path === '/dev/outbox' || path === '/v1/inbox/unsubscribe') return plainPageHeaders;
  return path.startsWith('/dev/outbox/') ? mailHeaders : dataHeaders;
}
