import { itemText } from '../../react';
import { useTextOf } from '../i18n/use-text-of';
import { useOpenTrip } from './trip-context';
import { cardOfPlace, tripPlaceName } from './trip-parts';

/** What the places of the open trip are called; cards by their titles. */
export function useTripPlaceName(): (path: string) => string {
  const text = useTextOf();
  const { trip } = useOpenTrip();
  return (path) => {
    const card = cardOfPlace(path);
    const title = card === null ? null : itemText(trip.doc, card, 'title');
    return title === null ? text(tripPlaceName(path)) : title.toString() || text('item.untitled');
  };
}
