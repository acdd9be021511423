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
  return maps.map((map) => ({ map, id: elementId(map) ?? '', place: readPlace(map.get('place')) }));
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

/**
 * Finds a place for an element that has none (PROTOCOL.md R8): behind its left neighbour in the array, in that one's
 * day; at the end of the day it asks for, when the neighbour is in another one.
 * @param others all other elements, in array order.
 * @param index how many of them are to its left.
 */
export function findPlace(others: readonly Placed[], index: number, wanted: WantedPlace, random: () => number): ElementPlace {
  const left = others.slice(0, index).findLast(({ place }) => place !== null)?.place ?? null;
  const right = others.slice(index).find(({ place }) => place !== null)?.place ?? null;
  const day = wanted.day !== undefined ? wanted.day : left !== null ? left.day : (right?.day ?? null);
  if (wanted.order !== undefined) return { day, order: wanted.order };
  const keys = others.flatMap(({ place }) => (place?.day === day ? [place.order] : [])).sort(compareKeys);
  if (left?.day === day) return { day, order: keyBehind(left.order, keys, random) };
  // Without a neighbour to follow: before everything where no day was asked for, else at the end of that day.
  const first = keys[0] ?? null;
  if (left === null && wanted.day === undefined && first !== null) return { day, order: orderKeyBetween(null, first, random) };
  return { day, order: orderKeyBetween(keys.at(-1) ?? null, null, random) };
}

/** A key behind `key` and before the next greater one of `sorted`. */
export function keyBehind(key: string, sorted: readonly string[], random: () => number): string {
  return orderKeyBetween(key, sorted.find((other) => other > key) ?? null, random);
}
