import { type RefObject, useEffect } from 'react';
import { undoKey } from './undo-keys';
import type { Undo } from './use-undo';

/**
 * Lets Ctrl+Z, Ctrl+Shift+Z and Ctrl+Y (⌘ on a Mac), and the undo of the browser's menus, take back edits of the
 * shared document within an element: a browser's own undo knows nothing of what others did to the field meanwhile.
 * @param applies whether an element is bound to the document; the undo of any other one is left to the browser.
 */
export function useUndoKeys(
  root: RefObject<HTMLElement | null>,
  { undo, redo }: Undo,
  applies: (target: Element) => boolean,
): void {
  useEffect(() => {
    const element = root.current;
    if (element === null) return undefined;
    const take = (event: Event, step: 'undo' | 'redo' | null) => {
      if (step === null || !(event.target instanceof Element) || !applies(event.target)) return;
      event.preventDefault();
      event.stopPropagation();
      if (step === 'undo') undo();
      else redo();
    };
    const onKeyDown = (event: KeyboardEvent) => {
      // What an input method is composing is its own to take back.
      if (!event.isComposing) take(event, undoKey(event));
    };
    const onBeforeInput = (event: InputEvent) => take(event, undoInput(event.inputType));
    element.addEventListener('keydown', onKeyDown, { capture: true });
    element.addEventListener('beforeinput', onBeforeInput, { capture: true });
    return () => {
      element.removeEventListener('keydown', onKeyDown, { capture: true });
      element.removeEventListener('beforeinput', onBeforeInput, { capture: true });
    };
  }, [root, undo, redo, applies]);
}

function undoInput(inputType: string): 'undo' | 'redo' | null {
  if (inputType === 'historyUndo') return 'undo';
  return inputType === 'historyRedo' ? 'redo' : null;
}
