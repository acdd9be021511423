import { dateOf, dayOf, daysInMonth, weekdayOf } from './calendar-days';
import type { Rule, WeekdayRule } from './rule';

/** A rule that gives the days of another one, moved. */
export interface MovedRule {
  readonly rule: Rule;
  /** The day to which the occurrence of a day goes; null where the rule gives none. */
  readonly dayOf: (day: number) => number | null;
}

/**
 * The rule of a series of which all occurrences move by as many days as one of them. What a rule says of days of the week or of
 * the month it says of the new ones then; UNTIL is not looked at.
 * @param anchor the day of that one, as it was: the first Tuesday of a month may become its first or its second Wednesday
 * @returns null for a rule that cannot say on which days they would be
 */
export function moveRule(rule: Rule, anchor: number, days: number): MovedRule | null {
  if (days === 0) return { rule, dayOf: (day) => day };
  if (rule.byWeekNo.length > 0 || rule.byYearDay.length > 0 || rule.bySetPos.length > 0) return null;
  const later = (day: number): number => day + days;
  if (rule.byMonthDay.length > 0) {
    const byMonthDay = rule.byMonthDay.map(later);
    const isInside = rule.byMonthDay.every((day, index) => isInEachMonth(day, byMonthDay[index] ?? 0));
    return isInside && rule.byDay.length === 0 && isByMonth(rule) ? { rule: { ...rule, byMonthDay }, dayOf: later } : null;
  }
  if (rule.byMonth.length > 0) return null;
  if (rule.byDay.length > 0) return moveWeekdays(rule, anchor, days);
  return isByMonth(rule) ? moveDayOfMonth(rule, anchor, days) : { rule, dayOf: later };
}

function isByMonth({ frequency }: Rule): boolean {
  return frequency === 'MONTHLY' || frequency === 'YEARLY';
}

/** Days that all months have, counted from the same end of the month. */
function isInEachMonth(day: number, moved: number): boolean {
  return Math.sign(day) === Math.sign(moved) && Math.abs(day) <= 28 && Math.abs(moved) <= 28;
}

function moveWeekdays(rule: Rule, anchor: number, days: number): MovedRule | null {
  const [first, ...others] = rule.byDay;
  if (first !== undefined && others.length === 0 && first.nth !== null) return moveNth(rule, first.nth, anchor, days);
  // A month or a year with every second Monday of it left out is none that begins on a Tuesday.
  const isPlain = rule.byDay.every(({ nth }) => nth === null) && (!isByMonth(rule) || rule.interval === 1);
  if (!isPlain) return null;
  const shifted = (weekday: number): number => (((weekday + days) % 7) + 7) % 7;
  const byDay = rule.byDay.map(({ weekday }) => ({ weekday: shifted(weekday), nth: null }));
  // Of every second week, the days of one week are to stay in one.
  const weekStart = rule.interval === 1 ? rule.weekStart : shifted(rule.weekStart);
  return { rule: { ...rule, byDay, weekStart }, dayOf: (day) => day + days };
}

/** The second Tuesday of a month. */
function moveNth(rule: Rule, nth: number, anchor: number, days: number): MovedRule | null {
  if (rule.frequency !== 'MONTHLY' || Math.abs(nth) > 4) return null;
  const byDay = nthOf(anchor + days, nth);
  const months = monthOf(anchor + days) - monthOf(anchor);
  return { rule: { ...rule, byDay: [byDay] }, dayOf: (day) => dayOfNth(monthOf(day) + months, byDay) };
}

/** Which one of its month a day is: from the end where it was that before and is it still. The fifth is the last one: not each month has it. */
function nthOf(day: number, before: number): WeekdayRule {
  const { year, month, day: dayOfMonth } = dateOf(day);
  const weekday = weekdayOf(day);
  const fromEnd = -Math.ceil((daysInMonth(year, month) - dayOfMonth + 1) / 7);
  const nth = Math.ceil(dayOfMonth / 7);
  return { weekday, nth: fromEnd === before || nth > 4 ? fromEnd : nth };
}

function dayOfNth(month: number, { weekday, nth }: WeekdayRule): number {
  const first = firstDay(month);
  if (nth === null || nth > 0) return first + ((weekday - weekdayOf(first) + 7) % 7) + ((nth ?? 1) - 1) * 7;
  const last = firstDay(month + 1) - 1;
  return last - ((weekdayOf(last) - weekday + 7) % 7) + (nth + 1) * 7;
}

/** A day of the month, or of the year, that the rule leaves to its start. */
function moveDayOfMonth(rule: Rule, anchor: number, days: number): MovedRule {
  const { day: dayOfMonth } = dateOf(anchor + days);
  const months = monthOf(anchor + days) - monthOf(anchor);
  const moved = (day: number): number | null => {
    const to = firstDay(monthOf(day) + months) + dayOfMonth - 1;
    return dateOf(to).day === dayOfMonth ? to : null;
  };
  return { rule, dayOf: moved };
}

/** Months since the year 0. */
function monthOf(day: number): number {
  const { year, month } = dateOf(day);
  return year * 12 + month - 1;
}

function firstDay(month: number): number {
  return dayOf(Math.floor(month / 12), (month % 12) + 1, 1);
}
