import { describe, expect, it } from 'vitest';
import { carriedMarks, type PositionChange, toldMarks } from '../../../../web/app/notes/moving-marks';
import type { TextMark } from '../../../../web/react/text-marks';

function mark(from: number, change: Partial<TextMark> = {}): TextMark {
  return { key: 'ben/0', name: 'Ben', color: '#00706b', typing: false, from, to: from, ...change };
}

/** Something typed at a position. */
function insertion(at: number, length: number): PositionChange {
  return {
    transformPosition: (position, priority = false) =>
      position < at || (priority && position === at) ? position : position + length,
  };
}

describe('the mark of somebody else', () => {
  it('moves along at once with what is typed here before it, and not with what is typed at it', () => {
    const told = toldMarks([], [mark(5)]);
    expect(carriedMarks(told, insertion(2, 3), true)[0]?.mark.from).toBe(8);
    expect(carriedMarks(told, insertion(5, 3), true)[0]?.mark.from).toBe(5);
  });

  it('stands where its person says when others type: that comes together', () => {
    expect(carriedMarks(toldMarks([], [mark(5)]), insertion(2, 3), false)[0]?.mark.from).toBe(5);
  });

  it('shows the name again when its person moved it, not when the text did', () => {
    const first = toldMarks([], [mark(5)]);
    const carried = carriedMarks(first, insertion(2, 3), false);
    const byText = toldMarks(carried, [mark(8)]);
    expect(byText[0]).toMatchObject({ mark: { from: 8 }, moves: 0 });
    expect(toldMarks(byText, [mark(3)])[0]?.moves).toBe(1);
  });

  it('shows the name while its person types, although the text moves it just as far', () => {
    const carried = carriedMarks(toldMarks([], [mark(5)]), insertion(5, 1), false);
    expect(toldMarks(carried, [mark(6)])[0]?.moves).toBe(0);
    expect(toldMarks(carried, [mark(6, { typing: true })])[0]?.moves).toBe(1);
  });

  it('goes when its person tells nothing any more', () => {
    expect(toldMarks(toldMarks([], [mark(5)]), [])).toEqual([]);
  });
});
