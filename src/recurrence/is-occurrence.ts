import { type EventTimes, seriesOf } from './event-series';
import { readTime } from './overridden-occurrences';
import { walkStarts } from './rule-starts';
import { originalStartAt } from './series';

/**
 * Whether a series has an occurrence of this original start, left out or not.
 * @throws RangeError for a zone that does not exist.
 */
export function isOccurrence(event: EventTimes, originalStart: string): boolean {
  const series = seriesOf(event);
  const ms = series === null ? null : readTime(originalStart, series.allDay);
  if (series === null || ms === null || originalStartAt(ms, series.allDay) !== originalStart) return false;
  let isFound = false;
  walkStarts(series, ms, (startMs) => {
    isFound = startMs === ms;
    return startMs < ms;
  });
  return isFound;
}
