/**
 * The Gregorian calendar in whole days since 1970-01-01. `Date` is slower by an order of magnitude, and a month of a large
 * calendar asks for some ten thousand days.
 */
export const dayMs = 24 * 60 * 60 * 1000;

export interface CalendarDate {
  readonly year: number;
  /** 1 … 12. */
  readonly month: number;
  /** 1 … 31. */
  readonly day: number;
}

/** Years are counted from March in 400-year cycles, so that the leap day is the last of its year. */
const daysPerCycle = 146_097;
const epochFromCycleStart = 719_468;

/** The number of a date's day; a day beyond the end of its month counts on into the next one. */
export function dayOf(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const cycle = Math.floor(shifted / 400);
  const yearOfCycle = shifted - cycle * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfCycle = yearOfCycle * 365 + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100) + dayOfYear;
  return cycle * daysPerCycle + dayOfCycle - epochFromCycleStart;
}

export function dateOf(dayNumber: number): CalendarDate {
  const shifted = dayNumber + epochFromCycleStart;
  const cycle = Math.floor(shifted / daysPerCycle);
  const dayOfCycle = shifted - cycle * daysPerCycle;
  const yearOfCycle = Math.floor(
    (dayOfCycle - Math.floor(dayOfCycle / 1460) + Math.floor(dayOfCycle / 36_524) - Math.floor(dayOfCycle / 146_096)) / 365,
  );
  const dayOfYear = dayOfCycle - (365 * yearOfCycle + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** 0: Monday … 6: Sunday. */
export function weekdayOf(dayNumber: number): number {
  // 1970-01-01 was a Thursday.
  return modulo(dayNumber + 3, 7);
}

/** The number of the week that a day is in, when weeks begin on `weekStart` (0: Monday). */
export function weekOf(dayNumber: number, weekStart: number): number {
  return Math.floor((dayNumber + 3 - weekStart) / 7);
}

/** The first day of a week, by its number. */
export function firstDayOfWeek(week: number, weekStart: number): number {
  return week * 7 - 3 + weekStart;
}

export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

export function daysInYear(year: number): number {
  return isLeapYear(year) ? 366 : 365;
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
