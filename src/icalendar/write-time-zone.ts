import { dateOf, dayMs, daysInMonth, weekdayOf } from '../recurrence/calendar-days';
import { weekdayNames } from '../recurrence/rule';
import { type ClockChange, clockChanges, offsetAt } from '../recurrence/zone-offset';
import type { JcalComponent, JcalProperty } from './jcal';
import { ruleData } from './write-rule-property';
import { writeWallTime } from './write-times';

/** A repeated change of the clock is written as a rule if it keeps to it for so many years up to the end of the span. */
const minYearsOfRule = 3;

/**
 * The definition of a zone, true from `fromMs` to `toMs`, and on from there as long as the zone keeps to the rules that it has in
 * the last years of that span. It comes from what this machine knows of zones, as all our times do.
 */
export function writeTimeZone(zone: string, fromMs: number, toMs: number): JcalComponent {
  const changes = clockChanges(zone, fromMs, toMs);
  const observances = [...Map.groupBy(changes, kindOf).values()].flatMap(observancesOf);
  return ['vtimezone', [['tzid', {}, 'text', zone]], [firstObservance(offsetAt(zone, fromMs)), ...observances]];
}

function kindOf({ atMs, offsetBeforeMs, offsetAfterMs }: ClockChange): string {
  return `${offsetBeforeMs} ${offsetAfterMs} ${dateOf(dayOfWall({ atMs, offsetBeforeMs })).month}`;
}

/** Up to the first change the clock shows what it showed at the beginning of the span. */
function firstObservance(offsetMs: number): JcalComponent {
  return ['standard', observanceOf('1970-01-01T00:00:00', offsetMs, offsetMs), []];
}

/** Changes of one kind: those by a rule that still holds, and single ones before. */
function observancesOf(changes: readonly ClockChange[]): readonly JcalComponent[] {
  const rule = rulesOf(changes.at(-1) as ClockChange)
    .map((day) => ({ day, years: yearsOfRule(changes, day) }))
    .reduce((best, one) => (one.years > best.years ? one : best));
  const single = rule.years < minYearsOfRule ? changes : changes.slice(0, changes.length - rule.years);
  const regular = changes.slice(single.length);
  return [
    ...(single.length === 0 ? [] : [observance(single, single.map(dateProperty))]),
    ...(regular.length === 0 ? [] : [observance(regular, [['rrule', {}, 'recur', ruleData(`FREQ=YEARLY;${rule.day}`)]])]),
  ];
}

/** The rules that put a change on the day on which it was: the nth such day of the week of its month, or the last. */
function rulesOf(change: ClockChange): readonly string[] {
  const day = dayOfWall(change);
  const { year, month, day: dayOfMonth } = dateOf(day);
  const weekday = weekdayNames[weekdayOf(day)];
  const nth = Math.ceil(dayOfMonth / 7);
  const isLast = dayOfMonth + 7 > daysInMonth(year, month);
  return [`BYMONTH=${month};BYDAY=${nth}${weekday}`, ...(isLast ? [`BYMONTH=${month};BYDAY=-1${weekday}`] : [])];
}

/** For how many of the last changes a rule holds, one each year, at one time of the day. */
function yearsOfRule(changes: readonly ClockChange[], rule: string): number {
  const last = changes.at(-1) as ClockChange;
  const lastYear = dateOf(dayOfWall(last)).year;
  const broken = changes.toReversed().findIndex((change, back) => {
    const isRegular = dateOf(dayOfWall(change)).year === lastYear - back && timeOfDay(change) === timeOfDay(last);
    return !(isRegular && rulesOf(change).includes(rule));
  });
  return broken < 0 ? changes.length : broken;
}

function observance(changes: readonly ClockChange[], repetition: readonly JcalProperty[]): JcalComponent {
  const first = changes[0] as ClockChange;
  const name = first.offsetAfterMs > first.offsetBeforeMs ? 'daylight' : 'standard';
  const { offsetBeforeMs, offsetAfterMs } = first;
  return [name, [...observanceOf(wallOf(first), offsetBeforeMs, offsetAfterMs), ...repetition], []];
}

function observanceOf(start: string, offsetBeforeMs: number, offsetAfterMs: number): readonly JcalProperty[] {
  return [
    ['dtstart', {}, 'date-time', start],
    ['tzoffsetfrom', {}, 'utc-offset', writeOffset(offsetBeforeMs)],
    ['tzoffsetto', {}, 'utc-offset', writeOffset(offsetAfterMs)],
  ];
}

/** Some readers see only the first value of a property, so each has one. */
function dateProperty(change: ClockChange): JcalProperty {
  return ['rdate', {}, 'date-time', wallOf(change)];
}

/** When the clock is set, as it shows before. */
function wallOf({ atMs, offsetBeforeMs }: ClockChange): string {
  return writeWallTime(atMs + offsetBeforeMs);
}

function dayOfWall({ atMs, offsetBeforeMs }: Pick<ClockChange, 'atMs' | 'offsetBeforeMs'>): number {
  return Math.floor((atMs + offsetBeforeMs) / dayMs);
}

function timeOfDay(change: ClockChange): number {
  return change.atMs + change.offsetBeforeMs - dayOfWall(change) * dayMs;
}

function writeOffset(offsetMs: number): string {
  const seconds = Math.abs(offsetMs) / 1000;
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, ...(seconds % 60 === 0 ? [] : [seconds % 60])];
  return `${offsetMs < 0 ? '-' : '+'}${parts.map((part) => String(part).padStart(2, '0')).join(':')}`;
}
