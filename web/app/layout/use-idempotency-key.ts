import { useCallback, useRef } from 'react';

/** Keys of calls that make something. */
export interface IdempotencyKey {
  /** The key for a wish: the same one until it is granted, so that trying again after a lost answer makes nothing twice. */
  readonly keyOf: (wish: object | string) => string;
  /** The wish was granted: the same again is another one. */
  readonly granted: () => void;
}

export function useIdempotencyKey(): IdempotencyKey {
  const attempt = useRef<{ readonly wish: string; readonly key: string } | null>(null);
  const keyOf = useCallback((wish: object | string) => {
    const written = JSON.stringify(wish);
    if (attempt.current?.wish !== written) attempt.current = { wish: written, key: crypto.randomUUID() };
    return attempt.current.key;
  }, []);
  const granted = useCallback(() => {
    attempt.current = null;
  }, []);
  return { keyOf, granted };
}
