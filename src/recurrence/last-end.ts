import { overriddenOccurrences } from './overridden-occurrences';
import { parseRule } from './parse-rule';
import { walkStarts } from './rule-starts';
import type { Series } from './series';

/** Whether the rule of a series has neither a number of occurrences nor a last day. */
export function isEndless(series: Series): boolean {
  const rule = series.rule === null ? undefined : parseRule(series.rule).rule;
  return rule !== undefined && rule.count === null && rule.until === null;
}

/**
 * When the last occurrence of a series has ended, or would have if it was not left out; null for a series without end.
 * @throws RangeError for a zone that does not exist.
 */
export function lastEnd(series: Series): number | null {
  if (isEndless(series)) return null;
  const ends = overriddenOccurrences(series, () => true).map(({ endMs }) => endMs);
  return ends.reduce((latest, end) => Math.max(latest, end), lastStart(series) + series.end - series.start);
}

function lastStart(series: Series): number {
  let last = series.start;
  walkStarts(series, series.start, (startMs) => {
    last = startMs;
    return true;
  });
  return last;
}
