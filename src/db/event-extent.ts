import type { OccurrenceOverride } from '../documents/event';
import { type EventTimes, seriesOf } from '../recurrence/event-series';
import { lastEnd } from '../recurrence/last-end';

/** Between which moments everything of an event is, in ms since 1970; null for one without times. */
export interface EventExtent {
  readonly firstMs: number;
  /** `endless` of a series without an end. */
  readonly lastMs: number;
}

/** Later than every moment. */
export const endless = Number.MAX_SAFE_INTEGER;

export function extentOf(event: EventTimes<OccurrenceOverride>): EventExtent | null {
  const series = seriesOf(event);
  if (series === null) return null;
  const { start, end, rule } = series;
  if (rule === null) return { firstMs: start, lastMs: end };
  // Single occurrences may have been moved before the first one.
  const moved = Object.values(event.exceptions).flatMap((change) =>
    change && change.start_time !== undefined ? [Date.parse(change.start_time)] : [],
  );
  return { firstMs: moved.reduce((first, ms) => Math.min(first, ms), start), lastMs: lastEnd(series) ?? endless };
}
