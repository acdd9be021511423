import type { PresenceState, PresentPerson } from '../sdk';
import { isAt, placePath, type TextPlace } from './text-place';

/** A caret or a selection of somebody else in a text field. */
export interface TextMark {
  /** Unique among the marks of a field. */
  readonly key: string;
  readonly name: string;
  readonly color: string;
  readonly typing: boolean;
  /** Characters (UTF-16 units) from the start of the text; equal for a caret. */
  readonly from: number;
  readonly to: number;
}

/** The carets of people at a place. */
export function caretsAt(people: readonly PresentPerson[], place: TextPlace): TextMark[] {
  return marksOf(people, place, ({ cursor }) => {
    const offset = isAt(cursor, place) ? position(cursor.offset) : null;
    return offset === null ? null : { from: offset, to: offset };
  });
}

/** What people have selected at a place. */
export function selectionsAt(people: readonly PresentPerson[], place: TextPlace): TextMark[] {
  return marksOf(people, place, ({ selection }) => {
    if (!isAt(selection, place)) return null;
    const [anchor, head] = [position(selection.anchor), position(selection.head)];
    if (anchor === null || head === null || anchor === head) return null;
    return { from: Math.min(anchor, head), to: Math.max(anchor, head) };
  });
}

function marksOf(
  people: readonly PresentPerson[],
  place: TextPlace,
  read: (state: PresenceState) => { from: number; to: number } | null,
): TextMark[] {
  return people.flatMap(({ id, name, color, states }) =>
    states.flatMap((state, window) => {
      const stretch = read(state);
      if (stretch === null) return [];
      return [{ key: `${id}/${window}`, name, color, typing: state.typing?.field === placePath(place), ...stretch }];
    }),
  );
}

/** What others send is theirs to say: anything but a position is none. */
function position(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}
