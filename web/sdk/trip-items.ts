import * as Y from 'yjs';
import { compareKeys } from '../../src/documents/order-keys';
import type { Check } from '../../src/documents/schema';
import { type ItineraryItem, tripSchema } from '../../src/documents/trip';
import { tripRoots } from './trip-content';

/** One card of the plan without its texts: those are bound live. */
export type Item = Omit<ItineraryItem, 'title' | 'notes' | 'resource_id'>;

/** What kind of thing an item is. */
export type ItemType = NonNullable<ItineraryItem['type']>;

export type BookingStatus = ItineraryItem['booking_status'];

const { element: fields } = tripSchema.fields.itinerary;

/** The booking states, from the lowest to the highest. */
export const bookingStatuses: readonly BookingStatus[] = fields.booking_status.ranks;

/** The kinds of items, in the order in which they are offered. */
export const itemTypes: readonly ItemType[] = ['attraction', 'restaurant', 'hotel', 'transport', 'free'];

/** The items as people see them: by day, order and id; those without a day last. */
export function readItems(doc: Y.Doc): Item[] {
  return elementsOf(doc)
    .map(readItem)
    .filter((item) => item !== null)
    .sort(compareItems);
}

/** A text of an item, for live binding; null when there is no such item (any more). */
export function itemText(doc: Y.Doc, id: string, field: 'title' | 'notes'): Y.Text | null {
  const element = findElement(doc, id);
  return element === undefined ? null : elementText(element, field);
}

/** The elements of the itinerary, in the order of the array; what is not an element (yet) is left out. */
export function elementsOf(doc: Y.Doc): Y.Map<unknown>[] {
  return tripRoots
    .itinerary(doc)
    .toArray()
    .filter((element) => element instanceof Y.Map);
}

export function findElement(doc: Y.Doc, id: string): Y.Map<unknown> | undefined {
  return elementsOf(doc).find((element) => element.get('id') === id);
}

export function elementText(element: Y.Map<unknown>, field: 'title' | 'notes'): Y.Text | null {
  const text = element.get(field);
  return text instanceof Y.Text ? text : null;
}

/** An element as an item; null when it has no id (yet). */
export function readItem(element: Y.Map<unknown>): Item | null {
  const id = element.get('id');
  if (typeof id !== 'string') return null;
  const { day, order } = (element.get('place') ?? {}) as { day?: unknown; order?: unknown };
  const [type, status] = [element.get('type'), element.get('booking_status')];
  return {
    id,
    day: typeof day === 'number' ? day : null,
    order: typeof order === 'string' ? order : '',
    type: itemTypes.find((known) => known === type) ?? null,
    time_slot: stringOrNull(element.get('time_slot')),
    booking_status: bookingStatuses.find((known) => known === status) ?? 'pending',
    cost: checked<number>(fields.cost.check, element.get('cost')),
    currency: checked<string>(fields.currency.check, element.get('currency')),
    url: checked<string>(fields.url.check, element.get('url')),
  };
}

/** Sorts items without a day behind every day there can be. */
const unplannedLast = Number.MAX_SAFE_INTEGER;

/** By day, order and id; those without a day last. */
export function compareItems(a: Item, b: Item): number {
  return (a.day ?? unplannedLast) - (b.day ?? unplannedLast) || compareKeys(a.order, b.order) || compareKeys(a.id, b.id);
}

/** A value that fits its field. Another one would come to harm in the page (a script as an address) until it is repaired. */
function checked<T>(check: Check, value: unknown): T | null {
  return value === undefined || check(value) !== null ? null : (value as T);
}

function stringOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
