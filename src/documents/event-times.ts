import { type EventTimes, seriesOf } from '../recurrence/event-series';
import { lastEnd } from '../recurrence/last-end';
import type { Series } from '../recurrence/series';
import { instantOf } from '../recurrence/wall-time';
import type { EventView } from './event';

/** What of an event says when it is. */
const timeFields: ReadonlySet<string> = new Set([
  'start_time',
  'end_time',
  'time_zone',
  'all_day',
  'recurrence',
  'exceptions',
]) satisfies ReadonlySet<keyof EventTimes>;

/** Whether a JSON pointer leads to what says when an event is. */
export function isTime(pointer: string): boolean {
  return timeFields.has(pointer.split('/', 2)[1] ?? '');
}

/** The moment of an occurrence's start or end. A day begins when it does in the event's zone. */
export function momentOf({ allDay, zone }: Pick<Series, 'allDay' | 'zone'>, ms: number): number {
  return allDay ? instantOf(zone, ms) : ms;
}

/** Whether an event will not happen again after a moment; one without a time might still. */
export function isOverAt(event: EventView, nowMs: number): boolean {
  const series = seriesOf(event);
  if (series === null) return false;
  const endMs = lastEnd(series);
  return endMs !== null && momentOf(series, endMs) <= nowMs;
}
