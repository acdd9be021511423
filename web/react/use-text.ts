import { useCallback } from 'react';
import type * as Y from 'yjs';
import { bindText } from '../sdk';

/** A `ref` for an uncontrolled input or textarea that keeps it and a shared text the same. */
export function useText(text: Y.Text): (element: HTMLInputElement | HTMLTextAreaElement | null) => (() => void) | undefined {
  return useCallback(
    (element) => (element === null ? undefined : bindText(text, element, () => document.activeElement === element)),
    [text],
  );
}
