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

/** A time in the largest unit that fits it, for `FormattedRelativeTime`. Negative: in the past. */
export function relativeTime(differenceMs: number): { value: number; unit: 'minute' | 'hour' | 'day' } {
  const minutes = Math.round(differenceMs / minuteMs);
  if (Math.abs(minutes) < 60) return { value: minutes, unit: 'minute' };
  const hours = Math.round(minutes / 60);
  return Math.abs(hours) < 24 ? { value: hours, unit: 'hour' } : { value: Math.round(hours / 24), unit: 'day' };
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
