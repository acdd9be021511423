import type { TextMark } from '../../react/text-marks';

/** A mark of somebody else, as it is drawn, and what is known of how it came there. */
export interface MovingMark {
  readonly mark: TextMark;
  /** How often its person has moved it themselves: each time their name is worth showing. */
  readonly moves: number;
  /** Between which positions the text alone would have moved it since its person told where it is. */
  readonly carried: readonly [first: number, last: number];
}

/** Where a position is after a change of the text; `priority`: it stays before what is inserted exactly there. */
export interface PositionChange {
  transformPosition(position: number, priority?: boolean): number;
}

/** The marks after their people have told where they are. */
export function toldMarks(before: readonly MovingMark[], told: readonly TextMark[]): readonly MovingMark[] {
  return told.map((mark) => {
    const known = before.find((one) => one.mark.key === mark.key);
    if (known?.mark === mark) return known;
    const moves = known === undefined ? 0 : known.moves + (isOwnMove(known, mark) ? 1 : 0);
    return { mark, moves, carried: [mark.from, mark.from] };
  });
}

/**
 * The marks after a change of the text. Everybody tells anew where they are when the text around them changes. Only
 * until they hear of what is typed here, their marks are moved along; what others type comes with where it put them.
 * @param typedHere whether this person made the change
 */
export function carriedMarks(marks: readonly MovingMark[], change: PositionChange, typedHere: boolean): readonly MovingMark[] {
  return marks.map(({ mark, moves, carried: [first, last] }) => ({
    mark: typedHere
      ? { ...mark, from: change.transformPosition(mark.from, true), to: change.transformPosition(mark.to, true) }
      : mark,
    moves,
    carried: [change.transformPosition(first, true), change.transformPosition(last)],
  }));
}

function isOwnMove({ mark: before, carried: [first, last] }: MovingMark, { from, typing }: TextMark): boolean {
  return from !== before.from && (typing || from < first || from > last);
}
