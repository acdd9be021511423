import { occurrenceOf, overriddenOccurrences } from './overridden-occurrences';
import { walkStarts } from './rule-starts';
import { type Occurrence, type OverrideTimes, originalStartAt, type Series } from './series';

/**
 * The first occurrence that starts after a moment; null when there is none.
 * @throws RangeError for a zone that does not exist.
 */
export function nextOccurrence<Override extends OverrideTimes>(
  series: Series<Override>,
  afterMs: number,
): Occurrence<Override> | null {
  const next = nextPlainOccurrence(series, afterMs);
  const overridden = overriddenOccurrences(
    series,
    ({ startMs }) => startMs > afterMs && (next === null || startMs < next.startMs),
  );
  return overridden.reduce<Occurrence<Override> | null>(
    (first, one) => (first === null || one.startMs < first.startMs ? one : first),
    next,
  );
}

/** The same among the occurrences that have nothing of their own. */
function nextPlainOccurrence<Override extends OverrideTimes>(
  series: Series<Override>,
  afterMs: number,
): Occurrence<Override> | null {
  let next: Occurrence<Override> | null = null;
  walkStarts(series, afterMs, (startMs) => {
    const originalStart = originalStartAt(startMs, series.allDay);
    if (startMs <= afterMs || Object.hasOwn(series.exceptions, originalStart)) return true;
    next = occurrenceOf(series, startMs, originalStart, null);
    return false;
  });
  return next;
}
