import { useEffect } from 'react';
import { useSteady } from '../board/use-steady';
import { isOverPage, takesText } from '../shortcuts/keyboard';
import { areSingleKeysOn } from '../shortcuts/single-keys';

/** What single keys do on the calendar's page. */
export const calendarKeys = {
  n: 'create',
  t: 'today',
  m: 'month',
  w: 'week',
  d: 'day',
  a: 'agenda',
  '/': 'search',
} as const;
export type CalendarKeyAction = (typeof calendarKeys)[keyof typeof calendarKeys];

/** What a key does on the calendar's page; null: nothing. */
export function actionOfKey({
  key,
  ctrlKey,
  metaKey,
  altKey,
}: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): CalendarKeyAction | null {
  if (ctrlKey || metaKey || altKey) return null;
  return Object.hasOwn(calendarKeys, key) ? calendarKeys[key as keyof typeof calendarKeys] : null;
}

/** Makes single keys act, where nobody types and nothing lies over the page. */
export function useCalendarKeys(act: (action: CalendarKeyAction) => void): void {
  const steady = useSteady({ act });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { target } = event;
      if (event.isComposing || event.defaultPrevented || event.repeat || isOverPage(target)) return;
      if (takesText(target) || !areSingleKeysOn()) return;
      const action = actionOfKey(event);
      if (action === null) return;
      event.preventDefault();
      steady.act(action);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [steady]);
}
