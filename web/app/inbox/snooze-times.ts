const hourMs = 3_600_000;

/** When a notification that was put off comes back. */
export const snoozeChoices = ['hour', 'evening', 'tomorrow', 'week'] as const;
export type SnoozeChoice = (typeof snoozeChoices)[number];

/** The time that a choice means, in the person's own time zone; null for one that makes no sense now (this evening, at night). */
export function snoozeUntil(choice: SnoozeChoice, now: Date): Date | null {
  switch (choice) {
    case 'hour':
      return new Date(now.getTime() + hourMs);
    case 'evening':
      return now.getHours() < 17 ? at(now, 0, 18) : null;
    case 'tomorrow':
      return at(now, 1, 9);
    case 'week':
      return at(now, 7, 9);
  }
}

/** How the day is said on which one comes back: in a week the weekday alone is that of today, so the date stands by it. */
export function dayFormat(until: Date, now: Date, width: 'short' | 'long'): Intl.DateTimeFormatOptions {
  return until < at(now, 7, 0) ? { weekday: width } : { weekday: width, month: width, day: 'numeric' };
}

function at(now: Date, days: number, hour: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
}
