import type { ItineraryItem, TripView } from '../../../react';
import { differing, type FieldChange } from '../../history/history-subject';
import type { TripHistoryField } from './trip-fields';

export type TripChange = FieldChange<TripHistoryField>;

/** What of a card is a value by itself. The cost goes with its currency. */
const cardValues = ['title', 'day', 'order', 'time_slot', 'type', 'booking_status', 'notes', 'url'] as const;
export type CardValue = (typeof cardValues)[number] | 'cost';

/**
 * How these parts of a trip differ between two versions: a card or a link that came or went is one value, of one that stayed
 * there is what is different about it. Paths are those of `useTripWords`: `/itinerary/@id`, `/itinerary/@id/title`, `/budget/JPY`.
 */
export function tripChanges(before: TripView, after: TripView, fields: readonly TripHistoryField[]): TripChange[] {
  return differing(fields.flatMap((field) => changesOf(field, before, after)));
}

function changesOf(field: TripHistoryField, before: TripView, after: TripView): TripChange[] {
  switch (field) {
    case 'dates':
      return [{ field, path: '/dates', before: datesOf(before), after: datesOf(after) }];
    case 'itinerary':
      return pairsOf(before.itinerary, after.itinerary).flatMap(([was, is]) => cardChanges(was, is));
    case 'attachments':
      return pairsOf(before.attachments, after.attachments).map(([was, is]) => ({
        ...{ field, path: `/attachments/@${(is ?? was)?.id}` },
        before: was && labelOf(was),
        after: is && labelOf(is),
      }));
    case 'budget': {
      const currencies = [...new Set([...Object.keys(before.budget), ...Object.keys(after.budget)])];
      return currencies.map((currency) => ({
        ...{ field, path: `/budget/${currency}` },
        before: sumOf(before.budget[currency] ?? null, currency),
        after: sumOf(after.budget[currency] ?? null, currency),
      }));
    }
    default:
      return [{ field, path: `/${field}`, before: before[field], after: after[field] }];
  }
}

function cardChanges(was: ItineraryItem | null, is: ItineraryItem | null): TripChange[] {
  const field = 'itinerary';
  const path = `/itinerary/@${(is ?? was)?.id}`;
  const owner = is?.title || was?.title || '';
  if (was === null || is === null) return [{ field, path, owner, before: was, after: is }];
  const values = cardValues
    // A card on another day is in another place there as well.
    .filter((value) => value !== 'order' || was.day === is.day)
    .map((value): TripChange => ({ field, owner, path: `${path}/${value}`, before: was[value], after: is[value] }));
  return [
    ...values,
    { field, owner, path: `${path}/cost`, before: sumOf(was.cost, was.currency), after: sumOf(is.cost, is.currency) },
  ];
}

/** The elements of two lists by their ids, in the order of the later one; those that went come last. */
function pairsOf<T extends { readonly id: string }>(before: readonly T[], after: readonly T[]): [was: T | null, is: T | null][] {
  const former = new Map(before.map((one) => [one.id, one]));
  const later = new Set(after.map(({ id }) => id));
  return [
    ...after.map((is): [T | null, T] => [former.get(is.id) ?? null, is]),
    ...before.filter(({ id }) => !later.has(id)).map((was): [T, null] => [was, null]),
  ];
}

/** An amount with what it is in. */
export interface Sum {
  readonly amount: number;
  readonly currency: string | null;
}

function sumOf(amount: number | null, currency: string | null): Sum | null {
  return amount === null ? null : { amount, currency };
}

/** The days of a trip; null for one without. */
export interface TripDays {
  readonly start: string | null;
  readonly end: string | null;
}

function datesOf({ start_date: start, end_date: end }: TripView): TripDays | null {
  return start === null && end === null ? null : { start, end };
}

/** What a link is called: its address, where nobody has given it a title. */
function labelOf({ title, url }: TripView['attachments'][number]): string {
  return title || (url ?? '');
}
