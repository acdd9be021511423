import { describe, expect, it } from 'vitest';
import { actionOfKey, calendarShortcuts } from '../../../../web/app/calendar/calendar-keys';

const press = (key: string, modifiers = {}) => actionOfKey({ key, ctrlKey: false, metaKey: false, altKey: false, ...modifiers });

describe('the keys of the calendar', () => {
  it('are each listed in the help, and no key does two things', () => {
    const ways = calendarShortcuts.flatMap(({ ways }) => ways.map((way) => JSON.stringify(way)));
    expect(new Set(ways).size).toBe(ways.length);
    for (const shortcut of calendarShortcuts) {
      if ('elsewhere' in shortcut) continue;
      expect(press(shortcut.ways[0][0].key)).toBe(shortcut.id);
    }
  });

  it('do nothing with a modifier, and what the grid acts on is left to it', () => {
    expect(press('n', { ctrlKey: true })).toBeNull();
    expect(press('n', { altKey: true })).toBeNull();
    expect(press('d', { metaKey: true })).toBeNull();
    expect(press('enter')).toBeNull();
    expect(press('delete')).toBeNull();
    expect(press('x')).toBeNull();
  });
});
