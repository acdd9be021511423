import type * as Y from 'yjs';

/** One replacement that turns a text into another: at `index`, `remove` characters go and `insert` comes. */
export interface TextEdit {
  readonly index: number;
  readonly remove: number;
  readonly insert: string;
}

/**
 * The smallest single replacement that turns `from` into `to`; null when they are equal. Never cuts a surrogate pair
 * apart, so that both halves of an emoji come and go together. Indices count UTF-16 code units.
 */
export function textEdit(from: string, to: string): TextEdit | null {
  if (from === to) return null;
  const shorter = Math.min(from.length, to.length);
  let start = 0;
  while (start < shorter && from[start] === to[start]) start++;
  if (isHighSurrogate(from, start - 1)) start--;
  let tail = 0;
  while (tail < shorter - start && from[from.length - 1 - tail] === to[to.length - 1 - tail]) tail++;
  if (isLowSurrogate(from, from.length - tail)) tail--;
  return { index: start, remove: from.length - tail - start, insert: to.slice(start, to.length - tail) };
}

/** Texts are compared character by character as long as that takes no more steps than this. */
const maxSteps = 250_000;

/**
 * What turns one text into another, edit by edit, from the first to the last, all of them at indices of `from`: where several places
 * were changed, what is between them stays.
 */
export function textEdits(from: string, to: string): TextEdit[] {
  const whole = textEdit(from, to);
  if (whole === null) return [];
  const { index, remove, insert } = whole;
  const [before, after] = [[...from.slice(index, index + remove)], [...insert]];
  const width = after.length + 1;
  if ((before.length + 1) * width > maxSteps) return [whole];
  const common = commonLengths(before, after);
  const edits: TextEdit[] = [];
  let [i, j, at] = [0, 0, index];
  while (i < before.length || j < after.length) {
    let edit: TextEdit = { index: at, remove: 0, insert: '' };
    while ((i < before.length || j < after.length) && before[i] !== after[j]) {
      const takesAway = i < before.length && (common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0);
      if (takesAway || j >= after.length) edit = { ...edit, remove: edit.remove + (before[i++] as string).length };
      else edit = { ...edit, insert: edit.insert + after[j++] };
    }
    if (edit.remove > 0 || edit.insert !== '') edits.push(edit);
    at += edit.remove;
    for (; i < before.length && before[i] === after[j]; i++, j++) at += (before[i] as string).length;
  }
  return edits;
}

/** At `i * (b.length + 1) + j`: how many characters the rests of two texts have in common, in their order. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint32Array {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const [below, right] = [lengths[(i + 1) * width + j] ?? 0, lengths[i * width + j + 1] ?? 0];
      lengths[i * width + j] = a[i] === b[j] ? 1 + (lengths[(i + 1) * width + j + 1] ?? 0) : Math.max(below, right);
    }
  }
  return lengths;
}

/** Makes the content of a plain text equal to `to` by the smallest edit. */
export function replaceText(text: Y.Text, to: string): void {
  const edit = textEdit(text.toString(), to);
  if (edit === null) return;
  // First the new, then without the old: what somebody types behind the old at the same time stays behind the new.
  if (edit.insert !== '') text.insert(edit.index, edit.insert);
  if (edit.remove > 0) text.delete(edit.index + edit.insert.length, edit.remove);
}

function isHighSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLowSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit <= 0xdfff;
}
