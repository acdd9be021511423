import type { CalendarView } from '../days';
import { endMovedBy, movedBy, snapMinutes, startMovedBy } from './changed-times';
import type { TimedEvent } from './event-span';

/** What is to be known of a key that was pressed. */
export type PressedKey = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

/** By how many days a key leads on from a day; null for every other key. */
export function dayStep(view: CalendarView, { key, altKey, ctrlKey, metaKey, shiftKey }: PressedKey): number | null {
  if (altKey || ctrlKey || metaKey || shiftKey) return null;
  if (key === 'ArrowLeft') return -1;
  if (key === 'ArrowRight') return 1;
  if (view !== 'month') return null;
  if (key === 'ArrowUp') return -7;
  return key === 'ArrowDown' ? 7 : null;
}

/** Where a key leads from an event of a day: to the one before or behind it. */
export function eventStep({ key, altKey, ctrlKey, metaKey, shiftKey }: PressedKey): -1 | 1 | null {
  if (altKey || ctrlKey || metaKey || shiftKey) return null;
  if (key === 'ArrowUp') return -1;
  return key === 'ArrowDown' ? 1 : null;
}

/**
 * The times of an event after an arrow key: with Alt it is moved, by a quarter of an hour or a day; with Shift its start alone,
 * with both its end alone. Null for every other key.
 */
export function movedByKey(
  event: TimedEvent,
  { key, altKey, ctrlKey, metaKey, shiftKey }: PressedKey,
  zone: string,
): TimedEvent | null {
  if ((!altKey && !shiftKey) || ctrlKey || metaKey) return null;
  const shift = shifts[key];
  if (shift === undefined) return null;
  const changeWithAlt = shiftKey ? endMovedBy : movedBy;
  const change = altKey ? changeWithAlt : startMovedBy;
  // A quarter of an hour is one that passes: by the clocks no key would lead back over an hour that they skip.
  return change(event, shift, shift.days === 0 ? 'UTC' : zone);
}

const shifts: Readonly<Record<string, { days: number; minutes: number }>> = {
  ArrowUp: { days: 0, minutes: -snapMinutes },
  ArrowDown: { days: 0, minutes: snapMinutes },
  ArrowLeft: { days: -1, minutes: 0 },
  ArrowRight: { days: 1, minutes: 0 },
};
