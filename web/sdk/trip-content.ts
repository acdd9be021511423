import * as Y from 'yjs';
import { compareKeys, orderKeyBetween } from '../../src/documents/order-keys';
import { type ItineraryItem, tripSchema } from '../../src/documents/trip';

/** What a trip's document holds besides its texts, read without the texts of the items: those are bound live. */
export type Item = Pick<ItineraryItem, 'id' | 'day' | 'order' | 'type' | 'time_slot' | 'booking_status'>;

export type BookingStatus = ItineraryItem['booking_status'];

/** The booking states, from the lowest to the highest. */
export const bookingStatuses: readonly BookingStatus[] = tripSchema.fields.itinerary.element.booking_status.ranks;

/** The registers of a trip itself. */
export interface Details {
  readonly start_date: string | null;
  readonly end_date: string | null;
  readonly destination: string | null;
}

/** The shared types of a trip, by name. */
export const tripRoots = {
  title: (doc: Y.Doc): Y.Text => doc.getText('title'),
  notes: (doc: Y.Doc): Y.Text => doc.getText('notes'),
  details: (doc: Y.Doc): Y.Map<unknown> => doc.getMap(tripSchema.registersRoot),
  itinerary: (doc: Y.Doc): Y.Array<unknown> => doc.getArray('itinerary'),
} as const;

export function readDetails(doc: Y.Doc): Details {
  const details = tripRoots.details(doc);
  return {
    start_date: stringOrNull(details.get('start_date')),
    end_date: stringOrNull(details.get('end_date')),
    destination: stringOrNull(details.get('destination')),
  };
}

/** Sets registers of the trip, in one edit. */
export function setDetails(doc: Y.Doc, values: Partial<Details>): void {
  doc.transact(() => {
    for (const [key, value] of Object.entries(values)) tripRoots.details(doc).set(key, value);
  });
}

/** The items as people see them: by day, order and id; those without a day last. */
export function readItems(doc: Y.Doc): Item[] {
  return elements(doc)
    .map(readItem)
    .filter((item) => item !== null)
    .sort(compareItems);
}

/** A text of an item, for live binding; null when there is no such item (any more). */
export function itemText(doc: Y.Doc, id: string, field: 'title' | 'notes'): Y.Text | null {
  const text = findElement(doc, id)?.get(field);
  return text instanceof Y.Text ? text : null;
}

/** Adds an item at the end of a day and answers its id. */
export function addItem(doc: Y.Doc, item: { day: number | null; title: string }, random: () => number = Math.random): string {
  const id = crypto.randomUUID();
  const last = readItems(doc).findLast(({ day }) => day === item.day);
  const order = orderKeyBetween(last?.order ?? null, null, random);
  const element = new Y.Map<unknown>();
  element.set('id', id);
  element.set('place', { day: item.day, order });
  element.set('title', new Y.Text(item.title));
  element.set('notes', new Y.Text());
  element.set('booking_status', bookingStatuses[0]);
  tripRoots.itinerary(doc).push([element]);
  return id;
}

export function removeItem(doc: Y.Doc, id: string): void {
  const index = tripRoots
    .itinerary(doc)
    .toArray()
    .findIndex((element) => element instanceof Y.Map && element.get('id') === id);
  if (index >= 0) tripRoots.itinerary(doc).delete(index);
}

export function setBookingStatus(doc: Y.Doc, id: string, status: BookingStatus): void {
  findElement(doc, id)?.set('booking_status', status);
}

/** Puts an item at the end of another day. */
export function moveToDay(doc: Y.Doc, id: string, day: number | null, random: () => number = Math.random): void {
  const last = readItems(doc).findLast((item) => item.day === day && item.id !== id);
  findElement(doc, id)?.set('place', { day, order: orderKeyBetween(last?.order ?? null, null, random) });
}

/** Moves an item one place up (-1) or down (1) within its day; at the edge of the day nothing happens. */
export function moveWithinDay(doc: Y.Doc, id: string, step: -1 | 1, random: () => number = Math.random): void {
  const items = readItems(doc);
  const moved = items.find((item) => item.id === id);
  const day = items.filter((item) => item.day === moved?.day);
  const from = day.findIndex((item) => item.id === id);
  const others = day.filter((item) => item.id !== id);
  const to = from + step;
  if (moved === undefined || to < 0 || to > others.length) return;
  findElement(doc, id)?.set('place', { day: moved.day, order: orderAt(others, to, random) });
}

/** An order key for the place `index` among items in order. Items with equal keys, from a race, stay together. */
function orderAt(items: readonly Item[], index: number, random: () => number): string {
  const after = items[index - 1]?.order ?? null;
  const before = items.slice(index).find(({ order }) => after === null || order > after);
  return orderKeyBetween(after, before?.order ?? null, random);
}

function elements(doc: Y.Doc): Y.Map<unknown>[] {
  return tripRoots
    .itinerary(doc)
    .toArray()
    .filter((element) => element instanceof Y.Map);
}

function findElement(doc: Y.Doc, id: string): Y.Map<unknown> | undefined {
  return elements(doc).find((element) => element.get('id') === id);
}

function readItem(element: Y.Map<unknown>): Item | null {
  const id = element.get('id');
  if (typeof id !== 'string') return null;
  const { day, order } = (element.get('place') ?? {}) as { day?: unknown; order?: unknown };
  const status = element.get('booking_status') as BookingStatus;
  return {
    id,
    day: typeof day === 'number' ? day : null,
    order: typeof order === 'string' ? order : '',
    type: (element.get('type') ?? null) as Item['type'],
    time_slot: stringOrNull(element.get('time_slot')),
    booking_status: bookingStatuses.includes(status) ? status : 'pending',
  };
}

/** Sorts items without a day behind every day there can be. */
const unplannedLast = Number.MAX_SAFE_INTEGER;

function compareItems(a: Item, b: Item): number {
  return (a.day ?? unplannedLast) - (b.day ?? unplannedLast) || compareKeys(a.order, b.order) || compareKeys(a.id, b.id);
}

function stringOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
