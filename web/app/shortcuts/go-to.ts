/** Brings a day of the plan into sight and enters it. */
export function goToDay(day: number): boolean {
  return enter(document.getElementById(`day-${day}-title`) ?? document.getElementById(`day-${day}`), 'start');
}

/** Brings a card of the plan into sight and enters its title. */
export function goToCard(id: string): boolean {
  const card = document.querySelector(`[data-field="item:${CSS.escape(id)}"]`);
  return enter(card?.querySelector<HTMLElement>('input, textarea, button') ?? null, 'center');
}

/** Enters another part of the page. */
export function goToSection(id: 'notes' | 'budget' | 'links'): boolean {
  return enter(document.getElementById(id), 'nearest');
}

/** Enters the field for a new card: in the day where the focus is, else in the first one. */
export function goToNewCard(): boolean {
  const column = document.activeElement?.closest('[data-column]') ?? document.getElementById('day-1');
  return enter(column?.querySelector<HTMLElement>('form input') ?? null, 'nearest');
}

/** Does something as soon as it works: what was navigated to is drawn only with the next frames. */
export function whenDrawn(step: () => boolean, frames = 30): void {
  if (step() || frames === 0) return;
  requestAnimationFrame(() => whenDrawn(step, frames - 1));
}

function enter(element: HTMLElement | null, block: ScrollLogicalPosition): boolean {
  if (element === null || !element.checkVisibility()) return false;
  element.scrollIntoView({ block, inline: 'center', behavior: 'instant' });
  element.focus({ preventScroll: true });
  return true;
}
