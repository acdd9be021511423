import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DeltaStep, diffText, type TextEdit, transformEdit, transformPosition } from '../../../web/sdk/text-edit';

function apply(text: string, edits: readonly TextEdit[]): string {
  return edits.reduce((now, { index, remove, insert }) => now.slice(0, index) + insert + now.slice(index + remove), text);
}

describe('diffText', () => {
  it.each([
    ['', 'a', 1, { index: 0, remove: 0, insert: 'a' }],
    ['ac', 'abc', 2, { index: 1, remove: 0, insert: 'b' }],
    ['abc', 'ac', 1, { index: 1, remove: 1, insert: '' }],
    ['abc', 'aXc', 2, { index: 1, remove: 1, insert: 'X' }],
    ['とうきょう', '東京', 2, { index: 0, remove: 5, insert: '東京' }],
  ])('%j → %j with the caret at %i', (before, after, caret, edit) => {
    expect(diffText(before, after, caret)).toEqual(edit);
  });

  it('finds which of equal letters was typed by the caret', () => {
    expect(diffText('aaa', 'aaaa', 1)).toEqual({ index: 0, remove: 0, insert: 'a' });
    expect(diffText('aaa', 'aaaa', 3)).toEqual({ index: 2, remove: 0, insert: 'a' });
    expect(diffText('aaa', 'aaaa', 4)).toEqual({ index: 3, remove: 0, insert: 'a' });
  });

  it('never splits an emoji', () => {
    expect(diffText('😀', '😁', 2)).toEqual({ index: 0, remove: 2, insert: '😁' });
    expect(diffText('😀b', '🐀b', 2)).toEqual({ index: 0, remove: 2, insert: '🐀' });
  });

  it('is null when nothing changed', () => {
    expect(diffText('a', 'a', 1)).toBeNull();
  });

  it('turns any text into any other one', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '京', '😀') });
    fc.assert(
      fc.property(text, text, fc.nat(20), (before, after, caret) => {
        const edit = diffText(before, after, caret);
        expect(edit === null ? before : apply(before, [edit])).toBe(after);
      }),
    );
  });
});

describe('transforming', () => {
  it('moves a position behind text that was inserted before it, and leaves it before text inserted there', () => {
    expect(transformPosition(2, [{ insert: 3 }])).toBe(5);
    expect(transformPosition(2, [{ retain: 2 }, { insert: 3 }])).toBe(2);
    expect(transformPosition(0, [{ insert: 3 }])).toBe(0);
    expect(transformPosition(4, [{ retain: 1 }, { delete: 5 }])).toBe(1);
  });

  it('keeps what another one inserted inside a removed stretch', () => {
    expect(apply('aXb', transformEdit({ index: 0, remove: 2, insert: 'c' }, [{ retain: 1 }, { insert: 1 }]))).toBe('cX');
  });

  it('loses nothing of another one and puts the typed text where it was typed', () => {
    // Every character is there once, so that the result shows where each one came from.
    const edit = (insert: string) => fc.record({ index: fc.nat(8), remove: fc.nat(8), insert: fc.constantFrom('', insert) });
    fc.assert(
      fc.property(fc.nat(8), edit('123'), edit('XYZ'), (length, mine, theirs) => {
        const base = 'abcdefgh'.slice(0, length);
        const [local, remote] = [within(base, mine), within(base, theirs)];
        const removed = base.slice(local.index, local.index + local.remove);
        const result = apply(apply(base, [remote]), transformEdit(local, deltaOf(remote)));
        const others = [...apply(base, [remote])].filter((letter) => !removed.includes(letter)).join('');
        expect(result.replace('123', '')).toBe(others);
        const typedAt = result.indexOf(local.insert);
        const before = [...result.slice(0, typedAt)].filter((letter) => base.includes(letter));
        expect(before).toEqual(
          [...base.slice(0, local.index)].filter((letter) => result.includes(letter) && local.insert !== ''),
        );
      }),
    );
  });
});

/** The edit, cut to what the text has. */
function within(text: string, { index, remove, insert }: TextEdit): TextEdit {
  const at = Math.min(index, text.length);
  return { index: at, remove: Math.min(remove, text.length - at), insert };
}

function deltaOf({ index, remove, insert }: TextEdit): DeltaStep[] {
  return [{ retain: index }, { delete: remove }, { insert: insert.length }];
}
