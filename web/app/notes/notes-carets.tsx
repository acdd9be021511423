import type Quill from 'quill/core';
import type { Delta, EmitterSource } from 'quill/core';
import { useEffect, useLayoutEffect, useState } from 'react';
import { placePath, type TextPlace, usePresence } from '../../react';
import type { Rectangle } from '../../react/rectangles';
import { caretsAt, selectionsAt } from '../../react/text-marks';
import { useOpenTrip } from '../trip/trip-context';
import { carriedMarks, type MovingMark, toldMarks } from './moving-marks';
import { caretRectangle, selectionRectangles } from './place-marks';

interface PlacedMark extends MovingMark {
  readonly rectangles: readonly Rectangle[];
  /** Whether it stands in the right half of the text: there a name has more room on its left. */
  readonly isRight: boolean;
}

/**
 * The carets and selections of others over a rich text, each in its person's colour, with their name for a moment after
 * they moved or typed. No pointer and no screen reader meets them.
 */
export function NotesCarets({ quill, place: at }: { quill: Quill; place: TextPlace }) {
  const { trip } = useOpenTrip();
  const own = trip.state.person?.id;
  const told = usePresence(
    trip.awareness,
    (people) => {
      // Another window of the same person is nobody else.
      const others = people.filter(({ id }) => id !== own);
      return [...selectionsAt(others, at).map(asSelection), ...caretsAt(others, at)];
    },
    `${placePath(at)} ${own}`,
  );
  const [marks, setMarks] = useState<readonly MovingMark[]>([]);
  useEffect(() => setMarks((before) => toldMarks(before, told)), [told]);
  useEffect(() => {
    const carry = (change: Delta, _before: Delta, source: EmitterSource) =>
      setMarks((before) => (before.length === 0 ? before : carriedMarks(before, change, source !== 'api')));
    quill.on('text-change', carry);
    return () => {
      quill.off('text-change', carry);
    };
  }, [quill]);
  const placed = usePlaced(quill, marks);
  return (
    <div className="tt-overlay-layer" aria-hidden="true">
      {placed.map((one) =>
        one.mark.from === one.mark.to ? <Caret key={one.mark.key} {...one} /> : <Selection key={one.mark.key} {...one} />,
      )}
    </div>
  );
}

/** A selection goes by a name of its own: its person has a caret too. */
function asSelection<Mark extends { key: string }>(mark: Mark): Mark {
  return { ...mark, key: `${mark.key}/selection` };
}

function Caret({ mark, moves, rectangles: [rectangle], isRight }: PlacedMark) {
  if (rectangle === undefined) return null;
  const { left, top, height } = rectangle;
  return (
    <span className="tt-caret" style={{ left, top, height, backgroundColor: mark.color }} data-offset={mark.from}>
      {/* The key starts the fading of the name anew at each move. */}
      <span
        key={moves}
        className="tt-caret-name"
        data-typing={mark.typing}
        data-right={isRight}
        style={{ backgroundColor: mark.color }}
      >
        {mark.name}
      </span>
    </span>
  );
}

function Selection({ mark, rectangles }: PlacedMark) {
  return rectangles.map(({ left, top, width, height }) => (
    <span
      key={`${left}/${top}`}
      className="tt-selection"
      data-length={mark.to - mark.from}
      style={{ left, top, width, height, backgroundColor: mark.color }}
    />
  ));
}

/** Where the marks stand: measured anew when they or the text change, or the size of the notes. */
function usePlaced(quill: Quill, marks: readonly MovingMark[]): readonly PlacedMark[] {
  const [placed, setPlaced] = useState<readonly PlacedMark[]>([]);
  useLayoutEffect(() => {
    const measure = () => setPlaced(marks.map((mark) => place(quill, mark)));
    measure();
    if (marks.length === 0) return;
    const sizes = new ResizeObserver(measure);
    sizes.observe(quill.root);
    document.fonts.addEventListener('loadingdone', measure);
    return () => {
      sizes.disconnect();
      document.fonts.removeEventListener('loadingdone', measure);
    };
  }, [quill, marks]);
  return placed;
}

function place(quill: Quill, moving: MovingMark): PlacedMark {
  const { from, to } = moving.mark;
  const caret = from === to ? caretRectangle(quill, from) : null;
  const rectangles = from === to ? (caret === null ? [] : [caret]) : selectionRectangles(quill, from, to);
  return { ...moving, rectangles, isRight: rectangles.some(({ left }) => left > quill.container.clientWidth / 2) };
}
