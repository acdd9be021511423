import type { EventChange } from './calendar-model';
import type { TimedEvent } from './grid/event-span';
import { occurrenceKey, type ShownEvent } from './shown-event';

/** How an edit will show, for the time until the server has answered. */
export const eventChanges = {
  /** Another time, of one occurrence. */
  times:
    (key: string, { start_time, end_time, all_day }: TimedEvent): EventChange =>
    (events) =>
      events.map((event) => (occurrenceKey(event) === key ? { ...event, start_time, end_time, all_day } : event)),

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
