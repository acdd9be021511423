import { describe, expect, it } from 'vitest';
import { addDays, daysFrom, nearness, today } from '../../../../web/app/trips/times';

describe('calendar days', () => {
  it('are counted over the ends of months and years, whatever the clocks do', () => {
    expect(addDays('2026-12-30', 3)).toBe('2027-01-02');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(daysFrom('2027-03-27', '2027-03-29')).toBe(2);
    expect(daysFrom('2027-03-29', '2027-03-27')).toBe(-2);
  });

  it('are those of the place where somebody is', () => {
    const now = new Date('2026-11-22T23:30:00Z');
    const at = (offsetMinutes: number) => Object.assign(new Date(now), { getTimezoneOffset: () => offsetMinutes });
    expect(today(at(-540))).toBe('2026-11-23');
    expect(today(at(0))).toBe('2026-11-22');
    expect(today(at(300))).toBe('2026-11-22');
  });
});

describe('how near a trip is', () => {
  it.each([
    [null, null, null],
    ['2026-12-01', '2026-12-03', { inDays: 9 }],
    ['2026-11-23', null, { inDays: 1 }],
    ['2026-11-22', null, 'now'],
    ['2026-11-20', '2026-11-22', 'now'],
    ['2026-11-20', '2026-11-21', null],
    ['2027-06-01', '2027-06-03', null],
  ])('from %s to %s', (start, end, expected) => {
    expect(nearness(start, end, '2026-11-22')).toEqual(expected);
  });
});
