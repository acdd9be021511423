import type * as Y from 'yjs';
import { compareKeys, isOrderKey, orderKeyBetween } from './order-keys';
import { compareDays, type ElementPlace, isDay, readPlace } from './placement';

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
  const kept = new Map(
    longestRisingRun(elements.flatMap((element) => slotOf(element) ?? [])).map((slot) => [slot.element, slot]),
  );
  const settled: ElementPlace[] = [...kept.values()];
  const moved: string[] = [];
  let left: ElementPlace | null = null;
  elements.forEach((element, index) => {
    let place: ElementPlace | undefined = kept.get(element);
    if (place === undefined) {
      const right = elements.slice(index + 1).flatMap((other) => kept.get(other) ?? [])[0] ?? null;
      place = placeBetween(element, left, right, settled, random);
      settled.push(place);
    }
    left = place;
    if (write(element, place)) moved.push(element.id);
  });
  return moved;
}

/** Where an element would stand if it were left alone: what the patch says of its day and order, else what it has. */
function slotOf(element: ListElement): Slot | null {
  const current = readPlace(element.map.get('place'));
  const order = isOrderKey(element.order) ? element.order : current?.order;
  const day = isDay(element.day) ? element.day : (current?.day ?? null);
  return order === undefined || (element.isNew && element.day === undefined) ? null : { element, day, order };
}

function placeBetween(
  element: ListElement,
  left: ElementPlace | null,
  right: ElementPlace | null,
  settled: readonly ElementPlace[],
  random: () => number,
): ElementPlace {
  const current = readPlace(element.map.get('place'));
  // Who is moved among the cards of another day joins that day, unless the patch names a day itself.
  const namesDay = isDay(element.day) && (element.isNew || element.day !== current?.day);
  const neighbour = left ?? right;
  const staysInDay = isDay(element.day) && fitsBetween(element.day, left, right);
  const day = isDay(element.day) && (namesDay || staysInDay) ? element.day : (neighbour?.day ?? null);
  const after = left?.day === day ? left.order : null;
  const before = right?.day === day ? right.order : null;
  if (after === null && before === null) {
    // Order keys are comparable over all days: a card that only changes its day keeps its own.
    if (!element.isNew && isOrderKey(element.order)) return { day, order: element.order };
    const ofDay = settled.filter((place) => place.day === day).map((place) => place.order);
    return { day, order: orderKeyBetween(ofDay.sort(compareKeys).at(-1) ?? null, null, random) };
  }
  const isOpen = after === null || before === null || after < before;
  return { day, order: orderKeyBetween(after, isOpen ? before : null, random) };
}

function fitsBetween(day: number | null, left: ElementPlace | null, right: ElementPlace | null): boolean {
  return (left === null || compareDays(left.day, day) <= 0) && (right === null || compareDays(day, right.day) <= 0);
}

function write(element: ListElement, { day, order }: ElementPlace): boolean {
  const current = readPlace(element.map.get('place'));
  if (current !== null && current.day === day && current.order === order) return false;
  element.map.set('place', { day, order });
  return true;
}

/** The longest subsequence that is in rising order already; O(n log n). */
function longestRisingRun(slots: readonly Slot[]): Slot[] {
  const ends: number[] = [];
  const before: number[] = [];
  slots.forEach((slot, index) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareSlots(slots[ends[middle] as number] as Slot, slot) < 0) low = middle + 1;
      else high = middle;
    }
    before[index] = low === 0 ? -1 : (ends[low - 1] as number);
    ends[low] = index;
  });
  const run: Slot[] = [];
  for (let index = ends.at(-1) ?? -1; index >= 0; index = before[index] as number) run.push(slots[index] as Slot);
  return run.reverse();
}

function compareSlots(a: Slot, b: Slot): number {
  return compareDays(a.day, b.day) || compareKeys(a.order, b.order) || compareKeys(a.element.id, b.element.id);
}
