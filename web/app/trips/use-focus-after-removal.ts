import { type RefObject, useCallback, useEffect, useRef } from 'react';
import type { TripSummary } from '../../react';
import { cardLinkId } from './card-title';

/**
 * Hands the focus on when a card disappears: to the card beside it, or to the heading when it was the only one.
 * @returns a function to be called with the trip before it disappears.
 */
export function useFocusAfterRemoval(
  trips: readonly TripSummary[] | null,
  heading: RefObject<HTMLElement | null>,
): (trip: TripSummary) => void {
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    if (wanted.current === null || trips === null) return;
    const next = document.getElementById(cardLinkId(wanted.current)) ?? heading.current;
    wanted.current = null;
    next?.focus();
  }, [trips, heading]);
  return useCallback(
    (trip) => {
      const index = trips?.findIndex(({ id }) => id === trip.id) ?? -1;
      wanted.current = trips?.[index + 1]?.id ?? trips?.[index - 1]?.id ?? '';
    },
    [trips],
  );
}
