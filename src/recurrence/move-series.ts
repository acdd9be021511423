import { dayMs } from './calendar-days';
import { type EventTimes, seriesOf } from './event-series';
import { type MovedRule, moveRule } from './move-rule';
import { readTime } from './overridden-occurrences';
import { parseRule } from './parse-rule';
import type { Rule, Until } from './rule';
import { walkStarts } from './rule-starts';
import { type Exceptions, type OverrideTimes, originalStartAt, type Series } from './series';
import { instantOf, wallTime } from './wall-time';
import { writeRule } from './write-rule';

/** Where the first occurrence of a series goes, and all others with it. */
export type SeriesMove = Pick<EventTimes, 'start_time' | 'end_time' | 'all_day' | 'time_zone'> & {
  /** The occurrence that is taken for the move, by its original start; the first one unless given. */
  readonly by?: string;
};

/** A series that has moved. */
export interface MovedSeries<Override extends OverrideTimes> {
  readonly times: EventTimes<Override>;
  /** Whether its rule names days and cannot name the new ones: then only the time of the day is another one. */
  readonly keepsDays: boolean;
}

/**
 * Moves a series: by days and by the clocks of its zone, from times to whole days and back, and to another zone. Its last day and
 * its days of the week or of the month move along, and so do its exceptions: they stay with their occurrences, and times that
 * one has of its own are as much later as all others.
 * @returns null for one without a start, before or after
 * @throws RangeError for a zone that does not exist
 */
export function moveSeries<Override extends OverrideTimes>(
  event: EventTimes<Override>,
  { by, ...to }: SeriesMove,
): MovedSeries<Override> | null {
  const [before, first] = [seriesOf(event), seriesOf({ ...event, ...to })];
  if (before === null || first === null) return null;
  const [from, goal] = [clockOf(before, before.start), clockOf(first, first.start)];
  const anchor = by === undefined ? from.day : clockOf(before, readTime(by, before.allDay) ?? before.start).day;
  const rule = before.rule === null ? undefined : parseRule(before.rule).rule;
  const days = goal.day - from.day;
  const moved = rule === undefined ? null : moveRule(rule, anchor, days);
  const keepsDays = rule !== undefined && moved === null;
  const dayOf = moved?.dayOf ?? ((day: number): number => (keepsDays ? day : day + days));
  const day = dayOf(from.day) ?? goal.day;
  const start = day === goal.day ? first.start : atClock(first, { day, ms: goal.ms });
  const after = { ...first, start, end: start + first.end - first.start };
  const kept = moved ?? (rule && { rule, dayOf });
  const times = day === goal.day ? to : { ...to, ...timesOf(after, to.end_time !== null) };
  const recurrence = kept === undefined || rule === undefined ? event.recurrence : writeRule(withEnd(kept, rule.until, before));
  return { times: { ...times, recurrence, exceptions: movedExceptions(before, after, dayOf) }, keepsDays };
}

function timesOf({ start, end, allDay }: Series<OverrideTimes>, hasEnd: boolean): Pick<EventTimes, 'start_time' | 'end_time'> {
  return { start_time: originalStartAt(start, allDay), end_time: hasEnd ? originalStartAt(end, allDay) : null };
}

/** What day it is, and how late, on the clocks by which a series repeats. */
interface Clock {
  readonly day: number;
  readonly ms: number;
}

function zoneOf({ allDay, zone }: Pick<Series, 'allDay' | 'zone'>): string | null {
  return allDay ? null : zone;
}

function clockOf(series: Series<OverrideTimes>, ms: number): Clock {
  const wall = wallTime(zoneOf(series), ms);
  const day = Math.floor(wall / dayMs);
  return { day, ms: wall - day * dayMs };
}

function atClock(series: Series<OverrideTimes>, { day, ms }: Clock): number {
  return series.allDay ? day * dayMs : instantOf(series.zone, day * dayMs + ms);
}

/**
 * A moved rule with its last day. That is written as a day: a moment would be before the new time of that day, or behind it.
 * Where days move it is the one of the last occurrence, because the next one may move by another number of days.
 */
function withEnd(moved: MovedRule, until: Until | null, series: Series<OverrideTimes>): Rule {
  if (until === null) return moved.rule;
  const last = lastDayOf(until, series);
  if (moved.dayOf(last) === last) return { ...moved.rule, until: { day: last } };
  let lastStart = clockOf(series, series.start).day;
  walkStarts(series, series.start, (startMs) => {
    lastStart = clockOf(series, startMs).day;
    return true;
  });
  return { ...moved.rule, until: { day: moved.dayOf(lastStart) ?? last } };
}

/** The last day on which something may begin. */
function lastDayOf(until: Until, series: Series<OverrideTimes>): number {
  if (until.ms === undefined) return until.day;
  const last = clockOf(series, until.ms);
  return last.ms < clockOf(series, series.start).ms ? last.day - 1 : last.day;
}

/** Exceptions of what is no occurrence have no effect, and are left behind. */
function movedExceptions<Override extends OverrideTimes>(
  before: Series<Override>,
  after: Series<Override>,
  dayOf: MovedRule['dayOf'],
): Exceptions<Override> {
  const clock = clockOf(before, before.start);
  const goal = clockOf(after, after.start);
  const moved = Object.entries(before.exceptions).flatMap(([key, exception]): [string, false | Override][] => {
    const startMs = readTime(key, before.allDay);
    if (startMs === null) return [];
    const { day, ms } = clockOf(before, startMs);
    const to = dayOf(day);
    if (ms !== clock.ms || to === null) return [];
    const originalStart = originalStartAt(atClock(after, { day: to, ms: goal.ms }), after.allDay);
    if (exception === false) return [[originalStart, false]];
    return [[originalStart, movedOverride(exception, { before, after, days: to - day, ms: goal.ms - clock.ms })]];
  });
  return Object.fromEntries(moved);
}

interface Shift {
  readonly before: Series<OverrideTimes>;
  readonly after: Series<OverrideTimes>;
  readonly days: number;
  readonly ms: number;
}

/** Times of its own move along; where times become days, or days times, only the day of its own start is kept. */
function movedOverride<Override extends OverrideTimes>(override: Override, { before, after, days, ms }: Shift): Override {
  const { start_time, end_time, ...rest } = override;
  const isSameMoment = before.start === after.start && before.allDay === after.allDay;
  if (isSameMoment && before.zone !== after.zone) return override;
  const moved = (text: string | undefined): number | null => {
    const time = readTime(text, before.allDay);
    if (time === null) return null;
    const own = clockOf(before, time);
    return atClock(after, { day: own.day + days, ms: own.ms + ms });
  };
  const start = moved(start_time);
  const end = before.allDay === after.allDay ? moved(end_time) : null;
  const longer = after.end - after.start - (before.end - before.start);
  return {
    ...(rest as Override),
    ...(start === null ? {} : { start_time: originalStartAt(start, after.allDay) }),
    ...(end === null ? {} : { end_time: originalStartAt(end + longer, after.allDay) }),
  };
}
