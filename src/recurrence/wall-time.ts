import { dayMs } from './calendar-days';
import { offsetAt } from './zone-offset';

/**
 * What the clock on the wall of a zone shows at a moment, as the milliseconds that a clock in UTC would show the same at.
 * @throws RangeError for a zone that does not exist.
 */
export function wallTime(zone: string | null, ms: number): number {
  return ms + offsetAt(zone, ms);
}

/**
 * The moment at which the clock on the wall of a zone shows `wallMs` (as `wallTime` gives it). As RFC 5545, section 3.3.5, says:
 * a time that comes twice is the first of the two, and one that is skipped counts on from the time before the gap, so that
 * 02:30 is 03:30 on the day on which clocks go from 02:00 to 03:00.
 * @throws RangeError for a zone that does not exist.
 */
export function instantOf(zone: string | null, wallMs: number): number {
  if (zone === null || zone === 'UTC') return wallMs;
  // No zone is more than a day off, and none is set twice within two days.
  const before = offsetAt(zone, wallMs - dayMs);
  const after = offsetAt(zone, wallMs + dayMs);
  if (before === after) return wallMs - before;
  const earlier = wallMs - Math.max(before, after);
  if (wallTime(zone, earlier) === wallMs) return earlier;
  const later = wallMs - Math.min(before, after);
  return wallTime(zone, later) === wallMs ? later : wallMs - before;
}
