/**
 * Leads the focus from a row that is about to go to the button of the one beside it: it would be nobody's.
 * @param pressed the button by which the row goes
 * @param adderId where the focus goes from the only row
 */
export function handOnFocus(pressed: HTMLElement, adderId: string): void {
  const row = pressed.closest('li');
  const beside = row?.nextElementSibling ?? row?.previousElementSibling;
  const target = beside?.querySelector('button') ?? document.getElementById(adderId);
  target?.focus();
}
