import type { NewEvent } from '../../../react/events';
import type { EventChange } from '../calendar-model';
import type { TimedEvent } from '../grid/event-span';
import { occurrenceKey, type ShownEvent } from '../shown-event';
import { eventChanges } from './event-changes';
import { shiftOf } from './moved-series';
import type { SeriesScope } from './series-scope';

/** An occurrence as it was before an edit. */
export type OccurrenceBefore = Pick<
  ShownEvent,
  'id' | 'original_start' | 'start_time' | 'end_time' | 'all_day' | 'title' | 'version'
>;

/** What somebody does to the events of a calendar: plain JSON, for it may have to wait on the device. */
export type GridEdit =
  /** `shown` has the idempotency key of the creation as its id, until the server has given it one. */
  | { readonly kind: 'create'; readonly shown: ShownEvent; readonly fields: NewEvent }
  | {
      readonly kind: 'times';
      readonly event: OccurrenceBefore;
      /** `all` for an event that does not repeat. */
      readonly scope: SeriesScope;
      readonly times: TimedEvent;
      /** Of the clocks by which a series is moved. */
      readonly zone: string;
    }
  /** Into another calendar, of which `event` is named as it was before. */
  | { readonly kind: 'calendar'; readonly event: OccurrenceBefore; readonly from: string; readonly to: string }
  | { readonly kind: 'remove'; readonly event: OccurrenceBefore; readonly scope: SeriesScope };

/** What of an occurrence an edit keeps. */
export function beforeEdit(event: OccurrenceBefore): OccurrenceBefore {
  const { id, original_start, start_time, end_time, all_day, title, version } = event;
  return { id, original_start, start_time, end_time, all_day, title, version };
}

/** The event that an edit is about. */
export function editedEvent(edit: GridEdit): OccurrenceBefore {
  return edit.kind === 'create' ? edit.shown : edit.event;
}

/** How an edit shows, as long as the server has not taken it. */
export function shownEdit(edit: GridEdit): EventChange {
  if (edit.kind === 'create') return eventChanges.addition(edit.shown);
  if (edit.kind === 'calendar') return eventChanges.calendar(edit.event.id, edit.to);
  const { event, scope } = edit;
  const isOne = event.original_start === null || scope === 'this';
  const from = scope === 'following' ? event.start_time : undefined;
  if (edit.kind === 'remove') {
    return isOne ? eventChanges.removal(occurrenceKey(event)) : eventChanges.removalOfAll(event.id, from);
  }
  if (isOne) return eventChanges.times(occurrenceKey(event), edit.times);
  return eventChanges.shift(event, shiftOf(event, edit.times, edit.zone), edit, from);
}

/** An edit of an event that has another id by now, or another version. */
export function editOf(edit: GridEdit, id: string, now: { readonly id: string; readonly version: number }): GridEdit {
  if (editedEvent(edit).id !== id) return edit;
  if (edit.kind === 'create') {
    const { isNew: _, ...shown } = edit.shown;
    return { ...edit, shown: { ...shown, ...now } };
  }
  return { ...edit, event: { ...edit.event, ...now } };
}
