import { type Chord, isSingleKeys, type ShortcutId, shortcuts } from './shortcuts';

/** The second key of a sequence has to follow within this time, in milliseconds. */
export const sequenceMs = 1_000;

/** What is to be known of a key that was pressed. */
export type PressedKey = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/** Under which circumstances a key was pressed. */
export interface Circumstances {
  /** Whether keys that type may act: nobody is in a field, and they are not switched off. */
  readonly singleKeys: boolean;
  readonly apple: boolean;
  readonly nowMs: number;
}

/** A shortcut that was pressed; `digit` for one of several digits. */
export interface PressedShortcut {
  readonly id: ShortcutId;
  readonly digit: number | null;
}

const ways = shortcuts.flatMap((shortcut) =>
  'elsewhere' in shortcut ? [] : shortcut.ways.map((way: readonly Chord[]) => ({ id: shortcut.id, way })),
);

/** Reads shortcuts, also such of several keys after one another, out of the keys that are pressed. */
export class KeyReader {
  /** The keys of a sequence that has begun. */
  #begun: readonly PressedKey[] = [];
  #begunAtMs = Number.NEGATIVE_INFINITY;

  /** The shortcut that a key completes; null when it completes none. */
  read(pressed: PressedKey, { singleKeys, apple, nowMs }: Circumstances): PressedShortcut | null {
    const isLate = nowMs - this.#begunAtMs > sequenceMs;
    const keys = [...(isLate ? [] : this.#begun), pressed];
    this.#begun = [];
    const possible = ways.filter(({ way }) => singleKeys || !isSingleKeys(way));
    // A key that does not go on with what was begun may begin something itself.
    for (const tried of keys.length > 1 ? [keys, [pressed]] : [keys]) {
      const begun = possible.filter(({ way }) => tried.every((key, index) => isChord(way[index], key, apple)));
      const whole = begun.find(({ way }) => way.length === tried.length);
      if (whole !== undefined) return { id: whole.id, digit: digitOf(pressed) };
      if (begun.length > 0) {
        this.#begun = tried;
        this.#begunAtMs = nowMs;
        return null;
      }
    }
    return null;
  }
}

function isChord(chord: Chord | undefined, pressed: PressedKey, apple: boolean): boolean {
  if (chord === undefined) return false;
  const { key, mod = false, shift = false, alt = false } = chord;
  const [modKey, otherKey] = apple ? [pressed.metaKey, pressed.ctrlKey] : [pressed.ctrlKey, pressed.metaKey];
  if (modKey !== mod || otherKey || pressed.altKey !== alt) return false;
  // What a key types with Shift is another key already, on every keyboard in another place: `?`, `/`.
  const isLetter = /^[a-z]$/.test(key);
  if (isLetter && pressed.shiftKey !== shift) return false;
  return key === '1-9' ? digitOf(pressed) !== null : pressed.key.toLowerCase() === key;
}

function digitOf({ key }: PressedKey): number | null {
  return /^[1-9]$/.test(key) ? Number(key) : null;
}
