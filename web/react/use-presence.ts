import { useCallback, useRef, useSyncExternalStore } from 'react';
import { type Presence, type PresentPerson, presentPeople } from '../sdk';

/** Who else is here, and the way to say where this person is. */
export interface PresenceView {
  readonly others: readonly PresentPerson[];
  /** Shares a field of the own state with the others; null takes it back. */
  readonly share: (key: string, value: string | null) => void;
}

/** The others in an open trip. Renders anew when one comes, goes or moves. */
export function usePresence(awareness: Presence): PresenceView {
  const cache = useRef<{ awareness: Presence; others: readonly PresentPerson[] } | null>(null);
  const subscribe = useCallback(
    (changed: () => void) => {
      const onChange = () => {
        cache.current = null;
        changed();
      };
      awareness.on('change', onChange);
      return () => awareness.off('change', onChange);
    },
    [awareness],
  );
  const others = useSyncExternalStore(subscribe, () => {
    if (cache.current?.awareness !== awareness) cache.current = { awareness, others: presentPeople(awareness) };
    return cache.current.others;
  });
  const share = useCallback((key: string, value: string | null) => awareness.setLocalStateField(key, value), [awareness]);
  return { others, share };
}
