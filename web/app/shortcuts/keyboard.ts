/** Whether this is one of Apple's keyboards, where ⌘ does what Ctrl does elsewhere. */
export function isAppleKeyboard(): boolean {
  return /Mac|iP(hone|ad|od)/.test(navigator.platform);
}

/** Whether what has the focus takes what is typed. */
export function takesText(element: EventTarget | null): boolean {
  if (!(element instanceof HTMLElement)) return false;
  if (element.isContentEditable || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) return true;
  return element instanceof HTMLInputElement && !['button', 'checkbox', 'radio', 'range', 'submit'].includes(element.type);
}

/** Whether an element belongs to a dialog or a menu over the page, whose keys are its own. */
export function isOverPage(element: EventTarget | null): boolean {
  return element instanceof Element && element.closest('dialog, [role=dialog], [role=menu], [role=listbox]') !== null;
}
