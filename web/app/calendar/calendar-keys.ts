import { useEffect } from 'react';
import { useSteady } from '../board/use-steady';
import { isOverPage, takesText } from '../shortcuts/keyboard';
import type { Shortcut } from '../shortcuts/shortcuts';
import { areSingleKeysOn } from '../shortcuts/single-keys';

/** Every shortcut of the calendar's page: what the keys do, and what the help says. */
export const calendarShortcuts = [
  { id: 'search', group: 'go', label: 'calendar.search', ways: [[{ key: '/' }]] },
  { id: 'today', group: 'go', label: 'calendar.today', ways: [[{ key: 't' }]] },
  { id: 'month', group: 'go', label: 'calendar.view.month', ways: [[{ key: 'm' }]] },
  { id: 'week', group: 'go', label: 'calendar.view.week', ways: [[{ key: 'w' }]] },
  { id: 'day', group: 'go', label: 'calendar.view.day', ways: [[{ key: 'd' }]] },
  { id: 'agenda', group: 'go', label: 'calendar.view.agenda', ways: [[{ key: 'a' }]] },
  { id: 'help', group: 'go', label: 'shortcuts.help', ways: [[{ key: '?' }]] },
  { id: 'create', group: 'event', label: 'calendar.newEvent', ways: [[{ key: 'n' }]] },
  { id: 'open', group: 'event', label: 'shortcuts.openEvent', elsewhere: true, ways: [[{ key: 'enter' }]] },
  { id: 'move', group: 'event', label: 'shortcuts.moveEvent', elsewhere: true, ways: [[{ key: 'arrow', alt: true }]] },
  { id: 'start', group: 'event', label: 'shortcuts.moveStart', elsewhere: true, ways: [[{ key: 'arrow', shift: true }]] },
  { id: 'end', group: 'event', label: 'shortcuts.moveEnd', elsewhere: true, ways: [[{ key: 'arrow', alt: true, shift: true }]] },
  { id: 'remove', group: 'event', label: 'shortcuts.removeEvent', elsewhere: true, ways: [[{ key: 'delete' }]] },
] as const satisfies readonly Shortcut[];

/** What the page itself does at a key. */
export type CalendarKeyAction = Exclude<(typeof calendarShortcuts)[number], { elsewhere: true }>['id'];

/** What a key does on the calendar's page; null: nothing. */
export function actionOfKey({
  key,
  ctrlKey,
  metaKey,
  altKey,
}: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): CalendarKeyAction | null {
  if (ctrlKey || metaKey || altKey) return null;
  for (const shortcut of calendarShortcuts) {
    if (!('elsewhere' in shortcut) && shortcut.ways.some(([chord]) => chord.key === key)) return shortcut.id;
  }
  return null;
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
