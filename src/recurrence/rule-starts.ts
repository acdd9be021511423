import { dayMs, dayOf } from './calendar-days';
import { completeRule } from './complete-rule';
import { parseRule } from './parse-rule';
import { daysOfPeriod, periodOf } from './period-days';
import type { Rule, Until } from './rule';
import type { OverrideTimes, Series } from './series';
import { instantOf, wallTime } from './wall-time';

/** A series is not looked at beyond so many years after its start: rules that never come true have to end somewhere. */
const maxYears = 200;
const lastDay = dayOf(9999, 12, 31);

/** What one moment of a walk is told; false ends the walk. */
type Visit = (startMs: number) => boolean;

/**
 * Walks over the starts that a rule gives a series, in order: the start of the series itself, which always counts as its first
 * occurrence (RFC 5545, section 3.8.5.3), and then what the rule selects. A wall time that a zone skips is no occurrence and does
 * not count (section 3.3.10). Starts before `fromMs` may be left out of the walk. Exceptions play no part.
 * @throws RangeError for a zone that does not exist.
 */
export function walkStarts(series: Series<OverrideTimes>, fromMs: number, visit: Visit): void {
  const rule = ruleOf(series);
  if (!visit(series.start) || rule === null || rule.count === 1) return;
  const zone = series.allDay ? null : series.zone;
  const startWall = wallTime(zone, series.start);
  const startDay = Math.floor(startWall / dayMs);
  const wallOf = (day: number): number => startWall + (day - startDay) * dayMs;
  const happens = (day: number): boolean => wallTime(zone, instantOf(zone, wallOf(day))) === wallOf(day);
  let left = rule.count === null ? Number.POSITIVE_INFINITY : rule.count - 1;
  // Who counts has to begin at the beginning.
  const fromDay = rule.count === null ? Math.floor(fromMs / dayMs) - 2 : startDay;
  walkDays(completeRule(rule, startDay), { startDay, fromDay, happens }, (day) => {
    const wall = wallOf(day);
    const startMs = instantOf(zone, wall);
    if (isBehind(rule.until, startMs, day)) return false;
    if (wallTime(zone, startMs) !== wall) return true;
    left -= 1;
    return visit(startMs) && left > 0;
  });
}

/** A rule that cannot be read is none: the event happens once. */
function ruleOf(series: Series<OverrideTimes>): Rule | null {
  return series.rule === null ? null : (knownRule(series.rule).rule ?? null);
}

const maxKnownRules = 1000;
const knownRules = new Map<string, ReturnType<typeof parseRule>>();

function knownRule(value: string): ReturnType<typeof parseRule> {
  const known = knownRules.get(value);
  if (known !== undefined) return known;
  if (knownRules.size >= maxKnownRules) knownRules.clear();
  const parsed = parseRule(value);
  knownRules.set(value, parsed);
  return parsed;
}

function isBehind(until: Until | null, startMs: number, day: number): boolean {
  if (until === null) return false;
  // A date is the whole day, in the zone of the series.
  return until.day === undefined ? startMs > until.ms : day > until.day;
}

interface Walk {
  readonly startDay: number;
  /** Days before this one may be left out. */
  readonly fromDay: number;
  readonly happens: (day: number) => boolean;
}

/** Visits the days behind the start that a complete rule selects, until `visit` says no. */
function walkDays(rule: Rule, { startDay, fromDay, happens }: Walk, visit: (day: number) => boolean): void {
  const first = periodOf(rule, startDay);
  // Weeks of a year reach into the years next to it: one period too early is early enough.
  const skipped = Math.max(0, Math.floor((periodOf(rule, fromDay) - first) / rule.interval) - 1);
  const last = periodOf(rule, Math.min(lastDay, startDay + maxYears * 366));
  for (let period = first + skipped * rule.interval; period <= last; period += rule.interval) {
    for (const day of daysOfPeriod(rule, period, happens)) {
      if (day > startDay && !visit(day)) return;
    }
  }
}
