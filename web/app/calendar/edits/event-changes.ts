import type { EventChange } from '../calendar-model';
import { movedBy, type Shift } from '../grid/changed-times';
import type { TimedEvent } from '../grid/event-span';
import { occurrenceKey, type ShownEvent } from '../shown-event';

/** How an edit will show, for the time until the server has answered. */
export const eventChanges = {
  /** Another time, of one occurrence. */
  times:
    (key: string, { start_time, end_time, all_day }: TimedEvent): EventChange =>
    (events) =>
      events.map((event) => (occurrenceKey(event) === key ? { ...event, start_time, end_time, all_day } : event)),

  /** All occurrences of a series, `from` on where it is given, by as much later as one of them, which has its own new times. */
  shift:
    (of: Pick<ShownEvent, 'id' | 'original_start'>, shift: Shift, { times, zone }: ShiftTo, from?: string): EventChange =>
    (events) =>
      events.map((event) => {
        if (event.id !== of.id || (from !== undefined && event.start_time < from)) return event;
        if (event.original_start === of.original_start) return { ...event, ...times };
        return event.all_day === times.all_day ? { ...event, ...movedBy(event, shift, zone) } : event;
      }),

  /** An event is in another calendar, with all its occurrences. */
  calendar:
    (id: string, calendar_id: string): EventChange =>
    (events) =>
      events.map((event) => (event.id === id ? { ...event, calendar_id } : event)),

  addition:
    (added: ShownEvent): EventChange =>
    (events) => [...events, added],

  /** One occurrence is gone. */
  removal:
    (key: string): EventChange =>
    (events) =>
      events.filter((event) => occurrenceKey(event) !== key),

  /** An event is gone with all its occurrences; `from` on where it is given. */
  removalOfAll:
    (id: string, from?: string): EventChange =>
    (events) =>
      events.filter((event) => event.id !== id || (from !== undefined && event.start_time < from)),
};

interface ShiftTo {
  readonly times: TimedEvent;
  readonly zone: string;
}
