import { getLogger } from '@logtape/logtape';
import type { Context, ErrorHandler, NotFoundHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { z } from 'zod';
import { type ErrorCode, errorCodes, type Outcome, problemType, type Refusal } from '../protocol/codes';
import { restLimits } from '../protocol/limits';
import type { AppEnv } from './app-env';
import { loggablePath } from './loggable-path';

const logger = getLogger(['triptrip', 'http']);

/** Thrown by a route to answer with a problem. */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(
    readonly refusal: Refusal,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(refusal.code);
  }
}

/** The value of an outcome; a refusal becomes the answer to the request. */
export function granted<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Refused(outcome.refusal);
  return outcome.value;
}

/** Problem details (RFC 9457). */
export function problem(c: Context<AppEnv>, refusal: Refusal, headers: Readonly<Record<string, string>> = {}): Response {
  const { status, title } = errorCodes[refusal.code];
  const body = {
    ...refusal.extensions,
    type: problemType(refusal.code),
    title,
    status,
    code: refusal.code,
    ...(refusal.detail === undefined ? {} : { detail: refusal.detail }),
    // Without the query: it may hold a token.
    instance: loggablePath(c.req.path),
    request_id: c.var.requestId,
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/problem+json',
      ...standardHeaders(refusal),
      ...headers,
    },
  });
}

function standardHeaders(refusal: Refusal): Record<string, string> {
  switch (refusal.code) {
    case 'unauthenticated':
      return { 'www-authenticate': 'Bearer realm="triptrip"' };
    case 'rate-limited':
      return { 'retry-after': String(retryAfterSeconds(refusal) ?? restLimits.ratePeriodSeconds) };
    case 'unavailable':
      return { 'retry-after': String(retryAfterSeconds(refusal) ?? 1) };
    default:
      return {};
  }
}

function retryAfterSeconds(refusal: Refusal): number | null {
  const ms = refusal.extensions?.retryAfterMs;
  return typeof ms === 'number' ? Math.max(1, Math.ceil(ms / 1000)) : null;
}

/** The last resort of every route: whatever was thrown becomes a problem, and only the log says more. */
export const onError: ErrorHandler<AppEnv> = (error, c) => {
  if (error instanceof Refused) return problem(c, error.refusal, error.headers);
  if (error instanceof HTTPException) return problem(c, { code: codeOfStatus(error.status) });
  logger.error('request failed', { request_id: c.var.requestId, error: describe(error) });
  return problem(c, { code: 'internal' });
};

export const notFound: NotFoundHandler<AppEnv> = (c) => problem(c, { code: 'not-found' });

/** What Hono and its validators throw by themselves. */
function codeOfStatus(status: number): ErrorCode {
  if (status === errorCodes['unsupported-media-type'].status) return 'unsupported-media-type';
  if (status < 500) return 'malformed';
  return 'internal';
}

function describe(error: Error): Record<string, unknown> {
  const cause = error.cause instanceof Error ? { cause: describe(error.cause) } : {};
  return { name: error.name, message: error.message, stack: error.stack, ...cause };
}

/** The validators' hook: parts of a request that break their schema. */
export function onInvalid(result: { success: boolean; target?: string; error?: z.core.$ZodError }): undefined {
  if (result.success) return;
  // An address that cannot exist names nothing.
  if (result.target === 'param') throw new Refused({ code: 'not-found' });
  const issues = result.error?.issues ?? [];
  throw new Refused({
    code: 'invalid',
    detail: issues[0]?.message ?? 'The request breaks its schema.',
    extensions: {
      errors: issues.map((issue) => ({ in: result.target, pointer: pointerTo(issue.path), detail: issue.message })),
    },
  });
}

/** A refusal of one part of a JSON body that fits its schema and cannot be taken all the same. */
export function invalidAt(pointer: string, detail: string): Refused {
  return new Refused({ code: 'invalid', detail, extensions: { errors: [{ in: 'json', pointer, detail }] } });
}

/** The JSON Pointer of a path into a value. */
export function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
