import type { EventDetails } from '../../react/events';
import { weekdayOf } from '../calendar/days';
import { wallTimeOf } from '../calendar/zone-times';
import { addDays } from '../trips/times';

/** The units in which something repeats. */
export const repeatUnits = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
export type RepeatUnit = (typeof repeatUnits)[number];

/** As rules name the days of the week, Sunday first. */
export const weekdayCodes = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const;
export type WeekdayCode = (typeof weekdayCodes)[number];

/** When a series ends: never, with a day (`YYYY-MM-DD`), or after so many times. */
export type SeriesEnd =
  | { readonly kind: 'never' }
  | { readonly kind: 'until'; readonly date: string }
  | { readonly kind: 'count'; readonly count: number };

/** A rule as it can be filled in. */
export interface RecurrenceForm {
  readonly unit: RepeatUnit;
  readonly interval: number;
  /** Of a weekly one; empty: the day of the week on which it begins. */
  readonly weekdays: readonly WeekdayCode[];
  /** With which day its weeks begin, where the rule says it: the form only keeps it. */
  readonly weekStart?: WeekdayCode;
  readonly end: SeriesEnd;
}

export const maxInterval = 99;
export const maxCount = 999;

const partsOfForm = new Set(['FREQ', 'INTERVAL', 'BYDAY', 'UNTIL', 'COUNT', 'WKST']);

/** What of an event a rule leaves to it. */
type SeriesStart = Pick<EventDetails, 'start_time' | 'time_zone' | 'all_day'>;

/** The day on which an event begins where it takes place; null for one without times. */
export function startDateOf({ start_time, time_zone, all_day }: SeriesStart): string | null {
  if (start_time === null || all_day) return start_time;
  return wallTimeOf(Date.parse(start_time), time_zone ?? 'UTC').date;
}

/** A rule as a form; null for one that says more than the form can. */
export function formOfRule(rule: string, start: SeriesStart): RecurrenceForm | null {
  const parts = new Map(rule.split(';').map((part) => part.split('=') as [string, string]));
  const unit = repeatUnits.find((one) => one === parts.get('FREQ'));
  if (unit === undefined || [...parts.keys()].some((name) => !partsOfForm.has(name))) return null;
  const weekdays = (parts.get('BYDAY') ?? '').split(',').filter((day) => day !== '');
  const known = weekdays.filter((day): day is WeekdayCode => (weekdayCodes as readonly string[]).includes(day));
  if (known.length < weekdays.length || (known.length > 0 && unit !== 'WEEKLY')) return null;
  const weekStart = weekdayCodes.find((day) => day === parts.get('WKST'));
  return {
    ...{ unit, interval: Number(parts.get('INTERVAL') ?? 1), weekdays: known, end: endOf(parts, start) },
    ...(weekStart === undefined ? {} : { weekStart }),
  };
}

function endOf(parts: ReadonlyMap<string, string>, start: SeriesStart): SeriesEnd {
  const until = parts.get('UNTIL');
  if (until !== undefined) return { kind: 'until', date: lastDayOf(until, start) };
  const count = parts.get('COUNT');
  return count === undefined ? { kind: 'never' } : { kind: 'count', count: Number(count) };
}

/** The last day on which a series may begin once more, where it takes place: one that ends before the time of the day does not. */
function lastDayOf(until: string, { start_time, time_zone, all_day }: SeriesStart): string {
  const [, year, month, day, time] = /^(\d{4})(\d{2})(\d{2})(?:T(\d{6})Z)?$/.exec(until) ?? [];
  const date = `${year}-${month}-${day}`;
  if (time === undefined || start_time === null || all_day) return date;
  const zone = time_zone ?? 'UTC';
  const [clock, seconds] = [`${time.slice(0, 2)}:${time.slice(2, 4)}`, time.slice(4)];
  const last = wallTimeOf(Date.parse(`${date}T${clock}:${seconds}Z`), zone);
  const isBefore = last.minutes < wallTimeOf(Date.parse(start_time), zone).minutes;
  return isBefore ? addDays(last.date, -1) : last.date;
}

/** The rule of a form. Its last day is one of the zone of the event, whatever the time of the day. */
export function ruleOfForm({ unit, interval, weekdays, weekStart, end }: RecurrenceForm): string {
  const days = weekdayCodes.filter((day) => weekdays.includes(day));
  return [
    `FREQ=${unit}`,
    ...(interval > 1 ? [`INTERVAL=${interval}`] : []),
    ...(unit === 'WEEKLY' && days.length > 0 ? [`BYDAY=${days.join(',')}`] : []),
    ...(unit === 'WEEKLY' && weekStart !== undefined ? [`WKST=${weekStart}`] : []),
    ...(end.kind === 'until' ? [`UNTIL=${end.date.replaceAll('-', '')}`] : []),
    ...(end.kind === 'count' ? [`COUNT=${end.count}`] : []),
  ].join(';');
}

/** The day of the week of a date, as rules name it. */
export function weekdayCodeOf(date: string): WeekdayCode {
  return weekdayCodes[weekdayOf(date)] ?? 'SU';
}

/** The rules that are offered by name. */
export const recurrencePresets = {
  daily: 'FREQ=DAILY',
  workdays: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
  weekly: 'FREQ=WEEKLY',
  monthly: 'FREQ=MONTHLY',
  yearly: 'FREQ=YEARLY',
} as const;
export type RecurrencePreset = keyof typeof recurrencePresets;

/** Under which name a rule is offered; `custom` for every other one. */
export function presetOfRule(rule: string | null): RecurrencePreset | 'none' | 'custom' {
  if (rule === null) return 'none';
  const found = Object.entries(recurrencePresets).find(([, preset]) => preset === rule);
  return (found?.[0] as RecurrencePreset | undefined) ?? 'custom';
}
