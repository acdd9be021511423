import { walkStarts } from './rule-starts';
import { type Occurrence, type OverrideTimes, originalStartAt, type Series } from './series';

/** The occurrences of a series that have something of their own, as far as `isWanted`, in the order of their original starts. */
export function overriddenOccurrences<Override extends OverrideTimes>(
  series: Series<Override>,
  isWanted: (occurrence: Occurrence<Override>) => boolean,
): readonly Occurrence<Override>[] {
  const wanted = new Map<number, Occurrence<Override>>();
  for (const [originalStart, override] of Object.entries(series.exceptions)) {
    const startMs = override === false ? null : readTime(originalStart, series.allDay);
    if (override === false || startMs === null || originalStartAt(startMs, series.allDay) !== originalStart) continue;
    const occurrence = occurrenceOf(series, startMs, originalStart, override);
    if (isWanted(occurrence)) wanted.set(startMs, occurrence);
  }
  return startsAmong(series, [...wanted.keys()]).flatMap((startMs) => wanted.get(startMs) ?? []);
}

/** Which of some moments the rule makes starts of the series. */
function startsAmong(series: Series<OverrideTimes>, moments: readonly number[]): readonly number[] {
  const asked = new Set(moments);
  const starts: number[] = [];
  if (moments.length === 0) return starts;
  const last = Math.max(...moments);
  walkStarts(series, Math.min(...moments), (startMs) => {
    if (asked.has(startMs)) starts.push(startMs);
    return startMs < last;
  });
  return starts;
}

/** An occurrence at its times: those of its override, or those that its original start gives it. */
export function occurrenceOf<Override extends OverrideTimes>(
  series: Series<Override>,
  originalMs: number,
  originalStart: string,
  override: Override | null,
): Occurrence<Override> {
  const durationMs = series.end - series.start;
  const startMs = readTime(override?.start_time, series.allDay) ?? originalMs;
  const endMs = readTime(override?.end_time, series.allDay) ?? startMs + durationMs;
  return { startMs, endMs: endMs > startMs ? endMs : startMs + durationMs, originalStart, override };
}

/** A time as it stands in an event, in milliseconds; null for one of the other sort, a date where it is timed and vice versa. */
export function readTime(text: string | null | undefined, allDay: boolean): number | null {
  if (text === null || text === undefined || /^\d{4}-\d\d-\d\d$/.test(text) !== allDay) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}
