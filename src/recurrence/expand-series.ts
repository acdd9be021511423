import { occurrenceOf, overriddenOccurrences } from './overridden-occurrences';
import { walkStarts } from './rule-starts';
import { type Occurrence, type OverrideTimes, originalStartAt, type Series } from './series';

/**
 * The occurrences of a series that touch the time from `fromMs` to `toMs` (which is not part of it), by their start, at most the
 * first `limit` of them. Occurrences that were moved are there where they are now. An exception of a time at which the rule gives
 * no occurrence has no effect. All have the exact duration of the first one, as RFC 5545 says, but those with times of their own.
 *
 * Times of all-day series are UTC midnights of their dates, so whoever asks for the days of somebody's own zone asks from UTC
 * midnight to UTC midnight of those dates.
 * @throws RangeError for a zone that does not exist.
 */
export function expandSeries<Override extends OverrideTimes>(
  series: Series<Override>,
  fromMs: number,
  toMs: number,
  limit: number,
): Occurrence<Override>[] {
  const found: Occurrence<Override>[] = [];
  const hasExceptions = Object.keys(series.exceptions).length > 0;
  const durationMs = series.end - series.start;
  walkStarts(series, fromMs - durationMs, (startMs) => {
    if (startMs >= toMs) return false;
    if (!touches(startMs, startMs + durationMs, fromMs, toMs)) return true;
    const originalStart = originalStartAt(startMs, series.allDay);
    if (hasExceptions && Object.hasOwn(series.exceptions, originalStart)) return true;
    found.push(occurrenceOf(series, startMs, originalStart, null));
    return found.length < limit;
  });
  if (!hasExceptions) return found;
  const overridden = overriddenOccurrences(series, ({ startMs, endMs }) => touches(startMs, endMs, fromMs, toMs));
  return [...found, ...overridden].sort((a, b) => a.startMs - b.startMs).slice(0, limit);
}

/** What takes no time is where it starts. */
function touches(startMs: number, endMs: number, fromMs: number, toMs: number): boolean {
  return startMs < toMs && (endMs > fromMs || startMs >= fromMs);
}
