import { useCallback, useRef, useSyncExternalStore } from 'react';
import type * as Y from 'yjs';

/** Nobody has typed for this long, in milliseconds. */
const restMs = 400;

/**
 * A text as it is once nobody types in it, for what names a thing beside the field that holds the text: a letter would draw all
 * of that anew.
 */
export function useRestedText(text: Y.Text): string {
  const known = useRef<{ text: Y.Text; value: string } | null>(null);
  const subscribe = useCallback(
    (changed: () => void) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const onChange = () => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          known.current = null;
          changed();
        }, restMs);
      };
      text.observe(onChange);
      return () => {
        clearTimeout(timer);
        text.unobserve(onChange);
      };
    },
    [text],
  );
  const read = () => {
    if (known.current?.text !== text) known.current = { text, value: text.toString() };
    return known.current.value;
  };
  return useSyncExternalStore(subscribe, read, read);
}
