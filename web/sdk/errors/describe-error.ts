import { type ProblemCode, ProblemError } from '../problem';
import type { DocumentStatus } from '../status';
import type { ErrorAction, ErrorAdvice } from './advice';
import { codeAdvice } from './code-advice';
import { blockedAdvice, denialAdvice, offlineAdvice } from './status-advice';

/** What to show a person about an error, and what to do about it. */
export interface ErrorDescription {
  /** One or two sentences in the language asked for. Says nothing technical. */
  readonly message: string;
  /** What helps: see {@link ErrorAction}. */
  readonly action: ErrorAction;
  /** With `retry` and `wait`: the next try makes sense after this time, in milliseconds. Otherwise null. */
  readonly retryAfterMs: number | null;
}

/**
 * Describes what went wrong, in the words of somebody who plans a trip.
 * @param error an error code, or whatever was thrown; what is no `ProblemError` is `unexpected`.
 * @param locale a BCP 47 tag: `ja` and its variants are answered in Japanese, all others in English.
 */
export function describeError(error: ProblemCode | Error, locale: string): ErrorDescription;
/** The same for the status of a trip, an event or a calendar; null where nothing is wrong. */
export function describeError(status: DocumentStatus, locale: string): ErrorDescription | null;
export function describeError(subject: ProblemCode | Error | DocumentStatus, locale: string): ErrorDescription | null {
  if (typeof subject === 'string') return inLocale(adviceOfCode(subject), locale);
  if (subject instanceof Error) return describeThrown(subject, locale);
  const advice = adviceOfStatus(subject);
  return advice === null ? null : inLocale(advice, locale);
}

function describeThrown(error: Error, locale: string): ErrorDescription {
  const description = inLocale(adviceOfThrown(error), locale);
  const asked = error instanceof ProblemError ? error.retryAfterMs : null;
  return description.retryAfterMs === null || asked === null ? description : { ...description, retryAfterMs: asked };
}

function adviceOfThrown(error: Error): ErrorAdvice {
  if (!(error instanceof ProblemError)) return codeAdvice.unexpected;
  // A gateway answers for a server that it does not reach.
  if (error.code === 'unexpected' && error.status >= 502 && error.status <= 504) return offlineAdvice.server;
  return adviceOfCode(error.code);
}

/** A newer server may know codes that this SDK does not. */
function adviceOfCode(code: ProblemCode): ErrorAdvice {
  return Object.hasOwn(codeAdvice, code) ? codeAdvice[code] : codeAdvice.unexpected;
}

function adviceOfStatus(status: DocumentStatus): ErrorAdvice | null {
  switch (status.name) {
    case 'denied':
      return denialAdvice[status.reason];
    case 'offline':
      return offlineAdvice[status.reason];
    case 'polling':
      return status.reason === 'blocked' ? blockedAdvice : null;
    default:
      return null;
  }
}

function inLocale({ message, action, retryAfterMs }: ErrorAdvice, locale: string): ErrorDescription {
  return { message: /^ja\b/i.test(locale) ? message.ja : message.en, action, retryAfterMs };
}
