import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

/**
 * Keeps the focus in a field whose controls somebody else's lock switches off: on the field itself meanwhile, and back on the
 * control when the lock ends, unless the person has gone elsewhere.
 */
export function useFocusOverLocks(root: RefObject<HTMLElement | null>, isLocked: boolean): void {
  const focused = useRef<HTMLElement | null>(null);
  useEffect(() => {
    const field = root.current;
    if (field === null) return;
    const onFocusIn = ({ target }: FocusEvent) => {
      if (target !== field) focused.current = target as HTMLElement;
    };
    const onFocusOut = ({ target }: FocusEvent) => {
      // What is switched off has not been left by anybody.
      if (target === focused.current && !focused.current?.matches(':disabled')) focused.current = null;
    };
    field.addEventListener('focusin', onFocusIn);
    field.addEventListener('focusout', onFocusOut);
    return () => {
      field.removeEventListener('focusin', onFocusIn);
      field.removeEventListener('focusout', onFocusOut);
    };
  }, [root]);
  useLayoutEffect(() => {
    const field = root.current;
    const control = focused.current;
    if (field === null || control === null) return;
    const { activeElement, body } = document;
    if (isLocked && control.isConnected && control.matches(':disabled')) {
      // A browser has moved the focus off the control by now, or is about to.
      if (activeElement !== control && activeElement !== body) return;
      field.tabIndex = -1;
      field.focus({ preventScroll: true });
    } else if (!isLocked && field.hasAttribute('tabindex')) {
      if (activeElement === field) control.focus({ preventScroll: true });
      else focused.current = null;
      field.removeAttribute('tabindex');
    }
  }, [root, isLocked]);
}
