import { type RefObject, useLayoutEffect } from 'react';

/** Where in a card the focus was, found again by what the element is. */
interface KeptFocus {
  readonly card: string;
  readonly part: string;
  readonly selection: readonly [number, number] | null;
}

/** The focus of a card that is just being taken out of the page, until the same card is put in elsewhere. */
let kept: KeptFocus | null = null;

/**
 * Keeps the focus, and the caret, in a card that moves to another day, whoever moves it: there the card is made anew.
 * Elements that may hold the focus carry `data-part`.
 */
export function useKeptFocus(card: string, root: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = root.current;
    if (kept?.card === card && element !== null) restore(element, kept);
    return () => {
      if (element !== null) keep(focusIn(element, card));
    };
  }, [card, root]);
}

function keep(focus: KeptFocus | null): void {
  if (focus === null) return;
  kept = focus;
  // The same commit puts the card in again, or it was deleted: then the focus is nobody's.
  queueMicrotask(() => {
    kept = null;
  });
}

function focusIn(element: HTMLElement, card: string): KeptFocus | null {
  const { activeElement } = document;
  if (!(activeElement instanceof HTMLElement) || !element.contains(activeElement)) return null;
  const { part } = activeElement.dataset;
  return part === undefined ? null : { card, part, selection: selectionOf(activeElement) };
}

function restore(element: HTMLElement, { part, selection }: KeptFocus): void {
  const target = element.querySelector<HTMLElement>(`[data-part="${CSS.escape(part)}"]`);
  target?.focus();
  if (selection !== null && isTextField(target)) target.setSelectionRange(...selection);
}

function selectionOf(element: HTMLElement): KeptFocus['selection'] {
  if (!isTextField(element) || element.selectionStart === null || element.selectionEnd === null) return null;
  return [element.selectionStart, element.selectionEnd];
}

function isTextField(element: HTMLElement | null): element is HTMLInputElement | HTMLTextAreaElement {
  return element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && element.type === 'text');
}
