import { dayMs } from '../recurrence/calendar-days';
import { parseRule } from '../recurrence/parse-rule';
import { instantOf, wallTime } from '../recurrence/wall-time';
import { writeRule } from '../recurrence/write-rule';
import type { FileComponent } from './components-of-file';
import { FileFault } from './fault';
import type { FileTime } from './read-times';
import { lineValue } from './read-zone';

/** The rule of a series; null for an event that does not repeat. @throws FileFault for one that we cannot repeat by. */
export function readRule({ lines }: FileComponent, start: FileTime): string | null {
  if (lines.filter((line) => /^RRULE[;:]/i.test(line)).length > 1) throw new FileFault('It has more than one RRULE.');
  if (lines.some((line) => /^(RDATE|EXRULE)[;:]/i.test(line))) throw new FileFault('RDATE and EXRULE are not supported.');
  const value = lineValue(lines, 'RRULE');
  if (value === undefined) return null;
  const { rule, fault } = parseRule(withoutTime(value.toUpperCase(), start));
  if (rule === undefined) throw new FileFault(`Its RRULE cannot be followed: ${fault}`);
  const { until } = rule;
  // Of days, the last one is a day.
  return writeRule(start.isDay && until?.ms !== undefined ? { ...rule, until: { day: Math.floor(until.ms / dayMs) } } : rule);
}

/** Some programs say the time of the day once more in the rule, and some write UNTIL in the wall time of the event. */
function withoutTime(value: string, start: FileTime): string {
  const wall = new Date(wallTime(start.zone, start.ms));
  const said = new Set([
    `BYHOUR=${wall.getUTCHours()}`,
    `BYMINUTE=${wall.getUTCMinutes()}`,
    `BYSECOND=${wall.getUTCSeconds()}`,
    `BYMINUTE=0${wall.getUTCMinutes()}`,
    `BYSECOND=0${wall.getUTCSeconds()}`,
  ]);
  const parts = value.split(';').filter((part) => part !== '' && !said.has(part));
  return parts.map((part) => part.replace(/^(UNTIL=)(\d{8}T\d{6})$/, (_, name, local) => name + inUtc(local, start))).join(';');
}

function inUtc(local: string, { zone }: FileTime): string {
  const iso = local.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4:$5:$6Z');
  const wallMs = Date.parse(iso);
  if (Number.isNaN(wallMs)) throw new FileFault('UNTIL of its RRULE is not a time.');
  return `${new Date(instantOf(zone, wallMs)).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}
