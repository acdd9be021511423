import type { MessageId } from '../i18n/locale';
import { elementPart, fieldPart, type LockPart, newElementPart } from '../locks/lock-part';

/** The parts of a trip that somebody can have for themselves, besides its cards. */
export const tripParts = {
  title: fieldPart('title'),
  // Neither can be before the other: who chooses one of them writes both.
  dates: { key: 'dates', paths: ['/start_date', '/end_date'] },
  destination: fieldPart('destination'),
  cover: fieldPart('cover'),
  archived: fieldPart('archived'),
  notes: fieldPart('notes'),
  budget: fieldPart('budget'),
  attachments: fieldPart('attachments'),
} as const satisfies Readonly<Record<string, LockPart>>;

/** A card of the plan. */
export function cardPart(id: string): LockPart {
  return elementPart('itinerary', id);
}

/** The budget of one currency. */
export function budgetPart(currency: string): LockPart {
  return { key: `budget:${currency}`, paths: [`/budget/${currency}`] };
}

/** The place of a card that is not there yet. */
export const newCard = newElementPart('itinerary');

const names: Readonly<Record<string, MessageId>> = {
  title: 'trip.title',
  start_date: 'trip.dates',
  end_date: 'trip.dates',
  destination: 'trip.destination',
  cover: 'cover.title',
  notes: 'notes.title',
  budget: 'budget.title',
  attachments: 'links.title',
  itinerary: 'itinerary.title',
};

/** What the part of a trip is called that a place of it belongs to; for one in a card that is not what the card is called. */
export function tripPlaceName(path: string): MessageId {
  return names[path.split('/')[1] ?? ''] ?? 'locks.otherPart';
}

/** The card that a place of a trip is in; null for any other. */
export function cardOfPlace(path: string): string | null {
  return /^\/itinerary\/@([^/]+)/.exec(path)?.[1] ?? null;
}
