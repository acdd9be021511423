import { describe, expect, it } from 'vitest';
import { dayFormat, type SnoozeChoice, snoozeUntil } from '../../../../web/app/inbox/snooze-times';

describe('snoozeUntil', () => {
  it.each<[SnoozeChoice, Date, Date | null]>([
    ['hour', new Date(2026, 10, 22, 23, 30), new Date(2026, 10, 23, 0, 30)],
    ['evening', new Date(2026, 10, 22, 16, 59), new Date(2026, 10, 22, 18)],
    ['evening', new Date(2026, 10, 22, 17), null],
    ['tomorrow', new Date(2026, 11, 31, 12), new Date(2027, 0, 1, 9)],
    ['week', new Date(2026, 10, 28, 12), new Date(2026, 11, 5, 9)],
  ])('%s from %s', (choice, now, expected) => {
    expect(snoozeUntil(choice, now)).toEqual(expected);
  });
});

describe('dayFormat', () => {
  const tuesday = new Date(2026, 10, 24, 12);
  it.each([
    ['hour', 'en', 'Tuesday'],
    ['tomorrow', 'en', 'Wednesday'],
    // Tuesday alone would be today.
    ['week', 'en', 'Tuesday, December 1'],
    ['week', 'ja', '12月1日火曜日'],
  ] as const)('%s, in %s: %s', (choice, locale, words) => {
    const until = snoozeUntil(choice, tuesday) ?? tuesday;
    expect(new Intl.DateTimeFormat(locale, dayFormat(until, tuesday, 'long')).format(until)).toBe(words);
  });
});
