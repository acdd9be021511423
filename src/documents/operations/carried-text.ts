import { type TextEdit, textEdit } from '../text-edit';
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
