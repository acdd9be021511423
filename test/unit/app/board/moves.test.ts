import { describe, expect, it } from 'vitest';
import { insertionIndex, lineHeight, scrollStep } from '../../../../web/app/board/drag/board-places';
import { placeByKey } from '../../../../web/app/board/move-by-key';

const cards = [
  { start: 100, end: 140 },
  { start: 140, end: 220 },
];

describe('the place under a pointer', () => {
  it.each([
    [0, 0],
    [119, 0],
    [121, 1],
    [179, 1],
    [181, 2],
    [900, 2],
  ])('at a height of %i is before card %i', (y, index) => {
    expect(insertionIndex(cards, y)).toBe(index);
  });

  it('is shown by a line between the cards, at the ends beside one', () => {
    const list = { start: 90, end: 300 };
    expect([0, 1, 2].map((index) => lineHeight(cards, index, list))).toEqual([100, 140, 220]);
    expect(lineHeight([], 0, list)).toBe(90);
  });

  it('scrolls near an edge, faster the nearer, and beyond it at full speed', () => {
    const span = { start: 0, end: 400 };
    expect(scrollStep(200, span)).toBe(0);
    expect(scrollStep(50, span)).toBeLessThan(0);
    expect(scrollStep(10, span)).toBeLessThan(scrollStep(50, span));
    expect(scrollStep(-500, span)).toBe(scrollStep(0, span));
    expect(scrollStep(395, span)).toBe(-scrollStep(5, span));
  });
});

describe('the place that an arrow key leads to', () => {
  const columns = [null, 1, 2, 5];
  const counts = new Map<number | null, number>([
    [null, 0],
    [1, 3],
    [2, 1],
    [5, 0],
  ]);
  const othersOf = (day: number | null) => counts.get(day) ?? 0;

  it.each([
    ['ArrowDown', { day: 1, index: 2 }, { day: 1, index: 3 }],
    ['ArrowDown', { day: 1, index: 3 }, null],
    ['ArrowUp', { day: 1, index: 0 }, null],
    ['ArrowRight', { day: 1, index: 2 }, { day: 2, index: 1 }],
    ['ArrowRight', { day: 2, index: 1 }, { day: 5, index: 0 }],
    ['ArrowRight', { day: 5, index: 0 }, null],
    ['ArrowLeft', { day: 1, index: 2 }, { day: null, index: 0 }],
    ['ArrowLeft', { day: null, index: 0 }, null],
    ['a', { day: 1, index: 0 }, null],
    ['toString', { day: 1, index: 0 }, null],
  ])('%s from %o is %o', (key, from, to) => {
    expect(placeByKey(key, from, columns, othersOf)).toEqual(to);
  });
});
