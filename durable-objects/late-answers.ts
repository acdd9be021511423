import type { Outcome } from '../src/protocol/codes';

/** What is answered where nobody answers. */
export const unavailable = { ok: false, refusal: { code: 'unavailable' } } as const satisfies Outcome<never>;

/**
 * The answer that work gives when it is ready, or why it was not begun. An engine that was thrown away meanwhile
 * answers nothing: then it is `unavailable` in the end.
 */
export function answerWithin<T>(
  ms: number,
  begin: (answered: (outcome: Outcome<T>) => void) => Outcome<null>,
): Promise<Outcome<T>> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(unavailable), ms);
    const answered = (outcome: Outcome<T>): void => {
      clearTimeout(timer);
      resolve(outcome);
    };
    const begun = begin(answered);
    if (!begun.ok) answered(begun);
  });
}
