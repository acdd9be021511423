import { type IntlShape, useIntl } from 'react-intl';
import { useTextOf } from '../i18n/use-text-of';
import { calendarDay, daysFrom, nearness, today } from './times';

interface TripDatesProps {
  readonly start: string | null;
  readonly end: string | null;
}

/** When a trip is, in words: its days and how many they are. */
export function TripDates({ start, end }: TripDatesProps) {
  const text = useTextOf();
  const intl = useIntl();
  const first = start ?? end;
  if (first === null) return <>{text('trips.noDates')}</>;
  const last = end ?? first;
  const range = dateRange(intl, first, last);
  // With one of the two dates only, nobody knows how long it is.
  if (start === null || end === null) return <>{range}</>;
  return (
    <>
      {range} · {text('trips.days', { count: daysFrom(first, last) + 1 })}
    </>
  );
}

const wholeDate = { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' } as const;

/** Some days in words, what they have in common said once. */
function dateRange(intl: IntlShape, first: string, last: string): string {
  if (!intl.locale.startsWith('ja') || first === last) {
    return intl.formatDateTimeRange(calendarDay(first), calendarDay(last), wholeDate);
  }
  // What Intl makes of a range in Japanese are numbers between slashes, with everything said twice.
  const { year, ...inYear } = wholeDate;
  const { month, ...inMonth } = inYear;
  const format = first.slice(0, 4) !== last.slice(0, 4) ? wholeDate : first.slice(0, 7) !== last.slice(0, 7) ? inYear : inMonth;
  return `${intl.formatDate(calendarDay(first), wholeDate)}～${intl.formatDate(calendarDay(last), format)}`;
}

/** How far away a trip is, where that is of interest; null elsewhere. */
export function useNearness({ start, end }: TripDatesProps): string | null {
  const text = useTextOf();
  const intl = useIntl();
  const near = nearness(start, end, today());
  if (near === null) return null;
  return near === 'now' ? text('trips.now') : intl.formatRelativeTime(near.inDays, 'day', { numeric: 'auto' });
}
