import { useEffect } from 'react';

/** How many parts of the page must not be interrupted now. */
let holds = 0;
const released = new Set<() => void>();

/** Whether anybody has used the page since it came, from {@link watchTouches} on. */
let isTouched = false;

/** Keeps the page from being reloaded by itself while something would be lost by that. */
export function useHoldsPage(holding: boolean): void {
  useEffect(() => {
    if (!holding) return;
    holds++;
    return () => {
      holds--;
      for (const listener of released) listener();
    };
  }, [holding]);
}

/** Remembers from now on whether anybody uses the page: to be called before there is anything in it to use. */
export function watchTouches(): void {
  for (const use of ['pointerdown', 'keydown', 'wheel']) addEventListener(use, markTouched, { capture: true, passive: true });
}

function markTouched(): void {
  isTouched = true;
}

/** Calls `listener`, as long as the page runs, whenever a moment may have become a safe one. */
export function onCalm(listener: () => void): void {
  released.add(listener);
  document.addEventListener('visibilitychange', listener);
}

/**
 * Whether the page may be reloaded without anybody minding: nothing is unsaved, nobody is in a field or a dialog, no
 * field holds words that only it has, and either nobody sees the page or nobody has touched it since it came.
 */
export function isSafeMoment(): boolean {
  return !isInterruption() && (document.visibilityState === 'hidden' || !isTouched);
}

/** Whether a reload would interrupt somebody, or lose what they have begun. */
export function isInterruption(): boolean {
  const { activeElement: active } = document;
  const isInField = active instanceof HTMLElement && (active.isContentEditable || active.matches('input, textarea, select'));
  return (
    holds > 0 || isInField || document.querySelector('dialog[open], [role=dialog], [role=alertdialog]') !== null || hasDraft()
  );
}

/** Fields of an open trip are kept with it; any other one holds its words alone. */
function hasDraft(): boolean {
  const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea');
  return [...fields].some(
    (field) => field.value !== '' && !field.readOnly && isText(field) && field.closest('[data-field]') === null,
  );
}

function isText(field: HTMLInputElement | HTMLTextAreaElement): boolean {
  return ['text', 'textarea', 'url', 'email', 'number'].includes(field.type);
}
