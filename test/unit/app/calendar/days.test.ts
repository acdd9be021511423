import { describe, expect, it } from 'vitest';
import { addMonths, daysOfView, monthsOfDays, startOfWeek, stepView, weeksOfMonth } from '../../../../web/app/calendar/days';
import { weekStartOf } from '../../../../web/app/calendar/week-start';

describe('the days of a view', () => {
  it('of a month are whole weeks', () => {
    const weeks = weeksOfMonth('2026-11-22', 0);
    expect(weeks.map(([first]) => first)).toEqual(['2026-11-01', '2026-11-08', '2026-11-15', '2026-11-22', '2026-11-29']);
    expect(weeks.at(-1)?.at(-1)).toBe('2026-12-05');
    expect(weeksOfMonth('2026-11-22', 1)[0]?.[0]).toBe('2026-10-26');
    // February 2026 is four weeks from Sunday on.
    expect(weeksOfMonth('2026-02-10', 0)).toHaveLength(4);
  });

  it('of a week begin where weeks begin', () => {
    expect(daysOfView('week', '2026-11-22', 1)).toEqual(expect.arrayContaining(['2026-11-16', '2026-11-22']));
    expect(startOfWeek('2026-11-22', 0)).toBe('2026-11-22');
    expect(startOfWeek('2026-11-22', 6)).toBe('2026-11-21');
  });

  it('touch months', () => {
    expect(monthsOfDays(daysOfView('week', '2026-12-31', 1))).toEqual(['2026-12', '2027-01']);
  });
});

describe('steps', () => {
  it('of a month stay on the day where there is one', () => {
    expect(addMonths('2027-01-31', 1)).toBe('2027-02-28');
    expect(addMonths('2028-01-31', 1)).toBe('2028-02-29');
    expect(addMonths('2026-01-15', -1)).toBe('2025-12-15');
    expect(stepView('month', '2026-12-31', -1)).toBe('2026-11-30');
  });

  it('of the other views are as long as the view', () => {
    expect(stepView('week', '2026-12-28', 1)).toBe('2027-01-04');
    expect(stepView('day', '2026-12-31', 1)).toBe('2027-01-01');
    expect(stepView('agenda', '2026-11-22', -1)).toBe('2026-10-25');
  });
});

it('weeks begin as in the region of the browser, where that speaks the language of the page', () => {
  expect(weekStartOf('en', ['en-GB', 'ja'])).toBe(1);
  expect(weekStartOf('en', ['en-US'])).toBe(0);
  expect(weekStartOf('ja', ['en-GB'])).toBe(0);
  expect(weekStartOf('en', ['fr-FR'])).toBe(0);
});
