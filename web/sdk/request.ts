import { ProblemError } from './problem';

/** An answer that takes longer than this will not come, in milliseconds. */
const answerWithinMs = 30_000;

/**
 * `fetch`, with one kind of error.
 * @throws ProblemError `network` when there is no answer
 */
export async function request(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { signal: AbortSignal.timeout(answerWithinMs), ...init });
  } catch (error) {
    throw new ProblemError('network', 0, 'The server cannot be reached', { cause: error });
  }
}
