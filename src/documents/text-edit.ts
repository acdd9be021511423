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
