import { type RefObject, useEffect } from 'react';
import type { Presence } from '../../react';

/** Tells the others in which field (`data-field`) of the page this person is. */
export function useSharedFocus(root: RefObject<HTMLElement | null>, awareness: Presence): void {
  useEffect(() => {
    const element = root.current;
    if (element === null) return;
    let shared: string | null = null;
    const show = (target: EventTarget | null) => {
      const field = fieldOf(target);
      if (field === shared) return;
      shared = field;
      awareness.setLocalStateField('field', field);
    };
    const onFocusIn = (event: FocusEvent) => show(event.target);
    // The field that is entered next is known already: the way from one to another is one change.
    const onFocusOut = (event: FocusEvent) => show(event.relatedTarget);
    element.addEventListener('focusin', onFocusIn);
    element.addEventListener('focusout', onFocusOut);
    return () => {
      element.removeEventListener('focusin', onFocusIn);
      element.removeEventListener('focusout', onFocusOut);
    };
  }, [root, awareness]);
}

function fieldOf(target: EventTarget | null): string | null {
  const field = target instanceof Element ? target.closest<HTMLElement>('[data-field]') : null;
  return field?.dataset.field ?? null;
}
