import { endMovedBy, movedBy, shiftBetween, startMovedBy, timesBetween, wholeDays } from './changed-times';
import type { TimedEvent } from './event-span';
import type { GridPlace } from './place-at';

/** What a drag does: makes an event, moves one, or one of its ends. */
export type DragKind = 'create' | 'move' | 'start' | 'end';

/**
 * The times that something would have if it were dropped now.
 * @param from where it was taken
 * @param to where the pointer is
 */
export function draggedTimes(
  kind: DragKind,
  dragged: TimedEvent | null,
  from: GridPlace,
  to: GridPlace,
  zone: string,
): TimedEvent {
  if (kind === 'create' || dragged === null) {
    return from.isTimed && to.isTimed ? timesBetween(from, to, zone) : wholeDays(from.date, to.date);
  }
  // What else is known of it must not be written with its times.
  const event = { start_time: dragged.start_time, end_time: dragged.end_time, all_day: dragged.all_day };
  // Over whole days only the day counts: the time of the day stays.
  const isFine = from.isTimed && to.isTimed && !event.all_day;
  const { days, minutes } = shiftBetween(from, to);
  const shift = { days, minutes: isFine ? minutes : 0 };
  if (kind === 'end') return endMovedBy(event, shift, zone);
  return kind === 'start' ? startMovedBy(event, shift, zone) : movedBy(event, shift, zone);
}
