import { dateOf, dayOf, daysInMonth, daysInYear, firstDayOfWeek, weekdayOf, weekOf } from './calendar-days';
import type { Rule } from './rule';

/** A stretch of days, the last one included. */
interface Span {
  readonly first: number;
  readonly last: number;
}

/** The number of the period (day, week, month or year, as the rule repeats) that a day is in. */
export function periodOf(rule: Rule, day: number): number {
  if (rule.frequency === 'DAILY') return day;
  if (rule.frequency === 'WEEKLY') return weekOf(day, rule.weekStart);
  const { year, month } = dateOf(day);
  return rule.frequency === 'MONTHLY' ? year * 12 + month - 1 : year;
}

/** The days that a complete rule selects of one period, in order. BYSETPOS counts only those on which it `happens`. */
export function daysOfPeriod(rule: Rule, period: number, happens: (day: number) => boolean): readonly number[] {
  if (rule.bySetPos.length === 0) return selectDays(rule, period);
  const days = selectDays(rule, period).filter(happens);
  const indexes = rule.bySetPos.map((position) => (position > 0 ? position - 1 : days.length + position));
  return days.filter((_, index) => indexes.includes(index));
}

function selectDays(rule: Rule, period: number): readonly number[] {
  switch (rule.frequency) {
    case 'DAILY':
      return isWeekday(rule, period, null) && isSelectedDate(rule, period) ? [period] : [];
    case 'WEEKLY': {
      const first = firstDayOfWeek(period, rule.weekStart);
      return daysOf({ first, last: first + 6 }, (day) => isWeekday(rule, day, null) && isSelectedDate(rule, day));
    }
    case 'MONTHLY':
      return daysOfMonth(rule, Math.floor(period / 12), (period % 12) + 1);
    case 'YEARLY':
      return daysOfYear(rule, period);
  }
}

function daysOf({ first, last }: Span, isSelected: (day: number) => boolean): readonly number[] {
  const days: number[] = [];
  for (let day = first; day <= last; day += 1) if (isSelected(day)) days.push(day);
  return days;
}

function daysOfMonth(rule: Rule, year: number, month: number): readonly number[] {
  if (rule.byMonth.length > 0 && !rule.byMonth.includes(month)) return [];
  const first = dayOf(year, month, 1);
  const length = daysInMonth(year, month);
  const span = { first, last: first + length - 1 };
  return daysOf(span, (day) => isCounted(rule.byMonthDay, day - first + 1, length) && isWeekday(rule, day, span));
}

function daysOfYear(rule: Rule, year: number): readonly number[] {
  if (rule.byWeekNo.length > 0) return daysOfWeeks(rule, year);
  if (rule.byMonth.length > 0) {
    const days = rule.byMonth.flatMap((month) => daysOfMonth(rule, year, month));
    return days.filter((day) => isSelectedYearDay(rule, day));
  }
  // A numbered day of the week is one of the year here, not of a month.
  const first = dayOf(year, 1, 1);
  const span = { first, last: first + daysInYear(year) - 1 };
  return daysOf(span, (day) => isWeekday(rule, day, span) && isSelectedYearDay(rule, day) && isSelectedDate(rule, day));
}

/**
 * Those of the weeks of a year, which may begin in the year before and end in the next one. Week 1 is the first one with four days
 * or more in the year.
 */
function daysOfWeeks(rule: Rule, year: number): readonly number[] {
  const firstWeek = weekOf(dayOf(year, 1, 4), rule.weekStart);
  const weeks = weekOf(dayOf(year + 1, 1, 4), rule.weekStart) - firstWeek;
  const first = firstDayOfWeek(firstWeek, rule.weekStart);
  const span = { first, last: first + weeks * 7 - 1 };
  return daysOf(
    span,
    (day) =>
      isCounted(rule.byWeekNo, Math.floor((day - first) / 7) + 1, weeks) &&
      isWeekday(rule, day, null) &&
      isSelectedDate(rule, day) &&
      isSelectedYearDay(rule, day),
  );
}

/** Whether a list selects the nth of `length`, from either end; an empty list selects all. */
function isCounted(list: readonly number[], nth: number, length: number): boolean {
  return list.length === 0 || list.includes(nth) || list.includes(nth - length - 1);
}

/** Whether BYDAY selects a day; its numbers count within the span. */
function isWeekday(rule: Rule, day: number, span: Span | null): boolean {
  if (rule.byDay.length === 0) return true;
  const weekday = weekdayOf(day);
  return rule.byDay.some((one) => {
    if (one.weekday !== weekday || one.nth === null || span === null) return one.weekday === weekday;
    if (one.nth > 0) return Math.floor((day - span.first) / 7) + 1 === one.nth;
    return -Math.floor((span.last - day) / 7) - 1 === one.nth;
  });
}

/** Whether the parts that look at a date by itself select a day. */
function isSelectedDate(rule: Rule, day: number): boolean {
  if (rule.byMonth.length === 0 && rule.byMonthDay.length === 0) return true;
  const { year, month, day: dayOfMonth } = dateOf(day);
  if (rule.byMonth.length > 0 && !rule.byMonth.includes(month)) return false;
  return isCounted(rule.byMonthDay, dayOfMonth, daysInMonth(year, month));
}

function isSelectedYearDay(rule: Rule, day: number): boolean {
  if (rule.byYearDay.length === 0) return true;
  const { year } = dateOf(day);
  return isCounted(rule.byYearDay, day - dayOf(year, 1, 1) + 1, daysInYear(year));
}
