/** What whoever follows a pressed pointer does. */
export interface PressHandlers {
  readonly move: (event: PointerEvent) => void;
  readonly up: (event: PointerEvent) => void;
  /** The system took the pointer away, or the window lost the focus. */
  readonly cancel: () => void;
  readonly keyDown: (event: KeyboardEvent) => void;
}

/** Listens to one pointer that went down, wherever it goes, until `signal`. */
export function followPress(pointerId: number, handlers: PressHandlers, signal: AbortSignal): void {
  const own = (handle: (event: PointerEvent) => void) => (event: PointerEvent) => {
    if (event.pointerId === pointerId) handle(event);
  };
  window.addEventListener('pointermove', own(handlers.move), { signal });
  window.addEventListener('pointerup', own(handlers.up), { signal });
  window.addEventListener('pointercancel', own(handlers.cancel), { signal });
  window.addEventListener('blur', handlers.cancel, { signal });
  window.addEventListener('keydown', handlers.keyDown, { signal, capture: true });
  // A long press is no wish for a menu here, and no selection of words.
  for (const name of ['contextmenu', 'selectstart', 'dragstart']) {
    window.addEventListener(name, (event) => event.preventDefault(), { signal });
  }
}

/** The click that ends a drag is none: what is under the pointer was not meant. */
export function ignoreNextClick(): void {
  const ignore = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  window.addEventListener('click', ignore, { capture: true, once: true });
  setTimeout(() => window.removeEventListener('click', ignore, { capture: true }), 0);
}
