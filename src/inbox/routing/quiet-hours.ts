import { Temporal } from 'temporal-polyfill';
import type { QuietHours } from '../../protocol/notifications';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const clockPattern = /^([01]\d|2[0-3]):([0-5]\d)$/;

/**
 * When the quiet hours that contain `nowMs` end, ms since the epoch; null outside of them (PROTOCOL.md, Z4). What counts is what a
 * clock on the person's wall shows: an hour that is skipped or repeated when the clocks change is so here too. Hours that
 * end when they begin are none; a time zone that nobody knows is UTC.
 */
export function quietUntil(hours: QuietHours, timeZone: string, nowMs: number): number | null {
  const from = clockMs(hours.from);
  const to = clockMs(hours.to);
  if (!hours.enabled || from === null || to === null || from === to) return null;
  const minute = Math.floor(nowMs / minuteMs);
  const key = `${minute} ${from} ${to} ${timeZone}`;
  let endMs = known.get(key);
  if (endMs === undefined) {
    endMs = endOfQuiet(from, to, timeZone, minute * minuteMs);
    if (known.size >= maxKnown) known.clear();
    known.set(key, endMs);
  }
  return endMs;
}

/**
 * What was found lately. Clocks are set by whole minutes, and quiet hours begin and end at them: within one, the answer is
 * the same, and what goes to many people asks for it often.
 */
const known = new Map<string, number | null>();
const maxKnown = 1_000;

function endOfQuiet(from: number, to: number, timeZone: string, nowMs: number): number | null {
  let at = zoned(timeZone, nowMs);
  while (isBetween(wallMs(at), from, to)) {
    const end = at.epochMilliseconds + ((((to - wallMs(at)) % dayMs) + dayMs) % dayMs);
    const change = at.getTimeZoneTransition('next');
    if (change === null || change.epochMilliseconds >= end) return end;
    at = change;
  }
  return at.epochMilliseconds === nowMs ? null : at.epochMilliseconds;
}

/** Whether this is a time that quiet hours can begin or end at: `HH:MM`. */
export function isClockTime(text: string): boolean {
  return clockMs(text) !== null;
}

/** Whether this names a time zone: an IANA name. */
export function isTimeZone(name: string): boolean {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId !== '';
  } catch {
    return false;
  }
}

function zoned(timeZone: string, ms: number): Temporal.ZonedDateTime {
  const instant = Temporal.Instant.fromEpochMilliseconds(ms);
  try {
    return instant.toZonedDateTimeISO(timeZone);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return instant.toZonedDateTimeISO('UTC');
  }
}

/** Ms since midnight that the clock shows. */
function wallMs(at: Temporal.ZonedDateTime): number {
  return ((at.hour * 60 + at.minute) * 60 + at.second) * 1000 + at.millisecond;
}

function clockMs(text: string): number | null {
  const [, hours, minutes] = clockPattern.exec(text) ?? [];
  return hours === undefined || minutes === undefined ? null : (Number(hours) * 60 + Number(minutes)) * minuteMs;
}

function isBetween(wall: number, from: number, to: number): boolean {
  return from < to ? wall >= from && wall < to : wall >= from || wall < to;
}
