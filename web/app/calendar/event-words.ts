import type { IntlShape } from 'react-intl';
import { useIntl } from 'react-intl';
import { useTextOf } from '../i18n/use-text-of';
import { addDays, calendarDay } from '../trips/times';
import { useCalendar } from './calendar-context';
import type { TimedEvent } from './grid/event-span';
import type { ShownEvent } from './shown-event';

/** How events and days are said, in the language of the page and the zone of the calendar. */
export interface EventWords {
  /** `9:30 AM`. */
  readonly clock: (timestamp: string) => string;
  /** `9:30 – 10:00 AM`, or that it lasts all day. */
  readonly times: (event: TimedEvent) => string;
  /** The same with its day, or its days. */
  readonly when: (event: TimedEvent) => string;
  readonly title: (event: Pick<ShownEvent, 'title' | 'busy_only'>) => string;
  /** `Monday, November 23`. */
  readonly day: (date: string) => string;
  /** All that a screen reader says of an event on the grid; of one that may be in any year, with the year. */
  readonly whole: (event: ShownEvent, withYear?: boolean) => string;
}

export function useEventWords(): EventWords {
  const text = useTextOf();
  const intl = useIntl();
  const { zone, calendars } = useCalendar();
  const clock = (timestamp: string) => clockOf(intl, timestamp, zone);
  const day = (date: string) => dayName(intl, date);
  const times = ({ start_time, end_time, all_day }: TimedEvent) =>
    all_day ? text('calendar.allDay') : clocksOf(intl, start_time, end_time, zone);
  const when = (event: TimedEvent) => whenOf(intl, event, zone);
  const title = ({ title: words, busy_only }: Pick<ShownEvent, 'title' | 'busy_only'>) =>
    busy_only ? text('calendar.busy') : words || text('event.untitled');
  const whole = (event: ShownEvent, withYear = false) => {
    const calendar = calendars.find(({ id }) => id === event.calendar_id)?.title ?? '';
    const status = event.status === 'cancelled' ? text('event.status.cancelled') : '';
    const series = event.is_recurring ? text('calendar.repeats') : '';
    const waiting = event.isWaiting ? text('calendar.notSaved') : '';
    return [title(event), whenOf(intl, event, zone, withYear), event.location ?? '', status, series, waiting, calendar]
      .filter((part) => part !== '')
      .join(', ');
  };
  return { clock, times, when, title, day, whole };
}

const clockFormat = { hour: 'numeric', minute: '2-digit' } as const;
const dayFormat = { weekday: 'long', month: 'long', day: 'numeric' } as const;

/** A time of day; no line breaks in it. */
function clockOf(intl: IntlShape, timestamp: string | Date, zone: string): string {
  return intl.formatTime(timestamp, { ...clockFormat, timeZone: zone }).replaceAll(' ', '\u00a0');
}

/** From when to when, by the clock. What half of the day it is, is said once where both are in the same. */
export function clocksOf(intl: IntlShape, start: string, end: string, zone: string): string {
  const [from, to] = [clockOf(intl, start, zone), clockOf(intl, end, zone)];
  const half = /\s\D+$/.exec(from)?.[0] ?? '';
  return `${half !== '' && to.endsWith(half) ? from.slice(0, -half.length) : from} – ${to}`;
}

/** A calendar day in words. */
export function dayName(intl: IntlShape, date: string): string {
  return intl.formatDate(calendarDay(date), { ...dayFormat, timeZone: 'UTC' });
}

/** A day, or from which to which. What Intl makes of a range in Japanese are numbers between slashes. */
export function daysBetween(intl: IntlShape, from: Date, to: Date, format: Intl.DateTimeFormatOptions): string {
  if (!intl.locale.startsWith('ja')) return intl.formatDateTimeRange(from, to, format);
  const [first, last] = [intl.formatDate(from, format), intl.formatDate(to, format)];
  return first === last ? first : `${first}～${last}`;
}

/** When an event is, in words: its day or days, and its times. */
export function whenOf(intl: IntlShape, { start_time, end_time, all_day }: TimedEvent, zone: string, withYear = false): string {
  const days = withYear ? ({ ...dayFormat, year: 'numeric' } as const) : dayFormat;
  if (all_day) {
    const [first, last] = [calendarDay(start_time), calendarDay(addDays(end_time, -1))];
    return daysBetween(intl, first, last < first ? first : last, { ...days, timeZone: 'UTC' });
  }
  const [start, end] = [new Date(start_time), new Date(end_time)];
  const [from, to] = [start, end < start ? start : end];
  if (!intl.locale.startsWith('ja')) return intl.formatDateTimeRange(from, to, { ...days, ...clockFormat, timeZone: zone });
  const [first, last] = [from, to].map((at) => intl.formatDate(at, { ...days, timeZone: zone }));
  const [begins, ends] = [clockOf(intl, from, zone), clockOf(intl, to, zone)];
  return first === last ? `${first} ${begins} – ${ends}` : `${first} ${begins}～${last} ${ends}`;
}
