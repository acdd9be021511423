import { dayMs } from '../recurrence/calendar-days';
import { parseRule } from '../recurrence/parse-rule';
import type { Until } from '../recurrence/rule';
import { instantOf } from '../recurrence/wall-time';
import { writeRule } from '../recurrence/write-rule';
import type { JcalProperty } from './jcal';
import type { TimeForm } from './write-times';

/** The RRULE of a series. Its last day is written as its times are, which the standard demands and ours does not. */
export function ruleProperty(value: string, form: TimeForm): readonly JcalProperty[] {
  const { rule } = parseRule(value);
  if (rule === undefined) return [];
  return [['rrule', {}, 'recur', ruleData(writeRule({ ...rule, until: rule.until && untilOf(rule.until, form) }))]];
}

function untilOf(until: Until, { allDay, zone }: TimeForm): Until {
  if (allDay) return { day: until.day ?? Math.floor(until.ms / dayMs) };
  return until.day === undefined ? until : { ms: instantOf(zone, (until.day + 1) * dayMs) - 1000 };
}

/** A rule as jCal has it: an object of its parts. */
export function ruleData(value: string): Readonly<Record<string, string | readonly string[]>> {
  const parts = value.split(';').map((part) => part.split('=') as [string, string]);
  return Object.fromEntries(parts.map(([name, text]) => [name.toLowerCase(), readPart(name, text)]));
}

function readPart(name: string, text: string): string | readonly string[] {
  if (name !== 'UNTIL') return name.startsWith('BY') ? text.split(',') : text;
  return text.replace(/^(\d{4})(\d\d)(\d\d)/, '$1-$2-$3').replace(/T(\d\d)(\d\d)(\d\d)Z$/, 'T$1:$2:$3Z');
}
