import { useCallback, useEffect, useRef, useState } from 'react';

/** A list of the server that is read when the page needs it. */
export interface Listed<T> {
  /** Null while nothing is known yet. */
  readonly items: readonly T[] | null;
  readonly error: Error | null;
  readonly reload: () => Promise<void>;
}

/**
 * Reads a list, again whenever `reload` is called, and when the connection is back: this page is in some of them. What was
 * read last stays when it cannot be read again. `read` has to stay the same between renders.
 */
export function useListed<T>(read: () => Promise<readonly T[]>, isLive: boolean): Listed<T> {
  const [items, setItems] = useState<readonly T[] | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const reload = useCallback(async () => {
    try {
      setItems(await read());
      setError(null);
    } catch (reason) {
      setError(reason as Error);
    }
  }, [read]);
  useEffect(() => void reload(), [reload]);
  const wasLive = useRef(isLive);
  useEffect(() => {
    if (isLive && !wasLive.current) void reload();
    wasLive.current = isLive;
  }, [isLive, reload]);
  return { items, error, reload };
}
