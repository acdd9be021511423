import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { writeRichText } from '../../../src/documents/rich-text';
import { replaceText, textEdit } from '../../../src/documents/text-edit';

const text = fc.string({ unit: fc.constantFrom('a', 'b', '東', '👍', '👎', '🇯🇵', ' '), maxLength: 12 });
/** Any UTF-16, lone surrogates too. */
const anyText = fc.string({ unit: fc.constantFrom('a', '\ud83d', '\udc4d', '\udc4e', '👍', '👎'), maxLength: 8 });

const isLone = (unit: string | undefined): boolean => unit !== undefined && /^[\ud800-\udfff]$/.test(unit);

describe('text edits', () => {
  it('[V3] turn one text into another', () => {
    fc.assert(
      fc.property(anyText, anyText, (from, to) => {
        const edit = textEdit(from, to);
        const edited = edit === null ? from : from.slice(0, edit.index) + edit.insert + from.slice(edit.index + edit.remove);
        expect(edited).toBe(to);
      }),
      { numRuns: 2_000 },
    );
  });

  it('[V3] never cut a surrogate pair apart', () => {
    fc.assert(
      fc.property(text, text, (from, to) => {
        const edit = textEdit(from, to);
        if (edit === null) return;
        const removed = from.slice(edit.index, edit.index + edit.remove);
        for (const part of [edit.insert, removed, from.slice(0, edit.index)]) expect([...part].some(isLone)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('[V3] are as small as one replacement can be', () => {
    fc.assert(
      fc.property(text, text, text, text, (head, from, to, tail) => {
        const edit = textEdit(head + from + tail, head + to + tail);
        if (edit === null) return;
        expect(edit.remove).toBeLessThanOrEqual(from.length);
        expect(edit.insert.length).toBeLessThanOrEqual(to.length);
      }),
      { numRuns: 1_000 },
    );
  });

  it('[V3] applied to a Y.Text give the text, and survive the wire', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), (texts) => {
        const doc = new Y.Doc();
        for (const to of texts) {
          replaceText(doc.getText('t'), to);
          const copy = new Y.Doc();
          Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
          expect(copy.getText('t').toString()).toBe(to);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('[V3] keep what others type behind what is replaced', () => {
    for (const ids of [
      [1, 2],
      [2, 1],
    ] as const) {
      const [one, other] = ids.map((id) => {
        const doc = new Y.Doc();
        doc.clientID = id;
        return doc;
      }) as [Y.Doc, Y.Doc];
      one.getText('t').insert(0, 'Kyoto in May');
      Y.applyUpdate(other, Y.encodeStateAsUpdate(one));
      other.getText('t').insert(12, '!');
      replaceText(one.getText('t'), 'Kyoto in June');
      Y.applyUpdate(one, Y.encodeStateAsUpdate(other));
      expect(one.getText('t').toString()).toBe('Kyoto in June!');
    }
  });
});

describe('rich text', () => {
  const runs = fc.array(
    fc.record({
      insert: fc.string({ unit: fc.constantFrom('a', 'b', '東', '👍'), minLength: 1, maxLength: 5 }),
      attributes: fc.dictionary(fc.constantFrom('bold', 'italic'), fc.constant(true)),
    }),
    { maxLength: 6 },
  );

  it('[V3] becomes any list of runs, from any other', () => {
    fc.assert(
      fc.property(fc.array(runs, { minLength: 1, maxLength: 4 }), (versions) => {
        const notes = new Y.Doc().getText('notes');
        for (const wanted of versions) {
          writeRichText(notes, wanted);
          expect(characters(notes.toDelta())).toEqual(characters(wanted));
        }
      }),
      { numRuns: 500 },
    );
  });
});

/** Each character with its formats: how it is cut into runs does not matter. */
function characters(runs: readonly { insert: string; attributes?: Record<string, unknown> }[]): string[] {
  return runs.flatMap(({ insert, attributes = {} }) =>
    [...insert].map((character) => `${character}:${Object.keys(attributes).sort().join()}`),
  );
}
