import { useCallback } from 'react';
import { flushSync } from 'react-dom';
import { type Day, placeAt } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { useBoard } from './board-context';
import { useDayName } from './use-day-name';

/**
 * Puts a card at a place of a day, in one edit, and says so. When it returns the card is there on the page.
 * `index` counts the other cards of that day which stand before it.
 */
export function usePlaceCard(): (id: string, day: Day, index: number) => void {
  const text = useTextOf();
  const dayName = useDayName();
  const { doc, index: items, announce } = useBoard();
  return useCallback(
    (id, day, index) => {
      flushSync(() => placeAt(doc, id, day, index));
      const ids = items.idsOf(day);
      const title = items.text(id, 'title')?.toString() || text('item.untitled');
      announce(text('item.moved', { title, field: dayName(day), count: ids.indexOf(id) + 1, max: ids.length }));
    },
    [doc, items, announce, text, dayName],
  );
}
