const controls = 'input, textarea, select, button, a, label, [data-details]';

/** Whether an element of a card, or one around it, does something by itself: there a click or a drag is its own. */
export function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(controls) !== null;
}
