import { createIntl } from 'react-intl';
import { expect, it } from 'vitest';
import { clocksOf, whenOf } from '../../../../web/app/calendar/event-words';

it.each([
  ['en', 'in the same half of the day', '01:00', '02:30', '10:00 – 11:30 AM'],
  ['en', 'over noon', '01:00', '04:30', '10:00 AM – 1:30 PM'],
  ['ja', 'over noon', '01:00', '04:30', '10:00 – 13:30'],
])('says from when to when an event is, by the clock: %s, %s', (locale, _, from, to, expected) => {
  const said = clocksOf(createIntl({ locale }), `2027-03-10T${from}:00Z`, `2027-03-10T${to}:00Z`, 'Asia/Tokyo');
  expect(said.replaceAll('\u00a0', ' ')).toBe(expected);
  // A line breaks beside the dash only.
  expect(said.split(' ')).toHaveLength(3);
});

const timed = (start: string, end: string) => ({ start_time: `${start}:00Z`, end_time: `${end}:00Z`, all_day: false });
const wholeDays = (start: string, end: string) => ({ start_time: start, end_time: end, all_day: true });

it.each([
  ['en', 'on a day', timed('2027-03-10T01:00', '2027-03-10T02:30'), 'Wednesday, March 10, 10:00 – 11:30 AM'],
  ['ja', 'on a day', timed('2027-03-10T01:00', '2027-03-10T02:30'), '3月10日水曜日 10:00 – 11:30'],
  ['ja', 'into the next day', timed('2027-03-10T13:00', '2027-03-10T16:00'), '3月10日水曜日 22:00～3月11日木曜日 1:00'],
  ['ja', 'all day', wholeDays('2027-03-10', '2027-03-11'), '3月10日水曜日'],
  ['ja', 'for days', wholeDays('2027-03-09', '2027-03-12'), '3月9日火曜日～3月11日木曜日'],
])('says when an event is: %s, %s', (locale, _, event, expected) => {
  const said = whenOf(createIntl({ locale }), event, 'Asia/Tokyo');
  expect(said.replaceAll(/\s/g, ' ')).toBe(expected);
});
