import { beforeEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import {
  addItem,
  datesFromStart,
  datesUntilEnd,
  itemText,
  moveToDay,
  readDetails,
  readItems,
  revertDates,
  setDates,
  tripLength,
} from '../../../web/sdk';

const dates = { start_date: '2027-11-19', end_date: '2027-11-21' };

describe('dates that are chosen', () => {
  it('count both ends', () => {
    expect(tripLength(dates)).toBe(3);
    expect(tripLength({ ...dates, start_date: null })).toBe(0);
  });

  it('leave the other end alone as long as they can', () => {
    expect(datesFromStart(dates, '2027-11-20')).toEqual({ ...dates, start_date: '2027-11-20' });
    expect(datesUntilEnd(dates, '2027-11-30')).toEqual({ ...dates, end_date: '2027-11-30' });
    expect(datesFromStart(dates, null)).toEqual({ ...dates, start_date: null });
    expect(datesUntilEnd({ start_date: null, end_date: null }, '2027-11-30')).toEqual({
      start_date: null,
      end_date: '2027-11-30',
    });
  });

  it('move the whole trip where it would end before it starts', () => {
    expect(datesFromStart(dates, '2027-12-30')).toEqual({ start_date: '2027-12-30', end_date: '2028-01-01' });
    expect(datesUntilEnd(dates, '2027-03-01')).toEqual({ start_date: '2027-02-27', end_date: '2027-03-01' });
  });
});

describe('changing the dates', () => {
  let doc: Y.Doc;
  beforeEach(() => {
    doc = new Y.Doc();
    setDates(doc, dates);
    for (const [day, title] of [
      [null, 'idea'],
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
      [3, 'd'],
    ] as const)
      addItem(doc, { day, title });
  });
  const plan = () => readItems(doc).map(({ id, day }) => `${day ?? '-'} ${itemText(doc, id, 'title')}`);

  it('keeps the cards of days that are gone as ideas, in their order, in one edit', () => {
    let updates = 0;
    doc.on('update', () => updates++);
    const { unplanned } = setDates(doc, { ...dates, end_date: '2027-11-19' });
    expect(unplanned).toHaveLength(3);
    expect(plan()).toEqual(['1 a', '- idea', '- b', '- c', '- d']);
    expect(updates).toBe(1);
  });

  it('is taken back in one edit, except for what somebody has planned anew', () => {
    const change = setDates(doc, { ...dates, end_date: '2027-11-19' });
    const [b] = change.unplanned;
    moveToDay(doc, b?.id ?? '', 1);
    let updates = 0;
    doc.on('update', () => updates++);
    revertDates(doc, change);
    expect(plan()).toEqual(['1 a', '1 b', '3 c', '3 d', '- idea']);
    expect(readDetails(doc)).toMatchObject(dates);
    expect(updates).toBe(1);
  });

  it('moves no card where days come, or dates are still open', () => {
    const before = plan();
    expect(setDates(doc, { ...dates, end_date: '2027-12-24' }).unplanned).toEqual([]);
    expect(setDates(doc, { start_date: null, end_date: '2027-11-19' }).unplanned).toEqual([]);
    expect(setDates(doc, { ...dates, end_date: '2027-11-19' }).unplanned).toEqual([]);
    expect(plan()).toEqual(before);
  });
});
