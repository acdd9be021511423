import type * as Y from 'yjs';
import { replan, unplan } from './item-edits';
import { type Details, readDetails, setDetails } from './trip-content';
import { type Item, readItems } from './trip-items';

/** When a trip begins and ends, as `YYYY-MM-DD`. */
export type TripDates = Pick<Details, 'start_date' | 'end_date'>;

/** What a change of the dates did: enough to take it back. */
export interface DatesChange {
  readonly before: TripDates;
  /** The items of days that are no more, as they were: they are not planned any more. */
  readonly unplanned: readonly Item[];
}

const dayMs = 24 * 60 * 60 * 1000;

/** The number of days of a trip, both ends included; 0 as long as one of them is open. */
export function tripLength({ start_date, end_date }: TripDates): number {
  if (start_date === null || end_date === null) return 0;
  return Math.round((Date.parse(end_date) - Date.parse(start_date)) / dayMs) + 1;
}

/** The dates after another start was chosen. A trip that would end before it starts moves as a whole. */
export function datesFromStart(dates: TripDates, start: string | null): TripDates {
  const { end_date } = dates;
  if (start === null || end_date === null || end_date >= start) return { ...dates, start_date: start };
  return { start_date: start, end_date: dateAfter(start, Math.max(tripLength(dates), 1) - 1) };
}

/** The dates after another end was chosen. A trip that would end before it starts moves as a whole. */
export function datesUntilEnd(dates: TripDates, end: string | null): TripDates {
  const { start_date } = dates;
  if (end === null || start_date === null || start_date <= end) return { ...dates, end_date: end };
  return { start_date: dateAfter(end, 1 - Math.max(tripLength(dates), 1)), end_date: end };
}

/** A calendar date some days later, or earlier. */
export function dateAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);
}

/**
 * Sets the dates of a trip, in one edit. Items keep the number of their day; where a trip becomes shorter, those of the
 * days that are no more are kept as not planned.
 */
export function setDates(doc: Y.Doc, dates: TripDates, random: () => number = Math.random): DatesChange {
  const { start_date, end_date } = readDetails(doc);
  const [before, length] = [{ start_date, end_date }, tripLength(dates)];
  const isShorter = length > 0 && length < tripLength(before);
  const unplanned = isShorter ? readItems(doc).filter(({ day }) => day !== null && day > length) : [];
  doc.transact(() => {
    setDetails(doc, dates);
    unplan(doc, new Set(unplanned.map(({ id }) => id)), random);
  });
  return { before, unplanned };
}

/** Takes a change of the dates back, in one edit. What somebody has planned anew meanwhile stays where it is. */
export function revertDates(doc: Y.Doc, { before, unplanned }: DatesChange): void {
  doc.transact(() => {
    setDetails(doc, before);
    replan(doc, unplanned);
  });
}
