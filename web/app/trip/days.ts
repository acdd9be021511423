import type { Details, Item } from '../../react';

const dayMs = 24 * 60 * 60 * 1000;

/** Days of the dates that are shown although they are empty; a mistyped year must not fill the page. */
const maxEmptyDays = 31;

/** The days that have a heading: those of the dates, those with items, and one that was just added. */
export function shownDays(items: readonly Item[], details: Details, addedDay: number): number[] {
  const days = new Set(items.map(({ day }) => day).filter((day) => day !== null));
  const planned = Math.max(addedDay > maxEmptyDays ? 0 : addedDay, Math.min(daysBetween(details), maxEmptyDays), 1);
  for (let day = 1; day <= planned; day++) days.add(day);
  if (addedDay > 0) days.add(addedDay);
  return [...days].sort((a, b) => a - b);
}

/** The date of a day of the trip, as midnight in UTC; null when the trip has no start. */
export function dateOfDay(startDate: string | null, day: number): Date | null {
  return startDate === null ? null : new Date(Date.parse(startDate) + (day - 1) * dayMs);
}

function daysBetween({ start_date, end_date }: Details): number {
  if (start_date === null || end_date === null) return 0;
  return Math.round((Date.parse(end_date) - Date.parse(start_date)) / dayMs) + 1;
}
