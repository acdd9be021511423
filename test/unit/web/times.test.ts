import { expect, it } from 'vitest';
import { relativeTime } from '../../../web/app/trips/times';

const minuteMs = 60_000;

it.each([
  [0, { value: 0, unit: 'minute' }],
  [-59 * minuteMs, { value: -59, unit: 'minute' }],
  [-60 * minuteMs, { value: -1, unit: 'hour' }],
  [-23 * 60 * minuteMs, { value: -23, unit: 'hour' }],
  [-40 * 60 * minuteMs, { value: -2, unit: 'day' }],
])('%i ms is told as %j', (differenceMs, expected) => {
  const { value, unit } = relativeTime(differenceMs);
  expect({ value: value + 0, unit }).toEqual(expected);
});
