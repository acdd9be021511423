import { placePath, type TextPlace } from '../../react';

/** The parts of a card that somebody can be in. */
export type CardPart = 'title' | 'notes' | 'time_slot' | 'cost' | 'url';

/** The name under which a card is shared as the place where somebody is: one for all its fields. */
export function fieldOfCard(id: string): string {
  return `item:${id}`;
}

/** The card that a shared field name means; null for any other. Clients may share anything. */
export function cardOfField(field: unknown): string | null {
  return typeof field === 'string' && field.startsWith('item:') ? field.slice('item:'.length) : null;
}

/** Where a field of a card stands in the document. */
export function placeOfPart(id: string, part: CardPart): TextPlace {
  return { section: 'itinerary', index: id, field: part };
}

/** The field of a card that a shared path names; null when it is in another card, or in none. */
export function partOfPath(path: unknown, id: string): string | null {
  const start = placePath({ section: 'itinerary', index: id, field: '' });
  return typeof path === 'string' && path.startsWith(start) ? path.slice(start.length) : null;
}
