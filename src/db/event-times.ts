import type { EventSummary } from '../documents/calendar-lists';
import type { OccurrenceOverride } from '../documents/event';
import { seriesOf } from '../recurrence/event-series';
import { expandSeries } from '../recurrence/expand-series';
import { type EventWindow, isIn, stretchOf } from './event-window';

/** One time at which an event of a list happens. */
export interface ListedTime {
  readonly event: EventSummary;
  readonly id: string;
  readonly startMs: number;
  readonly endMs: number;
  /** Empty for an event that does not repeat. */
  readonly originalStart: string;
  readonly override: OccurrenceOverride | null;
}

/** When an event happens in a window. */
export function timesOf(event: EventSummary, window: EventWindow): ListedTime[] {
  const series = seriesOf(event);
  if (series === null) return [];
  const stretch = stretchOf(window, series.allDay);
  const { id } = event;
  if (series.rule === null) {
    const { start: startMs, end: endMs } = series;
    return isIn(stretch, startMs, endMs) ? [{ event, id, startMs, endMs, originalStart: '', override: null }] : [];
  }
  return expandSeries(series, stretch.fromMs, stretch.toMs, Number.POSITIVE_INFINITY).map(
    ({ startMs, endMs, originalStart, override }) => ({ event, id, startMs, endMs, originalStart, override }),
  );
}
