import { FieldOverlay, type FieldOverlayProps } from './field-overlay';
import { selectionsAt } from './text-marks';
import type { PlacedMark } from './use-placed-marks';

/**
 * Shows what others have selected in the input or textarea it wraps, in their colours. Needs `styles.css`; the field
 * needs `useText(text, { awareness, place })`. Put it inside or around a `CursorOverlay` to have both.
 */
export function SelectionOverlay(props: FieldOverlayProps) {
  return <FieldOverlay {...props} kind="selections" read={selectionsAt} draw={drawSelection} />;
}

function drawSelection({ mark, rectangles }: PlacedMark) {
  return rectangles.map(({ left, top, width, height }) => (
    <span
      key={`${mark.key}/${left}/${top}`}
      className="tt-selection"
      data-length={mark.to - mark.from}
      style={{ left, top, width, height, backgroundColor: mark.color }}
    />
  ));
}
