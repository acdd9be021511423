import { type DeltaStep, diffText, type TextEdit, transformEdit } from '../text-edit';

/** A text with both changes in it: the one from `before` to `mine`, and the one from `before` to `theirs`. */
export function mergeText(before: string, mine: string, theirs: string): string {
  const [own, other] = [diffText(before, mine, mine.length), diffText(before, theirs, theirs.length)];
  if (own === null) return theirs;
  if (other === null) return mine;
  return transformEdit(own, deltaOf(other)).reduce(edited, theirs);
}

function edited(text: string, { index, remove, insert }: TextEdit): string {
  return text.slice(0, index) + insert + text.slice(index + remove);
}

function deltaOf({ index, remove, insert }: TextEdit): DeltaStep[] {
  return [{ retain: index }, { insert: insert.length }, { delete: remove }];
}
