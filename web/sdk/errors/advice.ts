/** The languages of the sentences. */
export type ErrorLocale = 'ja' | 'en';

/**
 * What helps against an error:
 * `retry`: the same again, after `retryAfterMs`; nobody has to do anything.
 * `wait`: the same again, but not before `retryAfterMs`: trying earlier makes it worse.
 * `resolve`: the person has to do something first, which the message names.
 * `report`: trying again does not help; whoever runs the app or the server has to know.
 */
export type ErrorAction = 'retry' | 'wait' | 'resolve' | 'report';

/** One error in words, and what to do about it. */
export interface ErrorAdvice {
  readonly message: Readonly<Record<ErrorLocale, string>>;
  readonly action: ErrorAction;
  /** In milliseconds; null for `resolve` and `report`. */
  readonly retryAfterMs: number | null;
}

/** Until a connection problem is worth another try, in milliseconds. */
export const connectionRetryMs = 5_000;

/** Until a rate that was exceeded has room again, in milliseconds, where the server does not say. */
export const rateLimitWaitMs = 10_000;

export function retry(ja: string, en: string): ErrorAdvice {
  return { message: { ja, en }, action: 'retry', retryAfterMs: connectionRetryMs };
}

export function wait(ja: string, en: string): ErrorAdvice {
  return { message: { ja, en }, action: 'wait', retryAfterMs: rateLimitWaitMs };
}

export function resolve(ja: string, en: string): ErrorAdvice {
  return { message: { ja, en }, action: 'resolve', retryAfterMs: null };
}

export function report(ja: string, en: string): ErrorAdvice {
  return { message: { ja, en }, action: 'report', retryAfterMs: null };
}
