import type { EventWindow, Moment, Stretch } from '../db/event-window';
import { calendarLimits } from '../protocol/limits';
import { Refused } from './problems';

/**
 * The stretch of time between two moments of RFC 3339.
 * @throws Refused `invalid` when it is empty or too long.
 */
export function askedStretch(from: string, to: string): Stretch {
  const stretch = { fromMs: Date.parse(from), toMs: Date.parse(to) };
  const lengthMs = stretch.toMs - stretch.fromMs;
  if (lengthMs > 0 && lengthMs <= calendarLimits.maxRangeMs) return stretch;
  throw new Refused({ code: 'invalid', detail: '`to` must be after `from`, and at most 400 days.' });
}

/** The same for a list of events, where all-day events are days as who asks sees them. */
export function askedWindow(from: string, to: string): EventWindow {
  const moments = askedStretch(from, to);
  return { moments, days: { fromMs: moments.fromMs + offsetMs(from), toMs: moments.toMs + offsetMs(to) } };
}

/** A moment of RFC 3339, with the clock of who asks. */
export function askedMoment(moment: string): Moment {
  const atMs = Date.parse(moment);
  return { atMs, dayMs: atMs + offsetMs(moment) };
}

function offsetMs(moment: string): number {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(moment) ?? [];
  if (sign === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
