import { dayMs, dayOf, daysInMonth } from './calendar-days';
import { type Frequency, frequencies, type Rule, type Until, type WeekdayRule, weekdayNames } from './rule';

/** The value of an RRULE as a rule, or what is wrong with it, as a sentence for whoever wrote it. */
export type ParsedRule = { readonly rule: Rule; readonly fault?: never } | { readonly fault: string; readonly rule?: never };

/** How often `COUNT` and `INTERVAL` may at most be; enough for a daily series of 200 years. */
const maxNumber = 100_000;
/** Values in one list: every day of a year from either end. */
const maxListLength = 732;

class Fault extends Error {}

/**
 * Reads the value of an RRULE (RFC 5545, section 3.3.10), `FREQ=WEEKLY;BYDAY=MO,WE`. Upper and lower case are the same. What the
 * standard forbids is refused, and so is what repeats within a day.
 */
export function parseRule(value: string): ParsedRule {
  try {
    const rule = readParts(splitParts(value));
    checkTogether(rule);
    return { rule };
  } catch (error) {
    if (error instanceof Fault) return { fault: error.message };
    throw error;
  }
}

const knownParts = new Set([
  'FREQ',
  'INTERVAL',
  'COUNT',
  'UNTIL',
  'BYMONTH',
  'BYWEEKNO',
  'BYYEARDAY',
  'BYMONTHDAY',
  'BYDAY',
  'BYSETPOS',
  'WKST',
]);

function splitParts(value: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const part of value.toUpperCase().split(';')) {
    const [name = '', text, ...rest] = part.split('=');
    if (text === undefined || text === '' || rest.length > 0) throw new Fault(`“${part.slice(0, 40)}” is not NAME=value.`);
    if (/^BY(HOUR|MINUTE|SECOND)$/.test(name)) throw new Fault(`${name} is not supported: a series repeats at most daily.`);
    if (!knownParts.has(name)) throw new Fault(`${name.slice(0, 40)} is not a part of a recurrence rule.`);
    if (parts.has(name)) throw new Fault(`${name} is there twice.`);
    parts.set(name, text);
  }
  return parts;
}

function readParts(parts: ReadonlyMap<string, string>): Rule {
  const list = <Value>(name: string, read: (text: string) => Value): readonly Value[] => {
    const texts = parts.get(name)?.split(',') ?? [];
    if (texts.length > maxListLength) throw new Fault(`${name} has more than ${maxListLength} values.`);
    return texts.map(read);
  };
  const numbers = (name: string, max: number, signed: boolean): readonly number[] =>
    ascending(list(name, (text) => readNumber(name, text, signed ? -max : 1, max)));
  const number = (name: string): number | null => {
    const text = parts.get(name);
    return text === undefined ? null : readNumber(name, text, 1, maxNumber);
  };
  return {
    frequency: readFrequency(parts.get('FREQ')),
    interval: number('INTERVAL') ?? 1,
    count: number('COUNT'),
    until: readUntil(parts.get('UNTIL')),
    byMonth: numbers('BYMONTH', 12, false),
    byWeekNo: numbers('BYWEEKNO', 53, true),
    byYearDay: numbers('BYYEARDAY', 366, true),
    byMonthDay: numbers('BYMONTHDAY', 31, true),
    byDay: list('BYDAY', readWeekday),
    bySetPos: numbers('BYSETPOS', 366, true),
    weekStart: readWeekStart(parts.get('WKST')),
  };
}

function ascending(values: readonly number[]): readonly number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}

function readFrequency(text: string | undefined): Frequency {
  if (text === undefined) throw new Fault('FREQ is missing.');
  if (/^(HOUR|MINUTE|SECOND)LY$/.test(text)) throw new Fault(`FREQ=${text} is not supported: a series repeats at most daily.`);
  const frequency = frequencies.find((one) => one === text);
  if (frequency === undefined) throw new Fault(`FREQ has to be one of ${frequencies.join(', ')}.`);
  return frequency;
}

function readNumber(name: string, text: string, min: number, max: number): number {
  const value = Number(text);
  const wellFormed = min < 0 ? /^[+-]?\d{1,6}$/.test(text) : /^\d{1,6}$/.test(text);
  if (wellFormed && value !== 0 && value >= min && value <= max) return value;
  throw new Fault(`${name} takes ${min < 0 ? `1 to ${max} and -1 to -${max}` : `1 to ${max}`}.`);
}

function readWeekday(text: string): WeekdayRule {
  const [, nth, name] = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/.exec(text) ?? [];
  if (name === undefined) throw new Fault(`“${text.slice(0, 40)}” in BYDAY is not a day of the week such as MO or -1SU.`);
  return {
    weekday: weekdayNames.indexOf(name as (typeof weekdayNames)[number]),
    nth: nth === undefined ? null : readNumber('The number of a day in BYDAY', nth, -53, 53),
  };
}

function readWeekStart(text: string | undefined): number {
  const weekday = weekdayNames.findIndex((name) => name === (text ?? 'MO'));
  if (weekday < 0) throw new Fault('WKST has to be a day of the week such as MO.');
  return weekday;
}

function readUntil(text: string | undefined): Until | null {
  if (text === undefined) return null;
  const [, ...digits] = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z)?$/.exec(text) ?? [];
  const [year = 0, month = 0, day = 0, hour, minute, second] = digits.map((one) => (one === undefined ? undefined : Number(one)));
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) throw new Fault(untilFault);
  const until = dayOf(year, month, day);
  if (hour === undefined || minute === undefined || second === undefined) return { day: until };
  if (hour > 23 || minute > 59 || second > 59) throw new Fault(untilFault);
  return { ms: until * dayMs + ((hour * 60 + minute) * 60 + second) * 1000 };
}

const untilFault = 'UNTIL has to be a date (20261231) or a time in UTC (20261231T235959Z).';

/** What each part allows by itself, and the standard not together. */
function checkTogether(rule: Rule): void {
  const { frequency } = rule;
  const refuse = (when: boolean, why: string): void => {
    if (when) throw new Fault(why);
  };
  const ordinal = rule.byDay.some(({ nth }) => nth !== null);
  refuse(rule.count !== null && rule.until !== null, 'COUNT and UNTIL cannot be there both.');
  refuse(rule.byWeekNo.length > 0 && frequency !== 'YEARLY', 'BYWEEKNO needs FREQ=YEARLY.');
  refuse(rule.byYearDay.length > 0 && frequency !== 'YEARLY', 'BYYEARDAY needs FREQ=YEARLY.');
  refuse(rule.byMonthDay.length > 0 && frequency === 'WEEKLY', 'BYMONTHDAY cannot be there with FREQ=WEEKLY.');
  refuse(
    ordinal && frequency !== 'MONTHLY' && frequency !== 'YEARLY',
    'A number before a day in BYDAY needs FREQ=MONTHLY or FREQ=YEARLY.',
  );
  refuse(ordinal && rule.byWeekNo.length > 0, 'A number before a day in BYDAY cannot be there with BYWEEKNO.');
  const otherLists = [rule.byMonth, rule.byWeekNo, rule.byYearDay, rule.byMonthDay, rule.byDay];
  refuse(rule.bySetPos.length > 0 && otherLists.every((list) => list.length === 0), 'BYSETPOS needs another BY… part.');
}
