import * as Y from 'yjs';
import { tripRoots } from './trip-content';
import { compareItems, elementText, type Item, readItem } from './trip-items';

/** A day of the plan; null: what is not planned yet. */
export type Day = number | null;

const noItems: readonly Item[] = [];
const noIds: readonly string[] = [];

/**
 * The items of a trip as they are now, read once and kept up to date: a change reads anew only what it touched, and
 * tells only those who asked about it. What is answered keeps its identity until it changes. Typing in the texts of
 * items changes nothing here.
 */
export class ItemIndex {
  readonly #itinerary: Y.Array<unknown>;
  /** What was read of each element; an element that was touched is taken out. */
  readonly #read = new WeakMap<Y.Map<unknown>, Item | null>();
  readonly #listeners = new Map<string | Day, Set<() => void>>();
  readonly #daysListeners = new Set<() => void>();
  #elements = new Map<string, Y.Map<unknown>>();
  #items = new Map<string, Item>();
  #itemsByDay = new Map<Day, readonly Item[]>();
  #idsByDay = new Map<Day, readonly string[]>();
  #days: readonly number[] = [];

  constructor(doc: Y.Doc) {
    this.#itinerary = tripRoots.itinerary(doc);
    this.#rebuild();
    this.#itinerary.observeDeep((events) => this.#onChange(events));
  }

  /** An item; undefined when there is none (any more). */
  item(id: string): Item | undefined {
    return this.#items.get(id);
  }

  /** All items, in the order of the document. */
  get items(): Iterable<Item> {
    return this.#items.values();
  }

  /** A text of an item, for live binding; null when there is none (yet). */
  text(id: string, field: 'title' | 'notes'): Y.Text | null {
    const element = this.#elements.get(id);
    return element === undefined ? null : elementText(element, field);
  }

  /** The items of a day in their order. */
  itemsOf(day: Day): readonly Item[] {
    return this.#itemsByDay.get(day) ?? noItems;
  }

  /** The ids of a day's items in their order: the same array until one comes, goes or moves. */
  idsOf(day: Day): readonly string[] {
    return this.#idsByDay.get(day) ?? noIds;
  }

  /** The days that have items, in order. */
  get days(): readonly number[] {
    return this.#days;
  }

  /** Calls `listener` when an item changes, comes or goes, until the returned function is called. */
  onItem(id: string, listener: () => void): () => void {
    return this.#on(id, listener);
  }

  /** Calls `listener` when anything about the items of a day changes, until the returned function is called. */
  onDay(day: Day, listener: () => void): () => void {
    return this.#on(day, listener);
  }

  /** Calls `listener` when a day gets its first item or loses its last one, until the returned function is called. */
  onDays(listener: () => void): () => void {
    this.#daysListeners.add(listener);
    return () => {
      this.#daysListeners.delete(listener);
    };
  }

  #on(about: string | Day, listener: () => void): () => void {
    const listeners = this.#listeners.get(about) ?? new Set();
    this.#listeners.set(about, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(about) === listeners) this.#listeners.delete(about);
    };
  }

  // biome-ignore lint/suspicious/noExplicitAny: Yjs declares the event type of a shared type as a type parameter.
  #onChange(events: readonly Y.YEvent<any>[]): void {
    let changed = false;
    for (const { target } of events) {
      if (target === this.#itinerary) changed = true;
      else if (target instanceof Y.Map && target.parent === this.#itinerary) changed = this.#read.delete(target) || changed;
    }
    if (changed) this.#rebuild();
  }

  #rebuild(): void {
    const items = new Map<string, Item>();
    const elements = new Map<string, Y.Map<unknown>>();
    for (const element of this.#itinerary.toArray()) {
      if (!(element instanceof Y.Map)) continue;
      const item = this.#readElement(element);
      // Of two with one id, as a race may leave them for a moment, the first is the item.
      if (item === null || items.has(item.id)) continue;
      items.set(item.id, item);
      elements.set(item.id, element);
    }
    const changed = changedKeys(this.#items, items);
    this.#items = items;
    this.#elements = elements;
    const changedDays = this.#group([...items.values()].sort(compareItems));
    for (const about of [...changed, ...changedDays]) for (const listener of [...(this.#listeners.get(about) ?? [])]) listener();
  }

  #readElement(element: Y.Map<unknown>): Item | null {
    let item = this.#read.get(element);
    if (item === undefined) {
      item = readItem(element);
      this.#read.set(element, item);
    }
    return item;
  }

  /** Puts items in their days and answers the days that are not what they were. */
  #group(items: readonly Item[]): Day[] {
    const byDay = Map.groupBy(items, ({ day }) => day);
    const changed = [...new Set([...byDay.keys(), ...this.#itemsByDay.keys()])].filter(
      (day) => !isSame(byDay.get(day) ?? noItems, this.itemsOf(day)),
    );
    for (const day of changed) {
      const ofDay = byDay.get(day) ?? noItems;
      const ids = ofDay.map(({ id }) => id);
      if (!isSame(ids, this.idsOf(day))) this.#idsByDay.set(day, ids);
      this.#itemsByDay.set(day, ofDay);
    }
    this.#setDays([...byDay.keys()].filter((day) => day !== null));
    return changed;
  }

  #setDays(days: readonly number[]): void {
    if (isSame(days, this.#days)) return;
    this.#days = days;
    for (const listener of [...this.#daysListeners]) listener();
  }
}

const indexes = new WeakMap<Y.Doc, ItemIndex>();

/** The index of a document's items: one for everybody who asks. */
export function itemIndexOf(doc: Y.Doc): ItemIndex {
  const known = indexes.get(doc);
  if (known !== undefined) return known;
  const index = new ItemIndex(doc);
  indexes.set(doc, index);
  return index;
}

function changedKeys<T>(before: ReadonlyMap<string, T>, after: ReadonlyMap<string, T>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key));
}

function isSame<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
