import { addDays, daysFrom } from '../../trips/times';
import { dayMinutes, instantOf, minuteMs, timestampOf, type WallTime, wallTimeOf } from '../zone-times';
import type { TimedEvent } from './event-span';

/** Times in the grid are multiples of this, in minutes. */
export const snapMinutes = 15;

/** How long an event is that somebody makes by a click, in minutes. */
export const usualMinutes = 60;

/** The multiple of a quarter of an hour before a time of the day. */
export function snapped(minutes: number): number {
  return Math.floor(Math.min(Math.max(minutes, 0), dayMinutes - 1) / snapMinutes) * snapMinutes;
}

/** An event from one place of the grid to another; the order does not matter. Both quarters are part of it. */
export function timesBetween(a: WallTime, b: WallTime, zone: string): TimedEvent {
  const [start, end] = isBefore(b, a) ? [b, a] : [a, b];
  const start_time = timestampOf(instantOf(start, zone));
  return { start_time, end_time: timestampOf(instantOf(later(end, snapMinutes), zone)), all_day: false };
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
export function movedBy(event: TimedEvent, { days, minutes }: Shift, zone: string): TimedEvent {
  if (event.all_day) {
    return { ...event, start_time: addDays(event.start_time, days), end_time: addDays(event.end_time, days) };
  }
  const startMs = Date.parse(event.start_time);
  const movedMs = shifted(startMs, { days, minutes }, zone);
  const end_time = timestampOf(movedMs + Date.parse(event.end_time) - startMs);
  return { ...event, start_time: timestampOf(movedMs), end_time };
}

/** An event that ends so much later, a quarter of an hour (or a day) after its beginning at the earliest. */
export function endMovedBy(event: TimedEvent, { days, minutes }: Shift, zone: string): TimedEvent {
  if (event.all_day) {
    const end = addDays(event.end_time, days);
    return { ...event, end_time: end > event.start_time ? end : addDays(event.start_time, 1) };
  }
  const leastMs = Date.parse(event.start_time) + snapMinutes * minuteMs;
  return { ...event, end_time: timestampOf(Math.max(shifted(Date.parse(event.end_time), { days, minutes }, zone), leastMs)) };
}

/** An event that begins so much later and ends when it did. */
export function startMovedBy(event: TimedEvent, { days, minutes }: Shift, zone: string): TimedEvent {
  if (event.all_day) {
    const start = addDays(event.start_time, days);
    return { ...event, start_time: start < event.end_time ? start : addDays(event.end_time, -1) };
  }
  const mostMs = Date.parse(event.end_time) - snapMinutes * minuteMs;
  return { ...event, start_time: timestampOf(Math.min(shifted(Date.parse(event.start_time), { days, minutes }, zone), mostMs)) };
}

/** The shift from one place of the grid to another. */
export function shiftBetween(from: WallTime, to: WallTime): Shift {
  return { days: daysFrom(from.date, to.date), minutes: to.minutes - from.minutes };
}

function shifted(instantMs: number, { days, minutes }: Shift, zone: string): number {
  const { date, minutes: before } = wallTimeOf(instantMs, zone);
  return instantOf(later({ date: addDays(date, days), minutes: before }, minutes), zone) + (instantMs % minuteMs);
}

function later({ date, minutes }: WallTime, by: number): WallTime {
  const sum = minutes + by;
  return { date: addDays(date, Math.floor(sum / dayMinutes)), minutes: ((sum % dayMinutes) + dayMinutes) % dayMinutes };
}

function isBefore(a: WallTime, b: WallTime): boolean {
  return a.date < b.date || (a.date === b.date && a.minutes < b.minutes);
}
