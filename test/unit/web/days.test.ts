import { describe, expect, it } from 'vitest';
import { dateOfDay, shownDays } from '../../../web/app/trip/days';
import type { Item } from '../../../web/sdk';

const noDates = { start_date: null, end_date: null, destination: null };

function itemsOn(...days: (number | null)[]): Item[] {
  return days.map((day, i) => ({ id: `${i}`, day, order: 'V', type: null, time_slot: null, booking_status: 'pending' }));
}

describe('the days that are shown', () => {
  it('are at least one', () => {
    expect(shownDays([], noDates, 0)).toEqual([1]);
  });

  it('are those of the dates, both ends included', () => {
    expect(shownDays([], { ...noDates, start_date: '2027-11-19', end_date: '2027-11-21' }, 0)).toEqual([1, 2, 3]);
  });

  it('do not fill the page after a mistyped year', () => {
    expect(shownDays([], { ...noDates, start_date: '2027-11-19', end_date: '9027-11-21' }, 0)).toHaveLength(31);
  });

  it('include every day with an item, and leave out the far empty ones between', () => {
    expect(shownDays(itemsOn(2, 5_000, null), noDates, 0)).toEqual([1, 2, 5_000]);
  });

  it('include a day that was just added', () => {
    expect(shownDays(itemsOn(1), noDates, 2)).toEqual([1, 2]);
    expect(shownDays(itemsOn(5_000), noDates, 5_001)).toEqual([1, 5_000, 5_001]);
  });
});

describe('the date of a day', () => {
  it('counts from the start, over the end of a month', () => {
    expect(dateOfDay('2027-02-27', 3)?.toISOString()).toBe('2027-03-01T00:00:00.000Z');
    expect(dateOfDay(null, 3)).toBeNull();
  });
});
