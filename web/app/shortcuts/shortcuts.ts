import type { MessageId } from '../i18n/locale';

/** The groups in which the help lists the shortcuts. */
export const shortcutGroups = ['go', 'plan', 'edit', 'notes', 'event'] as const;
export type ShortcutGroup = (typeof shortcutGroups)[number];

/**
 * Keys that are pressed together. `mod` is ⌘ on Apple's keyboards, Ctrl elsewhere. `key` is what the key types
 * (`KeyboardEvent.key`), lower-case; `1-9` stands for any of these digits.
 */
export interface Chord {
  readonly key: string;
  readonly mod?: boolean;
  readonly shift?: boolean;
  readonly alt?: boolean;
}

export interface Shortcut {
  readonly id: string;
  readonly group: ShortcutGroup;
  readonly label: MessageId;
  /** The ways to press it; each a sequence of chords. */
  readonly ways: readonly (readonly Chord[])[];
  /** Whether something else on the page acts on it: an editor, a field, a card. It stands here to be found. */
  readonly elsewhere?: boolean;
}

/** Every shortcut of a trip's page: what the keys do, and what the help says. */
export const shortcuts = [
  { id: 'jump', group: 'go', label: 'shortcuts.jump', ways: [[{ key: '/' }], [{ key: 'k', mod: true }]] },
  { id: 'day', group: 'go', label: 'shortcuts.day', ways: [[{ key: '1-9' }]] },
  { id: 'notes', group: 'go', label: 'shortcuts.notes', ways: [[{ key: 'g' }, { key: 'n' }]] },
  { id: 'budget', group: 'go', label: 'shortcuts.budget', ways: [[{ key: 'g' }, { key: 'b' }]] },
  { id: 'links', group: 'go', label: 'shortcuts.links', ways: [[{ key: 'g' }, { key: 'l' }]] },
  { id: 'help', group: 'go', label: 'shortcuts.help', ways: [[{ key: '?' }]] },
  { id: 'new-card', group: 'plan', label: 'shortcuts.newCard', ways: [[{ key: 'n' }]] },
  {
    id: 'move-card',
    group: 'plan',
    label: 'shortcuts.moveCard',
    elsewhere: true,
    ways: [[{ key: 'arrow', alt: true }]],
  },
  { id: 'undo', group: 'edit', label: 'shortcuts.undo', elsewhere: true, ways: [[{ key: 'z', mod: true }]] },
  { id: 'redo', group: 'edit', label: 'shortcuts.redo', elsewhere: true, ways: [[{ key: 'z', mod: true, shift: true }]] },
  { id: 'leave', group: 'edit', label: 'shortcuts.leave', ways: [[{ key: 'escape' }]] },
  { id: 'bold', group: 'notes', label: 'notes.bold', elsewhere: true, ways: [[{ key: 'b', mod: true }]] },
  { id: 'italic', group: 'notes', label: 'notes.italic', elsewhere: true, ways: [[{ key: 'i', mod: true }]] },
  { id: 'underline', group: 'notes', label: 'notes.underline', elsewhere: true, ways: [[{ key: 'u', mod: true }]] },
  { id: 'link', group: 'notes', label: 'notes.link', elsewhere: true, ways: [[{ key: 'k', mod: true }]] },
  { id: 'tick', group: 'notes', label: 'shortcuts.tick', elsewhere: true, ways: [[{ key: 'enter', mod: true }]] },
] as const satisfies readonly Shortcut[];

/** The shortcuts that the page itself acts on. */
export type ShortcutId = Exclude<(typeof shortcuts)[number], { elsewhere: true }>['id'];

/** Whether a way is made of keys that also type: those never act in a field, and can be switched off. */
export function isSingleKeys(way: readonly Chord[]): boolean {
  return way.every(({ key, mod, alt }) => key.length <= 3 && !mod && !alt);
}
