import { addDays, calendarDay } from '../trips/times';
import { addMonths } from './days';
import { timestampOf } from './zone-times';

interface Timed {
  readonly start_time: string;
  readonly end_time: string;
}

/** Some months that follow each other, as instants: with a day before and after, for zones ahead of UTC and behind. */
export function rangeOfMonths(first: string, last: string): { readonly from: string; readonly to: string } {
  const from = addDays(`${first}-01`, -1);
  const to = addDays(addMonths(`${last}-01`, 1), 1);
  return { from: timestampOf(calendarDay(from).getTime()), to: timestampOf(calendarDay(to).getTime()) };
}

/** Those of some occurrences of which there is something in a month, in any zone. */
export function inMonth<Event extends Timed>(month: string, events: readonly Event[]): Event[] {
  const { from, to } = rangeOfMonths(month, month);
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  return events.filter(({ start_time, end_time }) => Date.parse(start_time) < toMs && Date.parse(end_time) >= fromMs);
}
