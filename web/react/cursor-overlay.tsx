import { FieldOverlay, type FieldOverlayProps } from './field-overlay';
import { caretsAt } from './text-marks';
import type { PlacedMark } from './use-placed-marks';

/**
 * Shows the carets of others in the input or textarea it wraps, each in its person's colour, with their name for a
 * moment after it moved. Needs `styles.css`; the field needs `useText(text, { awareness, place })`.
 */
export function CursorOverlay(props: FieldOverlayProps) {
  return <FieldOverlay {...props} kind="carets" read={caretsAt} draw={drawCaret} />;
}

function drawCaret({ mark, isRight, rectangles: [rectangle] }: PlacedMark) {
  if (rectangle === undefined) return null;
  const { left, top, height } = rectangle;
  return (
    <span key={mark.key} className="tt-caret" style={{ left, top, height, backgroundColor: mark.color }} data-offset={mark.from}>
      {/* The key starts the fading of the name anew at each move. */}
      <span
        key={mark.from}
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
