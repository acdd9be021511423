import { expect, it } from 'vitest';
import { relativeTime } from '../../../web/app/trips/times';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

it.each([
  [0, { value: 0, unit: 'minute' }],
  [-59 * minuteMs, { value: -59, unit: 'minute' }],
  [-60 * minuteMs, { value: -1, unit: 'hour' }],
  [-23 * 60 * minuteMs, { value: -23, unit: 'hour' }],
  [-40 * 60 * minuteMs, { value: -2, unit: 'day' }],
  [-44 * dayMs, { value: -44, unit: 'day' }],
  [-45 * dayMs, { value: -1, unit: 'month' }],
  [-300 * dayMs, { value: -10, unit: 'month' }],
  [-365 * dayMs, { value: -1, unit: 'year' }],
  [-700 * dayMs, { value: -2, unit: 'year' }],
  // The clock of a server is ahead.
  [5 * minuteMs, { value: 0, unit: 'minute' }],
])('%i ms is told as %j', (differenceMs, expected) => {
  const { value, unit } = relativeTime(differenceMs);
  expect({ value: value + 0, unit }).toEqual(expected);
});
