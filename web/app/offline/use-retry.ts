import { useEffect, useRef } from 'react';
import { nextTry } from './next-try';

/**
 * Tries again by itself what failed because the server could not be reached.
 * @param error of the last try, another one at each; null when it went well
 * @param retry to be the same at each drawing
 */
export function useRetry(error: Error | null, retry: () => void): void {
  const tries = useRef(0);
  useEffect(() => {
    if (error === null) {
      tries.current = 0;
      return;
    }
    return nextTry(error, tries.current, () => {
      tries.current++;
      retry();
    });
  }, [error, retry]);
}
