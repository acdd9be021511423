import { dateOf, dayMs } from './calendar-days';
import { type Rule, type Until, type WeekdayRule, weekdayNames } from './rule';

/** A rule as the value of an RRULE, `FREQ=WEEKLY;BYDAY=MO,WE`; parts that say what goes without saying are left out. */
export function writeRule(rule: Rule): string {
  const lists: readonly (readonly [string, readonly (number | string)[]])[] = [
    ['BYMONTH', rule.byMonth],
    ['BYWEEKNO', rule.byWeekNo],
    ['BYYEARDAY', rule.byYearDay],
    ['BYMONTHDAY', rule.byMonthDay],
    ['BYDAY', rule.byDay.map(writeWeekday)],
    ['BYSETPOS', rule.bySetPos],
  ];
  return [
    `FREQ=${rule.frequency}`,
    ...(rule.interval === 1 ? [] : [`INTERVAL=${rule.interval}`]),
    ...lists.flatMap(([name, values]) => (values.length === 0 ? [] : [`${name}=${values.join(',')}`])),
    ...(rule.weekStart === 0 ? [] : [`WKST=${weekdayNames[rule.weekStart]}`]),
    ...(rule.count === null ? [] : [`COUNT=${rule.count}`]),
    ...(rule.until === null ? [] : [`UNTIL=${writeUntil(rule.until)}`]),
  ].join(';');
}

function writeWeekday({ weekday, nth }: WeekdayRule): string {
  return `${nth ?? ''}${weekdayNames[weekday]}`;
}

function writeUntil(until: Until): string {
  if (until.ms === undefined) return writeDay(until.day);
  const day = Math.floor(until.ms / dayMs);
  const seconds = Math.floor((until.ms - day * dayMs) / 1000);
  const time = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${writeDay(day)}T${time.map((part) => padded(part, 2)).join('')}Z`;
}

function writeDay(dayNumber: number): string {
  const { year, month, day } = dateOf(dayNumber);
  return `${padded(year, 4)}${padded(month, 2)}${padded(day, 2)}`;
}

function padded(value: number, length: number): string {
  return String(value).padStart(length, '0');
}
