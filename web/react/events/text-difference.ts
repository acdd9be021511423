import { diffArrays } from 'diff';

/** A stretch of a text as it stands against another one. */
export interface TextStretch {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
  /** Characters before it, counted over both texts: its identity in a list. */
  readonly at: number;
}

/** The words of a text, in any script, with what is between them. */
function wordsOf(text: string): string[] {
  return [...new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text)].map(({ segment }) => segment);
}

/** Longer texts are compared line by line: word by word takes as long as their product. */
const maxWordwiseChars = 20_000;

function partsOf(text: string, isLong: boolean): string[] {
  return isLong ? text.split(/(?<=\n)/u) : wordsOf(text);
}

/** How one text differs from another one, word by word. */
export function textDifference(before: string, after: string): readonly TextStretch[] {
  const isLong = before.length + after.length > maxWordwiseChars;
  let at = 0;
  return diffArrays(partsOf(before, isLong), partsOf(after, isLong)).map(({ value, added, removed }) => {
    const text = value.join('');
    const stretch: TextStretch = { kind: added ? 'added' : removed ? 'removed' : 'same', text, at };
    at += text.length;
    return stretch;
  });
}
