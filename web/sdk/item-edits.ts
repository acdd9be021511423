import * as Y from 'yjs';
import { orderKeyBetween } from '../../src/documents/order-keys';
import { tripRoots } from './trip-content';
import { type BookingStatus, bookingStatuses, findElement, type Item, readItems } from './trip-items';

/** The registers of an item that are set one by one; its place has functions of its own. */
export type ItemValues = Partial<Pick<Item, 'type' | 'time_slot' | 'booking_status' | 'cost' | 'currency' | 'url'>>;

/** An item that was deleted, as it was: what {@link restoreItem} brings back. */
export type RemovedItem = ReadonlyMap<string, unknown>;

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

/** Sets registers of an item, in one edit; those that have the value already are left alone. */
export function setItem(doc: Y.Doc, id: string, values: ItemValues): void {
  const element = findElement(doc, id);
  if (element === undefined) return;
  doc.transact(() => {
    for (const [key, value] of Object.entries(values)) {
      if ((element.get(key) ?? null) !== value) element.set(key, value);
    }
  });
}

export function setBookingStatus(doc: Y.Doc, id: string, status: BookingStatus): void {
  setItem(doc, id, { booking_status: status });
}

/** Deletes an item and answers what it was; null when it is gone already. */
export function removeItem(doc: Y.Doc, id: string): RemovedItem | null {
  const itinerary = tripRoots.itinerary(doc);
  const index = itinerary.toArray().findIndex((element) => element instanceof Y.Map && element.get('id') === id);
  if (index < 0) return null;
  const removed = contentOf(itinerary.get(index) as Y.Map<unknown>);
  itinerary.delete(index);
  return removed;
}

/** Brings a deleted item back as it was, unless somebody else has done so. */
export function restoreItem(doc: Y.Doc, removed: RemovedItem): void {
  if (findElement(doc, String(removed.get('id'))) !== undefined) return;
  tripRoots.itinerary(doc).push([elementFrom(removed)]);
}

/** Adds a copy of an item right below it and answers its id; null when there is no such item. A copy is not booked. */
export function duplicateItem(doc: Y.Doc, id: string, random: () => number = Math.random): string | null {
  const original = findElement(doc, id);
  const ofDay = original === undefined ? [] : itemsBeside(doc, id);
  const index = ofDay.findIndex((item) => item.id === id);
  const item = ofDay[index];
  if (original === undefined || item === undefined) return null;
  const copyId = crypto.randomUUID();
  const place = { day: item.day, order: orderAt(ofDay, index + 1, random) };
  const content = [...contentOf(original), ['id', copyId], ['place', place], ['booking_status', bookingStatuses[0]]] as const;
  tripRoots.itinerary(doc).push([elementFrom(new Map(content))]);
  return copyId;
}

/**
 * Puts an item at a place of a day, in one edit: `index` counts the other items of that day which stand before it.
 * @param day null: not planned yet.
 */
export function placeAt(doc: Y.Doc, id: string, day: number | null, index: number, random: () => number = Math.random): void {
  const element = findElement(doc, id);
  if (element === undefined) return;
  const ofDay = readItems(doc).filter((item) => item.day === day);
  if (ofDay.findIndex((item) => item.id === id) === index) return;
  const others = ofDay.filter((item) => item.id !== id);
  const order = orderAt(others, Math.min(Math.max(index, 0), others.length), random);
  element.set('place', { day, order });
}

/** Puts an item at the end of another day. */
export function moveToDay(doc: Y.Doc, id: string, day: number | null, random: () => number = Math.random): void {
  const others = readItems(doc).filter((item) => item.day === day && item.id !== id);
  placeAt(doc, id, day, others.length, random);
}

/** Moves an item one place up (-1) or down (1) within its day; at the edge of the day nothing happens. */
export function moveWithinDay(doc: Y.Doc, id: string, step: -1 | 1, random: () => number = Math.random): void {
  const ofDay = itemsBeside(doc, id);
  const to = ofDay.findIndex((item) => item.id === id) + step;
  const day = ofDay[0]?.day;
  if (day === undefined || to < 0 || to >= ofDay.length) return;
  placeAt(doc, id, day, to, random);
}

/** Takes items out of their days, in the order in which they stand, and puts them behind those not planned yet. */
export function unplan(doc: Y.Doc, ids: ReadonlySet<string>, random: () => number = Math.random): void {
  const items = readItems(doc);
  let order = items.findLast(({ day }) => day === null)?.order ?? null;
  for (const { id } of items.filter((item) => ids.has(item.id))) {
    order = orderKeyBetween(order, null, random);
    findElement(doc, id)?.set('place', { day: null, order });
  }
}

/** Puts items back where they were, those that nobody has planned since. */
export function replan(doc: Y.Doc, items: readonly Item[]): void {
  const unplanned = new Set(readItems(doc).flatMap(({ id, day }) => (day === null ? [id] : [])));
  for (const { id, day, order } of items) {
    if (unplanned.has(id)) findElement(doc, id)?.set('place', { day, order });
  }
}

/** The items of the day of an item, itself included; none when there is no such item. */
function itemsBeside(doc: Y.Doc, id: string): Item[] {
  const items = readItems(doc);
  const item = items.find((one) => one.id === id);
  return item === undefined ? [] : items.filter(({ day }) => day === item.day);
}

/** An order key for the place `index` among items in order. Items with equal keys, from a race, stay together. */
function orderAt(items: readonly Item[], index: number, random: () => number): string {
  const after = items[index - 1]?.order ?? null;
  const before = items.slice(index).find(({ order }) => after === null || order > after);
  return orderKeyBetween(after, before?.order ?? null, random);
}

/** Everything in an element, texts as their characters. */
function contentOf(element: Y.Map<unknown>): Map<string, unknown> {
  return new Map([...element.entries()].map(([key, value]) => [key, value instanceof Y.Text ? new PlainText(value) : value]));
}

function elementFrom(content: ReadonlyMap<string, unknown>): Y.Map<unknown> {
  const element = new Y.Map<unknown>();
  for (const [key, value] of content) element.set(key, value instanceof PlainText ? new Y.Text(value.characters) : value);
  return element;
}

/** The characters of a shared text, told apart from a register that is a string. */
class PlainText {
  readonly characters: string;

  constructor(text: Y.Text) {
    this.characters = text.toString();
  }
}
