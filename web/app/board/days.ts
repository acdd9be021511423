import { type TripDates, tripLength } from '../../react';

const dayMs = 24 * 60 * 60 * 1000;

/** Days of the dates that are shown although they are empty; a mistyped year must not fill the page. */
export const maxEmptyDays = 92;

/** The days that have a column: those of the dates, those with items, and those that were just added. */
export function shownDays(withItems: readonly number[], dates: TripDates, addedDay: number): number[] {
  const days = new Set(withItems);
  const planned = Math.max(addedDay > maxEmptyDays ? 0 : addedDay, Math.min(tripLength(dates), maxEmptyDays), 1);
  for (let day = 1; day <= planned; day++) days.add(day);
  if (addedDay > 0) days.add(addedDay);
  return [...days].sort((a, b) => a - b);
}

/** The date of a day of the trip, as midnight in UTC; null when the trip has no start. */
export function dateOfDay(startDate: string | null, day: number): Date | null {
  return startDate === null ? null : new Date(Date.parse(startDate) + (day - 1) * dayMs);
}
