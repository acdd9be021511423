/** One change of a text: at `index` remove `remove` characters (UTF-16 units), then insert `insert`. */
export interface TextEdit {
  readonly index: number;
  readonly remove: number;
  readonly insert: string;
}

/** A step of a Yjs text event: keep, remove, or insert a number of characters. */
export type DeltaStep = { readonly retain: number } | { readonly delete: number } | { readonly insert: number };

/**
 * The smallest single change that turns `before` into `after`. Where several would do (a letter doubled), the one that
 * ends at the caret is what the person did. Surrogate pairs are never split.
 * @param caret position in `after` behind what was typed.
 */
export function diffText(before: string, after: string, caret: number): TextEdit | null {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  // What stands behind the caret was not typed just now: it is matched first, but no further than the caret.
  let suffix = 0;
  const maxSuffix = Math.min(shorter, after.length - Math.min(caret, after.length));
  while (suffix < maxSuffix && before.at(-1 - suffix) === after.at(-1 - suffix)) suffix++;
  let prefix = 0;
  while (prefix < shorter - suffix && before[prefix] === after[prefix]) prefix++;
  while (suffix < shorter - prefix && before.at(-1 - suffix) === after.at(-1 - suffix)) suffix++;
  if (prefix > 0 && isHighSurrogate(before.charCodeAt(prefix - 1))) prefix--;
  if (suffix > 0 && isLowSurrogate(before.charCodeAt(before.length - suffix))) suffix--;
  return { index: prefix, remove: before.length - suffix - prefix, insert: after.slice(prefix, after.length - suffix) };
}

/** Where a position is after a change by somebody else. Text inserted exactly there comes behind the position. */
export function transformPosition(position: number, delta: readonly DeltaStep[]): number {
  const segment = keptSegments(delta).findLast(({ before }) => before < position);
  return segment === undefined ? 0 : segment.after + Math.min(position - segment.before, segment.length);
}

/**
 * Rewrites an edit that was made before a change by somebody else so that it can be applied after it. What the other
 * one inserted inside the removed stretch stays: the result, to be applied in order, removes around it.
 */
export function transformEdit(edit: TextEdit, delta: readonly DeltaStep[]): TextEdit[] {
  const removals = keptSegments(delta).flatMap(({ before, after, length }) => {
    const from = Math.max(before, edit.index);
    const to = Math.min(before + length, edit.index + edit.remove);
    return to > from ? [{ index: after + from - before, remove: to - from, insert: '' }] : [];
  });
  // From the last to the first, so that none moves another one.
  return [...removals.reverse(), { index: transformPosition(edit.index, delta), remove: 0, insert: edit.insert }];
}

/** A stretch of the text that a change left alone: where it was, where it is. */
interface Segment {
  readonly before: number;
  readonly after: number;
  readonly length: number;
}

function keptSegments(delta: readonly DeltaStep[]): Segment[] {
  const segments: Segment[] = [];
  let before = 0;
  let after = 0;
  for (const step of delta) {
    if ('insert' in step) after += step.insert;
    else if ('delete' in step) before += step.delete;
    else {
      segments.push({ before, after, length: step.retain });
      before += step.retain;
      after += step.retain;
    }
  }
  return [...segments, { before, after, length: Number.POSITIVE_INFINITY }];
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
