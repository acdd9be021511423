import type { IntlShape } from 'react-intl';
import { parseRule, type Rule } from '../../react/events';
import type { MessageId } from '../i18n/locale';
import { addDays, calendarDay } from '../trips/times';

/** A Monday, to ask what the days of the week are called. */
const someMonday = '2026-11-23';
const epoch = '1970-01-01';

/**
 * A recurrence rule in words: `Every month on the 3rd Thursday, 10 times`. Null for one that is wrong, or says what nobody
 * would put into words, such as weeks of the year.
 * @param zone in which the last day of a series is said
 */
export function ruleWords(value: string, intl: IntlShape, zone: string): string | null {
  const { rule } = parseRule(value);
  if (rule === undefined || rule.byWeekNo.length > 0 || rule.byYearDay.length > 0) return null;
  const days = daysOf(rule, intl);
  if (days === null) return null;
  const say = sayIn(intl);
  const months = rule.byMonth.map((month) =>
    intl.formatDate(`2026-${String(month).padStart(2, '0')}-01`, { month: 'long', timeZone: 'UTC' }),
  );
  const parts = [
    say(`rule.every.${rule.frequency}`, { count: rule.interval }),
    ...(months.length > 0 ? [say('rule.inMonths', { list: intl.formatList(months) })] : []),
    ...(days.length > 0 ? [say('rule.onDays', { list: intl.formatList(days) })] : []),
  ];
  const words = parts.reduce((first, second) => say('rule.join', { first, second }));
  const end = endOf(rule, intl, zone);
  return end === null ? words : say('rule.withEnd', { rule: words, end });
}

type Say = (id: MessageId, values: Record<string, string | number>) => string;

function sayIn(intl: IntlShape): Say {
  return (id, values) => intl.formatMessage({ id }, values);
}

/** The days of a rule; none where it leaves them to the event. Null where it takes more to say which. */
function daysOf({ byDay, byMonthDay, bySetPos }: Rule, intl: IntlShape): readonly string[] | null {
  const say = sayIn(intl);
  if (byDay.length > 0 && byMonthDay.length > 0) return null;
  const days = [
    ...byMonthDay.map((day) => say(day < 0 ? 'rule.monthDayFromEnd' : 'rule.monthDay', { place: Math.abs(day) })),
    ...byDay.map(({ weekday, nth }) => {
      const day = intl.formatDate(calendarDay(addDays(someMonday, weekday)), { weekday: 'long', timeZone: 'UTC' });
      if (nth === null) return day;
      return say(nth < 0 ? 'rule.nthWeekdayFromEnd' : 'rule.nthWeekday', { place: Math.abs(nth), day });
    }),
  ];
  if (bySetPos.length === 0) return days;
  if (days.length === 0) return null;
  const list = intl.formatList(days, { type: 'disjunction' });
  return bySetPos.map((place) => say(place < 0 ? 'rule.nthOfFromEnd' : 'rule.nthOf', { place: Math.abs(place), list }));
}

/** When a series ends; null for never. */
function endOf({ count, until }: Rule, intl: IntlShape, zone: string): string | null {
  if (count !== null) return sayIn(intl)('rule.times', { count });
  if (until === null) return null;
  const day =
    until.day === undefined
      ? intl.formatDate(until.ms, { dateStyle: 'medium', timeZone: zone })
      : intl.formatDate(calendarDay(addDays(epoch, until.day)), { dateStyle: 'medium', timeZone: 'UTC' });
  return sayIn(intl)('rule.until', { day });
}
