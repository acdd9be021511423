/** A calendar day, `YYYY-MM-DD`, as the midnight in UTC that stands for it: to be formatted in UTC only. */
export function calendarDay(date: string): Date {
  return new Date(`${date}T00:00:00Z`);
}

const minuteMs = 60_000;

/** A time in the largest unit that fits it, for `FormattedRelativeTime`. Negative: in the past. */
export function relativeTime(differenceMs: number): { value: number; unit: 'minute' | 'hour' | 'day' } {
  const minutes = Math.round(differenceMs / minuteMs);
  if (Math.abs(minutes) < 60) return { value: minutes, unit: 'minute' };
  const hours = Math.round(minutes / 60);
  return Math.abs(hours) < 24 ? { value: hours, unit: 'hour' } : { value: Math.round(hours / 24), unit: 'day' };
}
