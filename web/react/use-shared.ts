import { useCallback, useRef, useSyncExternalStore } from 'react';
import type * as Y from 'yjs';

/** Any shared type of Yjs. */
// biome-ignore lint/suspicious/noExplicitAny: Yjs declares the event type of a shared type as a type parameter.
type SharedType = Y.AbstractType<any>;

/**
 * A value read from a shared type, read anew whenever it, or something in it, changes.
 * @param read must depend on `type` alone.
 */
export function useShared<T>(type: SharedType, read: () => T): T {
  const cache = useRef<{ type: SharedType; value: T } | null>(null);
  const subscribe = useCallback(
    (changed: () => void) => {
      const onChange = () => {
        cache.current = null;
        changed();
      };
      type.observeDeep(onChange);
      return () => type.unobserveDeep(onChange);
    },
    [type],
  );
  const current = () => {
    if (cache.current?.type !== type) cache.current = { type, value: read() };
    return cache.current.value;
  };
  return useSyncExternalStore(subscribe, current, current);
}
