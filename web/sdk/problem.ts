import type { ErrorCode } from '../../src/protocol/codes';

/** An error answer of the REST API: a problem document (RFC 9457), or no answer at all. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  /** The stable code of the problem; `network` when there was no answer, `unexpected` when it was no problem document. */
  readonly code: ErrorCode | 'network' | 'unexpected';
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;

  constructor(code: ProblemError['code'], status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.status = status;
  }
}

/** Reads the problem out of an answer that is not ok. */
export async function readProblem(response: Response): Promise<ProblemError> {
  const body = await response.text();
  const problem = parseObject(body);
  const { code, title, detail } = problem ?? {};
  if (typeof code !== 'string') return new ProblemError('unexpected', response.status, `The server answered ${response.status}`);
  return new ProblemError(code as ErrorCode, response.status, String(detail ?? title ?? code));
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
