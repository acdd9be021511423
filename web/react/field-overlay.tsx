import { type ReactNode, useRef } from 'react';
import type * as Y from 'yjs';
import type { PresentPerson } from '../sdk';
import type { TextMark } from './text-marks';
import type { TextPlace } from './text-place';
import { type PlacedMark, usePlacedMarks } from './use-placed-marks';
import { usePresenceAt } from './use-presence-at';
import type { OpenTrip } from './use-trip';

/** What both overlays need. */
export interface FieldOverlayProps {
  readonly trip: OpenTrip;
  /** The place under which the field's carets are shared: the one given to `useText`. */
  readonly place: TextPlace;
  /** The text that the field is bound to. */
  readonly text: Y.Text;
  /** More class names for the wrapper. */
  readonly className?: string;
  /** One input or textarea, however deep. */
  readonly children: ReactNode;
}

interface MarkedFieldProps extends FieldOverlayProps {
  /** Names the wrapper for tests and styles. */
  readonly kind: 'carets' | 'selections';
  readonly read: (people: readonly PresentPerson[], place: TextPlace) => TextMark[];
  readonly draw: (placed: PlacedMark) => ReactNode;
}

/** A text field with something of others drawn over it, which no pointer and no screen reader meets. */
export function FieldOverlay({ trip, place, text, className = '', children, kind, read, draw }: MarkedFieldProps) {
  const root = useRef<HTMLDivElement>(null);
  const self = trip.state.person?.id;
  const marks = usePresenceAt(
    trip.awareness,
    place,
    // Another window of the same person is nobody else.
    (people) =>
      read(
        people.filter(({ id }) => id !== self),
        place,
      ),
    `${self}`,
  );
  const placed = usePlacedMarks(root, text, marks);
  return (
    <div ref={root} className={`tt-overlay ${className}`} data-overlay={kind}>
      {children}
      {placed.length > 0 && (
        <div className="tt-overlay-layer" aria-hidden="true">
          {placed.map(draw)}
        </div>
      )}
    </div>
  );
}
