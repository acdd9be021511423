import { useEffect } from 'react';
import type { Presence, PresentPerson } from '../sdk';
import { usePresence } from './use-presence';

/** What ends following: the person goes their own way. */
const ownWay = ['wheel', 'touchmove', 'pointerdown', 'keydown'] as const;

/**
 * Keeps in sight what somebody else works on, until they leave or this person does something themselves.
 * @param personId null: nobody is followed.
 * @param find the element on the page where a person is; null when they are nowhere in particular. Must be stable.
 * @param onEnd called when following has ended by itself. Must be stable.
 */
export function useFollow(
  awareness: Presence,
  personId: string | null,
  find: (person: PresentPerson) => Element | null,
  onEnd: () => void,
): void {
  const followed = usePresence(awareness, (people) => people.find(({ id }) => id === personId) ?? null, personId ?? '');
  useEffect(() => {
    if (personId === null) return;
    if (followed === null) onEnd();
    else find(followed)?.scrollIntoView({ block: 'center', behavior: scrollBehavior() });
  }, [personId, followed, find, onEnd]);
  useEffect(() => {
    if (personId === null) return undefined;
    for (const event of ownWay) window.addEventListener(event, onEnd, { passive: true });
    return () => {
      for (const event of ownWay) window.removeEventListener(event, onEnd);
    };
  }, [personId, onEnd]);
}

function scrollBehavior(): ScrollBehavior {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth';
}
