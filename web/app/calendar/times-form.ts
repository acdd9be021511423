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
 * The times after a part of the form was changed; null while that makes no sense: a field is empty, or the end that was chosen
 * is before the start. A start that is moved takes the end along. The end of what lasts a day at most is the next time after the
 * start that its clock says: before the start it is on the day after.
 */
export function timesOfForm(form: TimesForm, part: Partial<TimesForm>, zone: string): TimedEvent | null {
  const next = { ...form, ...part };
  if (next.startDate === '' || next.endDate === '') return null;
  const isStart = part.startDate !== undefined || part.startClock !== undefined;
  const takesAlong = isStart && part.endDate === undefined && part.endClock === undefined;
  if (next.allDay) {
    const length = Math.max(daysFrom(form.startDate, form.endDate), 0);
    const last = takesAlong ? addDays(next.startDate, length) : next.endDate;
    return last < next.startDate ? null : { start_time: next.startDate, end_time: addDays(last, 1), all_day: true };
  }
  const start = momentOf(next.startDate, next.startClock, zone);
  const end = momentOf(part.endDate ?? dayOfEnd(form, next), next.endClock, zone);
  if (start === null || end === null) return null;
  const ends = takesAlong ? start + lengthOf(form, zone) : end;
  return ends > start ? { start_time: timestampOf(start), end_time: timestampOf(ends), all_day: false } : null;
}

/** On which day it ends by the clocks of the form, where nobody has chosen that day now. */
function dayOfEnd(before: TimesForm, { startDate, startClock, endDate, endClock }: TimesForm): string {
  const days = daysFrom(before.startDate, before.endDate);
  const lastsDayAtMost = days === 0 || (days === 1 && before.endClock <= before.startClock);
  if (!lastsDayAtMost || before.allDay) return endDate;
  return endClock > startClock ? startDate : addDays(startDate, 1);
}

/** An hour that the clocks show twice may have none of its own. */
function lengthOf({ startDate, startClock, endDate, endClock }: TimesForm, zone: string): number {
  const length = (momentOf(endDate, endClock, zone) ?? 0) - (momentOf(startDate, startClock, zone) ?? 0);
  return length > 0 ? length : usualMinutes * minuteMs;
}

function momentOf(date: string, clock: string, zone: string): number | null {
  const minutes = minutesOfClock(clock);
  return minutes === null ? null : instantOf({ date, minutes }, zone);
}
