import { addDays, daysFrom } from '../trips/times';
import { usualMinutes } from './grid/changed-times';
import type { TimedEvent } from './grid/event-span';
import { clockOf, instantOf, minuteMs, minutesOfClock, timestampOf, wallTimeOf } from './zone-times';

/** When an event is, as it is filled in. */
export interface TimesForm {
  readonly allDay: boolean;
  /** `YYYY-MM-DD`. */
  readonly startDate: string;
  /** Of an all-day event its last day. */
  readonly endDate: string;
  /** `09:30`. */
  readonly startClock: string;
  readonly endClock: string;
}

/** Times as they are filled in, by the clocks of a zone. */
export function timesForm({ start_time, end_time, all_day }: TimedEvent, zone: string): TimesForm {
  if (all_day) {
    const last = addDays(end_time, -1);
    const endDate = last < start_time ? start_time : last;
    return { allDay: true, startDate: start_time, endDate, startClock: '09:00', endClock: '10:00' };
  }
  const [start, end] = [wallTimeOf(Date.parse(start_time), zone), wallTimeOf(Date.parse(end_time), zone)];
  return {
    ...{ allDay: false, startDate: start.date, endDate: end.date },
    ...{ startClock: clockOf(start.minutes), endClock: clockOf(end.minutes) },
  };
}

/**
 * The times after a part of the form was changed; null while that makes no sense yet. A start that is moved takes the end along,
 * and an end before the start is put an hour (or no day) behind it.
 */
export function timesOfForm(form: TimesForm, part: Partial<TimesForm>, zone: string): TimedEvent | null {
  const next = { ...form, ...part };
  if (next.startDate === '' || next.endDate === '') return null;
  if (next.allDay) {
    const length = Math.max(daysFrom(form.startDate, form.endDate), 0);
    const end = part.startDate === undefined ? next.endDate : addDays(next.startDate, length);
    return { start_time: next.startDate, end_time: addDays(end < next.startDate ? next.startDate : end, 1), all_day: true };
  }
  const [start, end] = [momentOf(next.startDate, next.startClock, zone), momentOf(next.endDate, next.endClock, zone)];
  if (start === null || end === null) return null;
  const isStart = part.startDate !== undefined || part.startClock !== undefined;
  const before = isStart ? lengthOf(form, zone) : end - start;
  const length = before > 0 ? before : usualMinutes * minuteMs;
  return { start_time: timestampOf(start), end_time: timestampOf(start + length), all_day: false };
}

function lengthOf({ startDate, startClock, endDate, endClock }: TimesForm, zone: string): number {
  return (momentOf(endDate, endClock, zone) ?? 0) - (momentOf(startDate, startClock, zone) ?? 0);
}

function momentOf(date: string, clock: string, zone: string): number | null {
  const minutes = minutesOfClock(clock);
  return minutes === null ? null : instantOf({ date, minutes }, zone);
}
