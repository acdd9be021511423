import { useCallback } from 'react';
import type * as Y from 'yjs';
import { bindText, type Presence } from '../sdk';
import { shareCaret, type TextField } from './shared-caret';
import type { TextPlace } from './text-place';

/** To whom a field's caret is shown, and as being where. */
export interface CaretSharing {
  readonly awareness: Presence;
  readonly place: TextPlace;
}

/**
 * A `ref` for an uncontrolled input or textarea that keeps it and a shared text the same. With `sharing` the others
 * also learn where in it this person's caret is, for `CursorOverlay` and `SelectionOverlay`.
 */
export function useText(text: Y.Text, sharing?: CaretSharing): (field: TextField | null) => (() => void) | undefined {
  const awareness = sharing?.awareness;
  const { section, index, field: name } = sharing?.place ?? {};
  return useCallback(
    (field) => {
      if (field === null) return undefined;
      const unbind = bindText(text, field, () => document.activeElement === field);
      const place = section === undefined || index === undefined || name === undefined ? null : { section, index, field: name };
      const unshare = awareness === undefined || place === null ? null : shareCaret(field, awareness, place);
      return () => {
        unshare?.();
        unbind();
      };
    },
    [text, awareness, section, index, name],
  );
}
