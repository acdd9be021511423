import { addDays, daysFrom } from '../../trips/times';
import { dayMinutes, instantOf, minuteMs, timestampOf, type WallTime, wallTimeOf } from '../zone-times';
import type { TimedEvent } from './event-span';

/** Times in the grid are multiples of this, in minutes. */
export const snapMinutes = 15;
const snapMs = snapMinutes * minuteMs;

/** How long an event is that somebody makes by a click, in minutes. */
export const usualMinutes = 60;

/** The multiple of a quarter of an hour before a time of the day. */
export function snapped(minutes: number): number {
  return Math.floor(Math.min(Math.max(minutes, 0), dayMinutes - 1) / snapMinutes) * snapMinutes;
}

/** An event from one place of the grid to another; the order does not matter. Both quarters are part of it. */
export function timesBetween(a: WallTime, b: WallTime, zone: string): TimedEvent {
  const quarters = [quarterAt(a, zone), quarterAt(b, zone)];
  const start_time = timestampOf(Math.min(...quarters.map(({ startMs }) => startMs)));
  return { start_time, end_time: timestampOf(Math.max(...quarters.map(({ endMs }) => endMs))), all_day: false };
}

/** A quarter of an hour of the grid. Where clocks are set, it may end by them before it begins, or last longer. */
function quarterAt(place: WallTime, zone: string): { startMs: number; endMs: number } {
  const startMs = instantOf(place, zone);
  return { startMs, endMs: Math.max(instantOf(later(place, snapMinutes), zone), startMs + snapMs) };
}

/** An event of the usual length. */
export function timesAt(start: WallTime, zone: string): TimedEvent {
  const startMs = instantOf(start, zone);
  return { start_time: timestampOf(startMs), end_time: timestampOf(startMs + usualMinutes * minuteMs), all_day: false };
}

/** Whole days, from one to another; the order does not matter. */
export function wholeDays(a: string, b: string): TimedEvent {
  const [first, last] = a < b ? [a, b] : [b, a];
  return { start_time: first, end_time: addDays(last, 1), all_day: true };
}

/** By how much something is moved. */
export interface Shift {
  readonly days: number;
  readonly minutes: number;
}

/** An event that begins so much later, and is as long as it was. Days are days of the clocks in the zone. */
export function movedBy(event: TimedEvent, shift: Shift, zone: string): TimedEvent {
  if (isNone(shift)) return event;
  if (event.all_day) {
    return { ...event, start_time: addDays(event.start_time, shift.days), end_time: addDays(event.end_time, shift.days) };
  }
  const startMs = Date.parse(event.start_time);
  const movedMs = shifted(startMs, shift, zone);
  const end_time = timestampOf(movedMs + Date.parse(event.end_time) - startMs);
  return { ...event, start_time: timestampOf(movedMs), end_time };
}

/** An event that ends so much later, a quarter of an hour (or a day) after its beginning at the earliest. */
export function endMovedBy(event: TimedEvent, shift: Shift, zone: string): TimedEvent {
  if (isNone(shift)) return event;
  if (event.all_day) {
    const end = addDays(event.end_time, shift.days);
    return { ...event, end_time: end > event.start_time ? end : addDays(event.start_time, 1) };
  }
  const leastMs = Date.parse(event.start_time) + snapMs;
  return { ...event, end_time: timestampOf(Math.max(shifted(Date.parse(event.end_time), shift, zone), leastMs)) };
}

/** An event that begins so much later and ends when it did. */
export function startMovedBy(event: TimedEvent, shift: Shift, zone: string): TimedEvent {
  if (isNone(shift)) return event;
  if (event.all_day) {
    const start = addDays(event.start_time, shift.days);
    return { ...event, start_time: start < event.end_time ? start : addDays(event.end_time, -1) };
  }
  const mostMs = Date.parse(event.end_time) - snapMs;
  return { ...event, start_time: timestampOf(Math.min(shifted(Date.parse(event.start_time), shift, zone), mostMs)) };
}

/** The shift from one place of the grid to another. */
export function shiftBetween(from: WallTime, to: WallTime): Shift {
  return { days: daysFrom(from.date, to.date), minutes: to.minutes - from.minutes };
}

/** What is not moved stays as it is, also when there would be another way to write it. */
function isNone({ days, minutes }: Shift): boolean {
  return days === 0 && minutes === 0;
}

/** Of a time that the clocks show twice, what was the second one stays the second one. */
function shifted(instantMs: number, { days, minutes }: Shift, zone: string): number {
  const before = wallTimeOf(instantMs, zone);
  const after = later({ ...before, date: addDays(before.date, days) }, minutes);
  const firstMs = instantOf(after, zone);
  const sinceFirstMs = instantMs - instantOf(before, zone);
  return isShown(after, firstMs + sinceFirstMs, zone) ? firstMs + sinceFirstMs : firstMs + (instantMs % minuteMs);
}

function isShown({ date, minutes }: WallTime, instantMs: number, zone: string): boolean {
  const shown = wallTimeOf(instantMs, zone);
  return shown.date === date && shown.minutes === minutes;
}

function later({ date, minutes }: WallTime, by: number): WallTime {
  const sum = minutes + by;
  return { date: addDays(date, Math.floor(sum / dayMinutes)), minutes: ((sum % dayMinutes) + dayMinutes) % dayMinutes };
}
