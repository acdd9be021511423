import { addDays, calendarDay } from '../trips/times';

/** What the calendar can show. */
export const calendarViews = ['month', 'week', 'day', 'agenda'] as const;
export type CalendarView = (typeof calendarViews)[number];

/** How far the agenda looks ahead, in days. */
export const agendaDays = 28;

/** On which day a week begins: 0 is Sunday. */
export type WeekStart = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** The day of the week of a calendar day: 0 is Sunday. */
export function weekdayOf(date: string): number {
  return calendarDay(date).getUTCDay();
}

/** The month of a calendar day, `YYYY-MM`. */
export function monthOf(date: string): string {
  return date.slice(0, 7);
}

/** The first day of the month of a calendar day. */
export function firstOfMonth(date: string): string {
  return `${monthOf(date)}-01`;
}

/** The same day so many months later; the last one of the month where that has fewer days. */
export function addMonths(date: string, count: number): string {
  const day = calendarDay(firstOfMonth(date));
  day.setUTCMonth(day.getUTCMonth() + count);
  const first = day.toISOString().slice(0, 10);
  const length = daysOfMonth(first);
  return `${monthOf(first)}-${String(Math.min(Number(date.slice(8, 10)), length)).padStart(2, '0')}`;
}

function daysOfMonth(date: string): number {
  const [year = 0, month = 0] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** The first day of the week of a calendar day. */
export function startOfWeek(date: string, weekStart: WeekStart): string {
  return addDays(date, -((weekdayOf(date) - weekStart + 7) % 7));
}

/** So many calendar days, one after the other. */
export function daysFromOn(first: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => addDays(first, index));
}

/** The weeks that a month is shown in: whole ones, with days of the months before and after. */
export function weeksOfMonth(date: string, weekStart: WeekStart): string[][] {
  const weeks: string[][] = [];
  const month = monthOf(date);
  for (let first = startOfWeek(firstOfMonth(date), weekStart); first.slice(0, 7) <= month; first = addDays(first, 7)) {
    weeks.push(daysFromOn(first, 7));
  }
  return weeks;
}

/** The days that a view shows. */
export function daysOfView(view: CalendarView, date: string, weekStart: WeekStart): string[] {
  switch (view) {
    case 'month':
      return weeksOfMonth(date, weekStart).flat();
    case 'week':
      return daysFromOn(startOfWeek(date, weekStart), 7);
    case 'day':
      return [date];
    case 'agenda':
      return daysFromOn(date, agendaDays);
  }
}

/** Where the buttons for earlier and later lead. */
export function stepView(view: CalendarView, date: string, direction: 1 | -1): string {
  if (view === 'month') return addMonths(date, direction);
  return addDays(date, direction * { week: 7, day: 1, agenda: agendaDays }[view]);
}

/** All months of some days that follow each other, `YYYY-MM`. */
export function monthsOfDays(days: readonly string[]): string[] {
  return [...new Set(days.map(monthOf))];
}
