import type * as Y from 'yjs';
import { compareKeys, isOrderKey, orderKeyBetween } from './order-keys';
import { compareDays, DayKeys, type ElementPlace, isDay, readPlace } from './placement';

/** One element of a placed list as a patch wants it, in the order in which it wants them. */
export interface ListElement {
  readonly map: Y.Map<unknown>;
  readonly id: string;
  readonly isNew: boolean;
  /** What the patched view says; not necessarily a day. */
  readonly day: unknown;
  /** What the patched view says; not necessarily an order key. */
  readonly order: unknown;
}

interface Slot extends ElementPlace {
  readonly element: ListElement;
}

/**
 * Writes places such that the list is shown in the order that a patch asks for, and changes as few as possible: who
 * stands right already keeps their place. Answers the ids of the elements that were moved.
 */
export function arrangePlaces(elements: readonly ListElement[], random: () => number): string[] {
  return new Arrangement(elements, random).run();
}

class Arrangement {
  /** Elements that the patch leaves where they are. */
  readonly #kept: Map<ListElement, Slot>;
  readonly #keys = new DayKeys([]);
  /** Where the search for the next kept element goes on. */
  #next = 0;

  constructor(
    private readonly elements: readonly ListElement[],
    private readonly random: () => number,
  ) {
    // Who gets another day or order by name moves by that; only among the others does the sequence say who was moved.
    const unnamed = elements.filter((element) => !element.isNew && namedPart(element) === null);
    const slots = unnamed.flatMap((element) => slotOf(element) ?? []);
    this.#kept = new Map(longestRisingRun(slots, compareSlots).map((slot) => [slot.element, slot]));
    for (const slot of this.#kept.values()) this.#keys.add(slot);
  }

  run(): string[] {
    const moved: string[] = [];
    /** The last one that stands in the sequence, and the last one of all: a new element without a day follows that. */
    let left: Slot | null = null;
    let previous: Slot | null = null;
    for (const [index, element] of this.elements.entries()) {
      const follows = element.isNew && !isDay(element.day) ? previous : left;
      const slot: Slot = this.#kept.get(element) ?? this.#settle(element, follows, index);
      if (isBetween(left, slot, this.#nextKept(index))) left = slot;
      if (write(slot)) moved.push(element.id);
      previous = slot;
    }
    return moved;
  }

  #settle(element: ListElement, left: Slot | null, index: number): Slot {
    const slot = this.#find(element, left, index);
    this.#keys.add(slot);
    return slot;
  }

  #find(element: ListElement, left: Slot | null, index: number): Slot {
    const own = slotOf(element);
    const named = namedPart(element);
    if (own !== null && named === 'order') return own;
    let right = this.#nextKept(index);
    if (own !== null && (named === 'day' || element.isNew) && isBetween(left, own, right)) return own;
    const day = dayBetween(element, left, right);
    // Between two with the same key there is no room: the right one makes some.
    while (left !== null && right !== null && left.day === day && right.day === day && left.order >= right.order) {
      this.#kept.delete(right.element);
      right = this.#nextKept(index);
    }
    const after = left?.day === day ? left.order : null;
    const before = right?.day === day ? right.order : null;
    if (after !== null || before !== null) return { element, day, order: orderKeyBetween(after, before, this.random) };
    // Order keys are comparable over all days: a card that only changes its day keeps its own.
    if (own !== null && !element.isNew) return { element, day, order: own.order };
    return { element, day, order: orderKeyBetween(this.#keys.last(day), null, this.random) };
  }

  /** The first kept element behind an index. To be asked with rising indices. */
  #nextKept(index: number): Slot | null {
    this.#next = Math.max(this.#next, index + 1);
    for (; this.#next < this.elements.length; this.#next++) {
      const slot = this.#kept.get(this.elements[this.#next] as ListElement);
      if (slot !== undefined) return slot;
    }
    return null;
  }
}

/** What of its place the patch gives an element that was there before. */
function namedPart({ map, isNew, day, order }: ListElement): 'day' | 'order' | null {
  const current = readPlace(map.get('place'));
  if (isNew || current === null) return null;
  if (isOrderKey(order) && order !== current.order) return 'order';
  return isDay(day) && day !== current.day ? 'day' : null;
}

/** Where an element would stand if it were left alone: what the patch says of its day and order, else what it has. */
function slotOf(element: ListElement): Slot | null {
  const current = readPlace(element.map.get('place'));
  const order = isOrderKey(element.order) ? element.order : current?.order;
  const day = isDay(element.day) ? element.day : (current?.day ?? null);
  return order === undefined || (element.isNew && element.day === undefined) ? null : { element, day, order };
}

/** The day of an element between two others: the one the patch names, its own where that fits, else its neighbour's. */
function dayBetween(element: ListElement, left: ElementPlace | null, right: ElementPlace | null): number | null {
  const { day } = element;
  if (isDay(day) && (element.isNew || namedPart(element) === 'day' || isDayBetween(left, day, right))) return day;
  return (left ?? right)?.day ?? null;
}

function isDayBetween(left: ElementPlace | null, day: number | null, right: ElementPlace | null): boolean {
  return (left === null || compareDays(left.day, day) <= 0) && (right === null || compareDays(day, right.day) <= 0);
}

function isBetween(left: Slot | null, slot: Slot, right: Slot | null): boolean {
  return (left === null || compareSlots(left, slot) < 0) && (right === null || compareSlots(slot, right) < 0);
}

function write({ element, day, order }: Slot): boolean {
  const current = readPlace(element.map.get('place'));
  if (current !== null && current.day === day && current.order === order) return false;
  element.map.set('place', { day, order });
  return true;
}

/** The longest subsequence that is in rising order already; O(n log n). */
export function longestRisingRun<T>(items: readonly T[], compare: (a: T, b: T) => number): T[] {
  const ends: number[] = [];
  const before: number[] = [];
  items.forEach((item, index) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(items[ends[middle] as number] as T, item) < 0) low = middle + 1;
      else high = middle;
    }
    before[index] = low === 0 ? -1 : (ends[low - 1] as number);
    ends[low] = index;
  });
  const run: T[] = [];
  for (let index = ends.at(-1) ?? -1; index >= 0; index = before[index] as number) run.push(items[index] as T);
  return run.reverse();
}

function compareSlots(a: Slot, b: Slot): number {
  return compareDays(a.day, b.day) || compareKeys(a.order, b.order) || compareKeys(a.element.id, b.element.id);
}
