import { useCallback, useSyncExternalStore } from 'react';
import type { Day, Item } from '../../react';
import { useBoard } from './board-context';
import type { CardPerson } from './card-people';

/** An item of the plan; undefined when it is gone. Renders anew only when that item changes. */
export function useItem(id: string): Item | undefined {
  const { index } = useBoard();
  const subscribe = useCallback((changed: () => void) => index.onItem(id, changed), [index, id]);
  return useSyncExternalStore(subscribe, () => index.item(id));
}

/** The ids of a day's items, in order. Renders anew only when one comes, goes or moves. */
export function useIdsOf(day: Day): readonly string[] {
  const { index } = useBoard();
  const subscribe = useCallback((changed: () => void) => index.onDay(day, changed), [index, day]);
  return useSyncExternalStore(subscribe, () => index.idsOf(day));
}

/** The items of a day, in order. */
export function useItemsOf(day: Day): readonly Item[] {
  const { index } = useBoard();
  const subscribe = useCallback((changed: () => void) => index.onDay(day, changed), [index, day]);
  return useSyncExternalStore(subscribe, () => index.itemsOf(day));
}

/** Who of the others is in a card. */
export function usePeopleIn(card: string): readonly CardPerson[] {
  const { people } = useBoard();
  const subscribe = useCallback((changed: () => void) => people.onCard(card, changed), [people, card]);
  return useSyncExternalStore(subscribe, () => people.in(card));
}
