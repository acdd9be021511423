import { type ReactNode, useCallback, useMemo } from 'react';
import type * as Y from 'yjs';
import { CursorOverlay, type OpenTrip, SelectionOverlay, type TextPlace, useText } from '../../react';
import { useOpenTrip } from './trip-context';

/** Whether the browser keeps a field with `field-sizing: content` as tall as its text. Safari does since version 26.2. */
const browserFits = CSS.supports('field-sizing', 'content');

interface SharedTextFieldProps {
  /** Must be stable. */
  readonly place: TextPlace;
  readonly text: Y.Text;
  readonly className?: string;
  /** Draws an input or a textarea with this `ref`. */
  readonly children: (ref: ReturnType<typeof useText>) => ReactNode;
}

/** A field of plain text, bound to the document, in which people see each other's carets and selections. */
export function SharedTextField(props: SharedTextFieldProps) {
  const { trip } = useOpenTrip();
  return <TextFieldOf trip={trip} {...props} />;
}

/** The same for where a page has too many fields to draw them anew whenever something about the trip changes. */
export function TextFieldOf({ trip, place, text, className = '', children }: SharedTextFieldProps & { readonly trip: OpenTrip }) {
  const { awareness } = trip;
  const bind = useText(
    text,
    useMemo(() => ({ awareness, place }), [awareness, place]),
  );
  const ref = useCallback(
    (field: Parameters<typeof bind>[0]) => {
      const unbind = bind(field);
      if (browserFits || !(field instanceof HTMLTextAreaElement)) return unbind;
      const leave = fitOnceLoaded(field, text);
      return () => {
        leave();
        unbind?.();
      };
    },
    [bind, text],
  );
  return (
    <SelectionOverlay trip={trip} place={place} text={text} className={className}>
      <CursorOverlay trip={trip} place={place} text={text}>
        {children(ref)}
      </CursorOverlay>
    </SelectionOverlay>
  );
}

/** @returns ends it, also before it has begun */
function fitOnceLoaded(field: HTMLTextAreaElement, text: Y.Text): () => void {
  let leave: (() => void) | null = () => undefined;
  // Without it a field shows its first line, and scrolls.
  const load = import('./fit-to-text').catch(() => null);
  void load.then((loaded) => {
    if (loaded !== null && leave !== null) leave = loaded.fitToText(field, text);
  });
  return () => {
    leave?.();
    leave = null;
  };
}
