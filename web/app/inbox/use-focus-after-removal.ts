import { type RefObject, useEffect, useRef } from 'react';
import type { NotificationView } from '../../react';

/**
 * Hands the focus on when a notification goes from the list: to the one beside it, or to the filter when it was the only one.
 * @param root what has the list and the filters in it
 * @returns a function to be called before it goes
 */
export function useFocusAfterRemoval(
  root: RefObject<HTMLElement | null>,
  shown: readonly NotificationView[] | null,
): (id: string) => void {
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    if (wanted.current === null || shown === null) return;
    const beside = root.current?.querySelector<HTMLElement>(`[data-notification="${CSS.escape(wanted.current)}"]`);
    wanted.current = null;
    // The focus is nobody's when what had it is gone.
    if (document.activeElement === document.body)
      (beside ?? root.current?.querySelector<HTMLElement>('[aria-pressed=true]'))?.focus();
  }, [root, shown]);
  return (id) => {
    const index = shown?.findIndex((each) => each.id === id) ?? -1;
    wanted.current = shown?.[index + 1]?.id ?? shown?.[index - 1]?.id ?? '';
  };
}
