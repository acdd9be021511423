import { useTextOf } from '../i18n/use-text-of';

/** How long before an event somebody is told, in words; nothing for what is no number of minutes. */
export function useReminderWords(): (minutes: unknown) => string {
  const text = useTextOf();
  return (minutes) => {
    if (typeof minutes !== 'number') return '';
    if (minutes === 0) return text('event.reminder.atStart');
    if (minutes % 1_440 === 0) return text('event.reminder.days', { count: minutes / 1_440 });
    return minutes % 60 === 0
      ? text('event.reminder.hours', { count: minutes / 60 })
      : text('event.reminder.minutes', { count: minutes });
  };
}
