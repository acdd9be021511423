import { fieldLimits } from '../protocol/limits';
import type { FileEvent } from './file-event';
import { type JcalComponent, propertiesOf, textOf } from './jcal';
import { readDuration } from './read-times';

/** More than these nobody needs. */
const maxReminders = 10;

/**
 * The alarms of an event as reminders: those that ring before it starts, or when it does. An alarm at a certain time, or behind
 * the event, is the business of the program that set it.
 */
export function readReminders([, , components]: JcalComponent): FileEvent['reminders'] {
  const reminders = components.flatMap((alarm) => {
    const [property] = propertiesOf(alarm, 'trigger');
    const duration = property === undefined ? null : readDuration(String(property[3]));
    if (duration === null || property?.[1].related === 'END') return [];
    const minutes = -Math.round(duration.days * 24 * 60 + duration.ms / 60_000);
    if (minutes < 0 || minutes > fieldLimits.maxReminderMinutes) return [];
    const method = textOf(alarm, 'action')?.toUpperCase() === 'EMAIL' ? ('email' as const) : ('in_app' as const);
    return [{ method, minutes_before: minutes === 0 ? 0 : minutes }];
  });
  return reminders.slice(0, maxReminders);
}
