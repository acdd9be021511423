import type * as Y from 'yjs';
import { fieldLimits } from '../protocol/limits';
import { isPlainObject } from './content-check';
import { elementId } from './layout';
import { compareKeys, orderKeyBetween } from './order-keys';

/** Where an element stands in a placed list. `day` null: not planned yet. */
export interface ElementPlace {
  readonly day: number | null;
  readonly order: string;
}

/** An element with its place, as far as it has one. */
export interface Placed {
  readonly map: Y.Map<unknown>;
  readonly id: string;
  readonly place: ElementPlace | null;
}

export function isDay(value: unknown): value is number | null {
  return value === null || (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= fieldLimits.maxDay);
}

/** An order key of whatever length: one that is too long is replaced, not refused. */
export function isOrderKeyText(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9A-Za-z]*[1-9A-Za-z]$/.test(value);
}

/** Reads the value of a `place` register; null when it is not a place. */
export function readPlace(value: unknown): ElementPlace | null {
  if (!isPlainObject(value) || Object.keys(value).length !== 2) return null;
  const { day, order } = value;
  return isDay(day) && isOrderKeyText(order) ? { day, order } : null;
}

export function placedElements(maps: readonly Y.Map<unknown>[]): Placed[] {
  return maps.map((map) => ({ map, id: elementId(map, 'id') ?? '', place: readPlace(map.get('place')) }));
}

/** Sorts elements as people see them: by day, unplanned ones last; then by order; then by id. */
export function comparePlaced(a: Placed, b: Placed): number {
  if (a.place === null || b.place === null) return (a.place === null ? 1 : 0) - (b.place === null ? 1 : 0);
  return compareDays(a.place.day, b.place.day) || compareKeys(a.place.order, b.place.order) || compareKeys(a.id, b.id);
}

export function compareDays(a: number | null, b: number | null): number {
  return (a ?? Number.POSITIVE_INFINITY) === (b ?? Number.POSITIVE_INFINITY)
    ? 0
    : (a ?? Number.POSITIVE_INFINITY) - (b ?? Number.POSITIVE_INFINITY);
}

/** What is known of the place an element should get. */
export interface WantedPlace {
  readonly day?: number | null;
  readonly order?: string;
}

/** The order keys in use, by day, each sorted. */
export class DayKeys {
  readonly #byDay = new Map<number | null, string[]>();

  constructor(elements: readonly Placed[]) {
    for (const { place } of elements) if (place !== null) this.#of(place.day).push(place.order);
    for (const keys of this.#byDay.values()) keys.sort(compareKeys);
  }

  add({ day, order }: ElementPlace): void {
    const keys = this.#of(day);
    keys.splice(firstFrom(keys, order), 0, order);
  }

  remove({ day, order }: ElementPlace): void {
    const keys = this.#of(day);
    const index = firstFrom(keys, order);
    if (keys[index] === order) keys.splice(index, 1);
  }

  first(day: number | null): string | null {
    return this.#of(day)[0] ?? null;
  }

  last(day: number | null): string | null {
    return this.#of(day).at(-1) ?? null;
  }

  /** The lowest key of a day that is greater than `order`. */
  above(day: number | null, order: string): string | null {
    const keys = this.#of(day);
    let index = firstFrom(keys, order);
    while (keys[index] === order) index++;
    return keys[index] ?? null;
  }

  #of(day: number | null): string[] {
    const keys = this.#byDay.get(day) ?? [];
    this.#byDay.set(day, keys);
    return keys;
  }
}

/** Index of the first of sorted keys that is not lower than `key`. */
function firstFrom(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((keys[middle] as string) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Finds a place for an element that has none (PROTOCOL.md R8): behind its left neighbour in the array, in that one's
 * day; at the end of the day it asks for, when the neighbour is in another one.
 */
export function findPlace(
  left: ElementPlace | null,
  right: ElementPlace | null,
  keys: DayKeys,
  wanted: WantedPlace,
  random: () => number,
): ElementPlace {
  const day = wanted.day !== undefined ? wanted.day : left !== null ? left.day : (right?.day ?? null);
  if (wanted.order !== undefined) return { day, order: wanted.order };
  if (left?.day === day) return { day, order: orderKeyBetween(left.order, keys.above(day, left.order), random) };
  // Without a neighbour to follow: before everything where no day was asked for, else at the end of that day.
  const first = keys.first(day);
  if (left === null && wanted.day === undefined && first !== null) return { day, order: orderKeyBetween(null, first, random) };
  return { day, order: orderKeyBetween(keys.last(day), null, random) };
}
