import { beforeEach, describe, expect, it } from 'vitest';
import { findDestinations } from '../../../../web/app/shortcuts/destinations';
import { KeyReader, type PressedKey, sequenceMs } from '../../../../web/app/shortcuts/key-reader';
import { isSingleKeys, shortcuts } from '../../../../web/app/shortcuts/shortcuts';

let reader: KeyReader;
let nowMs: number;
beforeEach(() => {
  reader = new KeyReader();
  nowMs = 0;
});

function press(key: string, change: Partial<PressedKey> & { singleKeys?: boolean; apple?: boolean } = {}): string | null {
  const { singleKeys = true, apple = false, ...modifiers } = change;
  const pressed = { key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...modifiers };
  const read = reader.read(pressed, { singleKeys, apple, nowMs });
  return read && (read.digit === null ? read.id : `${read.id} ${read.digit}`);
}

describe('the registry of shortcuts', () => {
  it('has each shortcut once, and no two of the page for the same keys', () => {
    const ids = shortcuts.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const ways = shortcuts.flatMap((one) => ('elsewhere' in one ? [] : one.ways.map((way) => JSON.stringify(way))));
    expect(new Set(ways).size).toBe(ways.length);
  });

  it('knows which keys also type', () => {
    expect(isSingleKeys([{ key: 'g' }, { key: 'n' }])).toBe(true);
    expect(isSingleKeys([{ key: '1-9' }])).toBe(true);
    expect(isSingleKeys([{ key: 'k', mod: true }])).toBe(false);
    expect(isSingleKeys([{ key: 'escape' }])).toBe(false);
  });
});

describe('reading keys', () => {
  it('reads single ones, digits and those with Shift wherever they are on the keyboard', () => {
    expect(press('n')).toBe('new-card');
    expect(press('7')).toBe('day 7');
    expect(press('0')).toBeNull();
    expect(press('?', { shiftKey: true })).toBe('help');
    expect(press('/')).toBe('jump');
    expect(press('/', { shiftKey: true })).toBe('jump');
    expect(press('x')).toBeNull();
  });

  it('takes no letter with a modifier for the letter', () => {
    expect(press('n', { ctrlKey: true })).toBeNull();
    expect(press('n', { altKey: true })).toBeNull();
    expect(press('N', { shiftKey: true })).toBeNull();
    expect(press('3', { ctrlKey: true })).toBeNull();
  });

  it('reads Ctrl, and ⌘ in its place on the keyboards of Apple', () => {
    expect(press('k', { ctrlKey: true })).toBe('jump');
    expect(press('k', { metaKey: true })).toBeNull();
    expect(press('k', { metaKey: true, apple: true })).toBe('jump');
    expect(press('k', { ctrlKey: true, apple: true })).toBeNull();
  });

  it('reads sequences, and begins anew where one is broken', () => {
    expect(press('g')).toBeNull();
    expect(press('b')).toBe('budget');
    expect(press('b')).toBeNull();
    expect(press('g')).toBeNull();
    expect(press('n')).toBe('notes');
    expect(press('g')).toBeNull();
    expect(press('2')).toBe('day 2');
    expect(press('g')).toBeNull();
    expect(press('g')).toBeNull();
    expect(press('l')).toBe('links');
  });

  it('forgets a sequence that is not gone on with in time', () => {
    press('g');
    nowMs += sequenceMs + 1;
    expect(press('n')).toBe('new-card');
  });

  it('leaves keys that type alone in a field, or where they are switched off', () => {
    expect(press('n', { singleKeys: false })).toBeNull();
    expect(press('g', { singleKeys: false })).toBeNull();
    expect(press('b', { singleKeys: false })).toBeNull();
    expect(press('Escape', { singleKeys: false })).toBe('leave');
    expect(press('k', { ctrlKey: true, singleKeys: false })).toBe('jump');
  });
});

describe('finding a place to go to', () => {
  const places = ['Day 1', 'Dinner in Gion', '嵐山', 'カフェ「ゆめ」', 'Café de Paris', 'The big day'].map((name, index) => ({
    id: String(index),
    name,
    detail: index === 1 ? 'Day 2' : '',
    go: () => undefined,
  }));
  const find = (typed: string) => findDestinations(places, typed).map(({ name }) => name);

  it('looks at every word, in the name and beside it', () => {
    expect(find('')).toHaveLength(places.length);
    expect(find('dinner')).toEqual(['Dinner in Gion']);
    expect(find('2 gion')).toEqual(['Dinner in Gion']);
    expect(find('day')[0]).toBe('Day 1');
    expect(find('nothing')).toEqual([]);
  });

  it('does not mind case, accents, width, or which kana', () => {
    expect(find('CAFE')).toEqual(['Café de Paris']);
    expect(find('ｄａｙ　１')).toEqual(['Day 1']);
    expect(find('かふぇ')).toEqual(['カフェ「ゆめ」']);
    expect(find('ガ')).toEqual([]);
  });

  it('shows no endless list', () => {
    const many = Array.from({ length: 500 }, (_, index) => ({ id: `${index}`, name: 'x', detail: '', go: () => undefined }));
    expect(findDestinations(many, 'x')).toHaveLength(50);
  });
});
