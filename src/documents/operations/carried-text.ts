import { type TextEdit, textEdit, textEdits } from '../text-edit';
import { isReplacement } from './whole-texts';

/**
 * What a text becomes by an edit of a former one, when others have edited it since; null where that has to be found out from the
 * document itself: they wrote into what the edit takes away, or the edit makes a new text (PROTOCOL.md O23).
 * @param states the text as it was before, after each edit of the others, and is now.
 */
export function carryText(states: readonly string[], wanted: string): string | null {
  const [base = '', ...later] = states;
  // The same edit made twice is made once.
  if (wanted === later.at(-1)) return wanted;
  const own = textEdit(base, wanted);
  if (own === null || isReplacement(base, wanted)) return null;
  let edit: TextEdit | null = own;
  let now = base;
  for (const next of later) {
    const other = textEdit(now, next);
    if (other !== null && edit !== null) edit = moved(edit, other);
    now = next;
  }
  if (edit === null) return null;
  const { index, remove, insert } = edit;
  return now.slice(0, index) + insert + now.slice(index + remove);
}

/** An edit where it is to be done when another one of the same text was done before it. */
function moved(edit: TextEdit, other: TextEdit): TextEdit | null {
  const end = edit.index + edit.remove;
  const otherEnd = other.index + other.remove;
  if (end <= other.index) return edit;
  const shift = other.insert.length - other.remove;
  if (otherEnd <= edit.index) return { ...edit, index: edit.index + shift };
  // They meet: nothing of what the other one brought may be taken away.
  if (other.insert !== '') return null;
  const removed = Math.min(end, otherEnd) - Math.max(edit.index, other.index);
  return { ...edit, index: Math.min(edit.index, other.index), remove: edit.remove - removed };
}

/**
 * Edits of a former text where they are to be done now, from the first to the last: nothing of what others brought is taken away.
 * @param edits from the first to the last.
 */
export function carryEdits(base: string, now: string, edits: readonly TextEdit[]): TextEdit[] {
  // From the last to the first: what stands before one of the others is where it was.
  return textEdits(base, now).reduceRight<TextEdit[]>(
    (carried, other) => carried.flatMap((edit) => moved(edit, other) ?? aroundOther(edit, other)),
    [...edits],
  );
}

/** What is left of an edit that meets another one: what it brings stands behind what that one brought. */
function aroundOther({ index, remove, insert }: TextEdit, other: TextEdit): TextEdit[] {
  const before = { index, remove: Math.max(0, other.index - index), insert: '' };
  const after = Math.max(0, index + remove - (other.index + other.remove));
  const rest = { index: other.index + other.insert.length, remove: after, insert };
  return [...(before.remove > 0 ? [before] : []), rest];
}

/** A text after edits, which come from the first to the last. */
export function editedText(text: string, edits: readonly TextEdit[]): string {
  return edits.reduceRight((now, { index, remove, insert }) => now.slice(0, index) + insert + now.slice(index + remove), text);
}
