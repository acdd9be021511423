import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { carryEdits, carryText, editedText } from '../../../../src/documents/operations/carried-text';
import { replaceText, textEdits } from '../../../../src/documents/text-edit';
import { Dice } from '../../../fuzz/random-edits';
import { seededRandom } from '../../../support/engine-harness';

/** One edit of a text somewhere. */
function edited(text: string, words: readonly string[], dice: Dice): string {
  const at = dice.below(text.length + 1);
  const insert = dice.below(3) === 0 ? '' : dice.pick(words);
  return text.slice(0, at) + insert + text.slice(at + dice.below(3));
}

/** What Yjs makes of an edit of a text and of those that others made meanwhile. */
function merged(states: readonly string[], wanted: string): string {
  const [base = '', ...later] = states;
  const head = new Y.Doc();
  replaceText(head.getText('t'), base);
  const fork = new Y.Doc();
  Y.applyUpdate(fork, Y.encodeStateAsUpdate(head));
  for (const state of later) replaceText(head.getText('t'), state);
  replaceText(fork.getText('t'), wanted);
  Y.applyUpdate(head, Y.encodeStateAsUpdate(fork));
  return head.getText('t').toString();
}

/** A text without what some wrote: which of two that wrote at one place comes first is left open. */
function without(text: string, words: readonly string[]): string {
  const characters = words.join('');
  return [...text].filter((character) => !characters.includes(character)).join('');
}

describe('a text that others have edited since', () => {
  it('[O22] becomes what Yjs makes of both', () => {
    const [own, theirs] = [
      ['A', 'BC', '😀'],
      ['x', 'vw'],
    ];
    let carried = 0;
    for (let seed = 1; seed <= 400; seed++) {
      const dice = new Dice(seededRandom(seed));
      const states = ['Lunch in Kyoto'];
      for (let step = dice.below(4); step >= 0; step--) states.push(edited(states.at(-1) ?? '', theirs, dice));
      const wanted = edited(states[0] ?? '', own, dice);
      const text = carryText(states, wanted);
      if (text === null) continue;
      carried++;
      const expected = wanted === states.at(-1) ? wanted : merged(states, wanted);
      for (const words of [own, theirs]) expect([seed, without(text, words)]).toEqual([seed, without(expected, words)]);
    }
    expect(carried).toBeGreaterThan(250);
  });

  it('[O22] takes the same edit once, and leaves to the document what is not that simple', () => {
    expect(carryText(['Kyoto', 'Kyoto!'], 'Kyoto!')).toBe('Kyoto!');
    expect(carryText(['Kyoto', 'Kyoto?', 'Kyoto'], 'Kyoto!')).toBe('Kyoto!');
    expect(carryText(['Kyoto', 'Ky-oto'], 'Ko')).toBeNull();
    expect(carryText(['Lunch in Kyoto', 'Lunch in Nara'], 'Dinner')).toBeNull();
  });
});

describe('edits of a former text', () => {
  const carried = (base: string, now: string, wanted: string): string =>
    editedText(now, carryEdits(base, now, textEdits(base, wanted)));

  it.each([
    ['List of guests', 'A List of guests!', 'List of our guests', 'A List of our guests!'],
    ['Map', 'Map of Nara', 'Map, big', 'Map, big of Nara'],
    ['Map of Nara', 'Map', 'Map of Kyoto', 'MapKyoto'],
    ['🗼', '🗽', '🗼!', '🗽!'],
    ['', 'a', 'b', 'ba'],
  ])('[O35] %j, which is %j now, was to be %j', (base, now, wanted, expected) => {
    expect(carried(base, now, wanted)).toBe(expected);
  });

  it('[O35] take nothing away of what others wrote, and lose nothing of their own', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const dice = new Dice(seededRandom(seed));
      const base = 'a text of some words'.slice(dice.below(8));
      const now = edited(edited(base, ['X', 'Y🗼'], dice), ['X', 'Y🗼'], dice);
      const wanted = edited(edited(base, ['1', '2京'], dice), ['1', '2京'], dice);
      expect(editedText(base, textEdits(base, wanted))).toBe(wanted);
      const result = [...carried(base, now, wanted)];
      for (const [letters, from] of [
        ['XY🗼', now],
        ['12京', wanted],
      ] as const) {
        const kept = (characters: readonly string[]) => characters.filter((one) => letters.includes(one)).join('');
        expect(kept(result)).toBe(kept([...from]));
      }
    }
  });
});
