import { dayMs } from './calendar-days';
import { type EventTimes, seriesOf } from './event-series';
import { parseRule } from './parse-rule';
import type { Rule } from './rule';
import { walkStarts } from './rule-starts';
import { type Exceptions, type OverrideTimes, originalStartAt, type Series } from './series';
import { writeRule } from './write-rule';

/** What an edit of 'this and following' makes of one series: two. */
export interface SplitSeries<Override extends OverrideTimes> {
  /** What the series is from now on: over before the split. */
  readonly before: Pick<EventTimes<Override>, 'recurrence' | 'exceptions'>;
  /** What the new series begins with; its other fields are those of the old one, as far as the edit does not change them. */
  readonly after: Pick<EventTimes<Override>, 'start_time' | 'end_time' | 'recurrence' | 'exceptions'>;
}

/**
 * Splits a series before one of its occurrences, named by its original start. Exceptions go to the side on which their occurrence
 * is, and of a number of occurrences each side gets its share.
 * @returns null when there is nothing to split: the first occurrence, or none of the series.
 */
export function splitSeries<Override extends OverrideTimes>(
  event: EventTimes<Override>,
  originalStart: string,
): SplitSeries<Override> | null {
  const series = seriesOf(event);
  const rule = series?.rule == null ? undefined : parseRule(series.rule).rule;
  if (series === null || rule === undefined) return null;
  const splitMs = Date.parse(originalStart);
  const earlier = startsBefore(series, splitMs);
  if (earlier === null || earlier === 0) return null;
  const left = rule.count === null ? null : rule.count - earlier;
  return {
    before: { recurrence: writeRule(endedBefore(rule, series, splitMs)), exceptions: exceptionsOf(event, (ms) => ms < splitMs) },
    after: {
      start_time: originalStartAt(splitMs, series.allDay),
      end_time: event.end_time && originalStartAt(splitMs + series.end - series.start, series.allDay),
      recurrence: writeRule({ ...rule, count: left }),
      exceptions: exceptionsOf(event, (ms) => ms >= splitMs),
    },
  };
}

/** How many starts the rule gives before one of them; null when that is none of them. */
function startsBefore(series: Series, splitMs: number): number | null {
  let earlier = 0;
  let isStart = false;
  walkStarts(series, series.start, (startMs) => {
    isStart = startMs === splitMs;
    if (startMs < splitMs) earlier += 1;
    return startMs < splitMs;
  });
  return isStart ? earlier : null;
}

function endedBefore(rule: Rule, { allDay }: Series, splitMs: number): Rule {
  const until = allDay ? { day: splitMs / dayMs - 1 } : { ms: splitMs - 1000 };
  return { ...rule, count: null, until };
}

function exceptionsOf<Override extends OverrideTimes>(
  { exceptions }: EventTimes<Override>,
  isWanted: (originalMs: number) => boolean,
): Exceptions<Override> {
  return Object.fromEntries(Object.entries(exceptions).filter(([originalStart]) => isWanted(Date.parse(originalStart))));
}
