const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** A calendar day, `YYYY-MM-DD`, as the midnight in UTC that stands for it: to be formatted in UTC only. */
export function calendarDay(date: string): Date {
  return new Date(`${date}T00:00:00Z`);
}

/** The calendar day that it is here now. */
export function today(now = new Date()): string {
  return addDays('1970-01-01', Math.floor((now.getTime() - now.getTimezoneOffset() * minuteMs) / dayMs));
}

/** The calendar day so many days later. */
export function addDays(date: string, count: number): string {
  return new Date(calendarDay(date).getTime() + count * dayMs).toISOString().slice(0, 10);
}

/** How many days lie between two calendar days; negative when the second one is earlier. */
export function daysFrom(from: string, to: string): number {
  return Math.round((calendarDay(to).getTime() - calendarDay(from).getTime()) / dayMs);
}

/**
 * A time of the past in the largest unit that fits it, for `FormattedRelativeTime`; never above zero. A server's clock that is
 * ahead is no reason to speak of the future.
 */
export function relativeTime(differenceMs: number): { value: number; unit: 'minute' | 'hour' | 'day' | 'month' | 'year' } {
  const minutes = Math.round(Math.min(0, differenceMs) / minuteMs);
  if (minutes > -60) return { value: minutes, unit: 'minute' };
  const hours = Math.round(minutes / 60);
  if (hours > -24) return { value: hours, unit: 'hour' };
  const days = Math.round(hours / 24);
  if (days > -45) return { value: days, unit: 'day' };
  const months = Math.round(days / 30.4);
  return months > -12 ? { value: months, unit: 'month' } : { value: Math.round(months / 12), unit: 'year' };
}

/** How far away a trip is: days until it starts, under way, or neither of interest. */
export function nearness(start: string | null, end: string | null, now: string): { inDays: number } | 'now' | null {
  if (start === null) return null;
  const inDays = daysFrom(now, start);
  if (inDays > 0) return inDays <= maxDaysAhead ? { inDays } : null;
  return now <= (end ?? start) ? 'now' : null;
}

/** Nobody counts the days of a trip that is further away. */
const maxDaysAhead = 60;
