import { fieldLimits } from '../protocol/limits';
import { checkRule } from '../recurrence/check-rule';
import { isZone } from '../recurrence/is-zone';
import { type Check, calendarDate, oneOf, string } from './schema';

const text = string(fieldLimits.maxRegisterChars);
const rule = string(fieldLimits.maxRecurrenceChars);
const minMs = Date.UTC(fieldLimits.minYear, 0, 2);
const maxMs = Date.UTC(fieldLimits.maxYear, 11, 31);

/** A moment as RFC 3339 writes it, with an offset and whole seconds. */
export const moment: Check = (value) => {
  const isWritten =
    typeof value === 'string' &&
    /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/.test(value) &&
    calendarDate(value.slice(0, 10)) === null;
  if (!isWritten) return 'must be a time as 2026-12-15T14:00:00Z, with an offset and whole seconds';
  const ms = Date.parse(value);
  return ms < minMs || ms > maxMs ? `must be between ${fieldLimits.minYear} and ${fieldLimits.maxYear}` : null;
};

/** A moment, or a day. */
export const momentOrDay: Check = (value) => (isDay(value) ? checkDay(value) : moment(value));

/** The name of a zone that this machine knows. */
export const timeZone: Check = (value) =>
  typeof value === 'string' && isZone(value) ? null : 'must be the IANA name of a time zone';

/** The value of an RRULE. */
export const recurrenceRule: Check = (value) => {
  const problem = rule(value);
  if (problem !== null) return problem;
  const fault = checkRule(value as string);
  return fault === null ? null : `must be a recurrence rule: ${fault}`;
};

/** The original start of an occurrence: a moment in UTC, or a day. */
export const occurrenceKey: Check = (value) => {
  if (isDay(value)) return checkDay(value);
  return typeof value === 'string' && value.endsWith('Z') ? moment(value) : 'must be a time in UTC, or a day';
};

/** What one occurrence has in place of what the series has; false when it is left out. */
export const occurrenceChange: Check = (value) => {
  if (value === false) return null;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'must be false or an object';
  for (const [key, inner] of Object.entries(value)) {
    const problem = Object.hasOwn(overrides, key) ? overrides[key]?.(inner) : 'is not a field of an occurrence';
    if (problem) return `${key} ${problem}`;
  }
  const { start_time: start, end_time: end } = value as { start_time?: unknown; end_time?: unknown };
  return isAfter(start, end) ? null : 'end_time must be after start_time, and both days or both times';
};

const overrides: Readonly<Record<string, Check>> = {
  start_time: momentOrDay,
  end_time: momentOrDay,
  title: text,
  location: text,
  description: text,
  status: oneOf('tentative', 'confirmed', 'cancelled'),
};

/** The rule over the times that an occurrence has of its own: its series says whether they are days. */
export function checkOccurrenceTimes(change: unknown, isAllDay: unknown): { key: string; detail: string } | null {
  if (typeof change !== 'object' || change === null) return null;
  const { start_time: start, end_time: end } = change as { start_time?: unknown; end_time?: unknown };
  for (const [key, time] of Object.entries({ start_time: start, end_time: end })) {
    const detail = checkSort(isAllDay, time);
    if (detail !== null) return { key, detail };
  }
  return null;
}

/** The rule over the times of an event. */
export function checkTimes(isAllDay: unknown, start: unknown, end: unknown): string | null {
  const problem = checkSort(isAllDay, start) ?? checkSort(isAllDay, end);
  if (problem !== null) return problem;
  return isAfter(start, end) ? null : 'must be after start_time';
}

function checkSort(isAllDay: unknown, time: unknown): string | null {
  const wantsDays = isAllDay === true;
  if (typeof time !== 'string' || isDay(time) === wantsDays) return null;
  return wantsDays ? 'must be a day, because the event is all day' : 'must be a time, because the event is not all day';
}

/** Whether an end fits a start, as far as both are there. */
function isAfter(start: unknown, end: unknown): boolean {
  if (typeof start !== 'string' || typeof end !== 'string') return true;
  return isDay(start) === isDay(end) && Date.parse(start) < Date.parse(end);
}

function isDay(value: unknown): value is string {
  return typeof value === 'string' && value.length === 10;
}

function checkDay(value: string): string | null {
  const year = Number(value.slice(0, 4));
  if (calendarDate(value) !== null) return 'must be a day that exists, as 2026-12-15';
  const { minYear, maxYear } = fieldLimits;
  return year < minYear || year > maxYear ? `must be between ${minYear} and ${maxYear}` : null;
}
