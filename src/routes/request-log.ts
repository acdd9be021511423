import { getLogger } from '@logtape/logtape';
import { createMiddleware } from 'hono/factory';
import type { AppEnv } from './app-env';
import { loggablePath } from './loggable-path';

const logger = getLogger(['triptrip', 'http']);

/** A caller's own id is only taken over when it can stand in a log line as it is. */
const saneRequestId = /^[A-Za-z0-9._-]{8,64}$/;

/** Gives the request its id, and writes one line when it is answered. The query is never logged: it may hold a token or a ticket. */
export const requestLog = createMiddleware<AppEnv>(async (c, next) => {
  const startedAtMs = Date.now();
  const sent = c.req.header('x-request-id');
  const requestId = sent !== undefined && saneRequestId.test(sent) ? sent : crypto.randomUUID();
  c.set('requestId', requestId);
  await next();
  c.header('x-request-id', requestId);
  logger.info('request', {
    request_id: requestId,
    method: c.req.method,
    path: loggablePath(c.req.path),
    status: c.res.status,
    duration_ms: Date.now() - startedAtMs,
    // Absent until somebody has signed in.
    person: (c.var as Partial<AppEnv['Variables']>).identity?.id,
  });
});
