import { describe, expect, it } from 'vitest';
import { dateOfDay, shownDays } from '../../../../web/app/board/days';

const noDates = { start_date: null, end_date: null };

describe('the days that are shown', () => {
  it('are at least one', () => {
    expect(shownDays([], noDates, 0)).toEqual([1]);
  });

  it('are those of the dates, both ends included', () => {
    expect(shownDays([], { start_date: '2027-11-19', end_date: '2027-11-21' }, 0)).toEqual([1, 2, 3]);
  });

  it('do not fill the page after a mistyped year', () => {
    expect(shownDays([], { start_date: '2027-11-19', end_date: '9027-11-21' }, 0)).toHaveLength(92);
  });

  it('include every day with an item, and leave out the far empty ones between', () => {
    expect(shownDays([2, 5_000], noDates, 0)).toEqual([1, 2, 5_000]);
  });

  it('include a day that was just added', () => {
    expect(shownDays([1], noDates, 2)).toEqual([1, 2]);
    expect(shownDays([5_000], noDates, 5_001)).toEqual([1, 5_000, 5_001]);
  });
});

describe('the date of a day', () => {
  it('counts from the start, over the end of a month', () => {
    expect(dateOfDay('2027-02-27', 3)?.toISOString()).toBe('2027-03-01T00:00:00.000Z');
    expect(dateOfDay(null, 3)).toBeNull();
  });
});
