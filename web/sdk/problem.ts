import type { ErrorCode } from '../../src/protocol/codes';

/** What a request can fail with: a code of the server, or one of the two for which there is no answer to read. */
export type ProblemCode = ErrorCode | 'network' | 'unexpected';

/** A timer for more than 24 days would ring at once; whoever asks for more than a day is asked again after one. */
const longestWaitMs = 86_400_000;

/** What else is known about a problem. */
export interface ProblemOptions extends ErrorOptions {
  /** How long the server asks to wait (`Retry-After`), in milliseconds. */
  readonly retryAfterMs?: number | null;
}

/** An error answer of the REST API: a problem document (RFC 9457), or no answer at all. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  /** The stable code of the problem; `network` when there was no answer, `unexpected` when it was no problem document. */
  readonly code: ProblemCode;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** How long the server asks to wait before the next try, in milliseconds; null when it does not say. */
  readonly retryAfterMs: number | null;

  constructor(code: ProblemCode, status: number, message: string, options: ProblemOptions = {}) {
    super(message, options);
    this.code = code;
    this.status = status;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** Reads the problem out of an answer that is not ok. */
export async function readProblem(response: Response): Promise<ProblemError> {
  const { status } = response;
  const options = { retryAfterMs: readRetryAfterMs(response.headers.get('retry-after'), Date.now()) };
  const { code, title, detail } = parseObject(await response.text()) ?? {};
  if (typeof code !== 'string') return new ProblemError('unexpected', status, `The server answered ${status}`, options);
  return new ProblemError(code as ErrorCode, status, String(detail ?? title ?? code), options);
}

/**
 * Reads a `Retry-After` header: seconds, or an HTTP date.
 * @returns milliseconds from `nowMs`, at least 0 and at most a day; null when there is no header or it says neither.
 */
export function readRetryAfterMs(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  const waitMs = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isNaN(waitMs) ? null : Math.min(Math.max(0, waitMs), longestWaitMs);
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    // Not JSON: a proxy in between answered, and the status says all there is to say.
    return null;
  }
}
