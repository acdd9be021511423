import { createIntl } from 'react-intl';
import { expect, it } from 'vitest';
import { clocksOf } from '../../../../web/app/calendar/event-words';

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
