import { type RefObject, useLayoutEffect, useRef } from 'react';

const pressable = 'a[href], button';

/**
 * Leads the focus to the first row that is new after somebody has asked for more: the button that they pressed is behind
 * it then, or gone, and the focus with it. Where nothing new came, the last row gets it from a button that is gone.
 * @param list what holds the rows
 * @param hasMore whether the button is still there
 * @param rows selects the rows in the list
 * @returns to be called with the button when it is pressed
 */
export function useFocusOnNew(
  list: RefObject<HTMLElement | null>,
  hasMore: boolean,
  rows = ':scope > li',
): (button: HTMLElement) => void {
  const asked = useRef<{ readonly last: HTMLElement | null; readonly button: HTMLElement } | null>(null);
  const allRows = () => Array.from(list.current?.querySelectorAll<HTMLElement>(rows) ?? []);
  // Whatever is drawn may bring the rows.
  useLayoutEffect(() => {
    if (asked.current === null) return;
    const all = allRows();
    const { last, button } = asked.current;
    const next = last === null ? all[0] : all[all.indexOf(last) + 1];
    if (next === undefined && hasMore) return;
    asked.current = null;
    // Who has gone somewhere else meanwhile stays there.
    const held = document.activeElement;
    if (held !== null && held !== document.body && held !== button) return;
    const row = next ?? all.at(-1);
    const target = row?.matches(pressable) ? row : row?.querySelector<HTMLElement>(pressable);
    target?.focus();
  });
  return (button) => {
    asked.current = { last: allRows().at(-1) ?? null, button };
  };
}
