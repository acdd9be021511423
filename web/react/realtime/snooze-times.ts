/** For how long a notification can be put off. */
export const snoozeChoices = ['snoozeHour', 'snoozeTomorrow', 'snoozeWeek'] as const;
export type SnoozeChoice = (typeof snoozeChoices)[number];

/** In the morning: at this hour of the person's own day. */
const morningHour = 9;

/** When a notification that is put off comes back. */
export function snoozeUntil(choice: SnoozeChoice, now: Date): Date {
  if (choice === 'snoozeHour') return new Date(now.getTime() + 3_600_000);
  const days = choice === 'snoozeTomorrow' ? 1 : 7;
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, morningHour);
}
