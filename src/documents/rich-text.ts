import type * as Y from 'yjs';
import { replaceText } from './text-edit';

interface Run {
  readonly insert: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** Makes a rich text equal to a list of runs: a minimal edit of the characters, then the formats that differ. */
export function writeRichText(text: Y.Text, runs: readonly Run[]): void {
  replaceText(text, runs.map((run) => run.insert).join(''));
  let index = 0;
  for (const run of runs) {
    formatRange(text, index, run.insert.length, run.attributes ?? {});
    index += run.insert.length;
  }
}

function formatRange(text: Y.Text, from: number, length: number, wanted: Readonly<Record<string, unknown>>): void {
  let index = 0;
  for (const run of text.toDelta() as Run[]) {
    const start = Math.max(index, from);
    const end = Math.min(index + run.insert.length, from + length);
    index += run.insert.length;
    const change = start < end ? difference(run.attributes ?? {}, wanted) : null;
    if (change !== null) text.format(start, end - start, change);
  }
}

/** The formats to set, null for those to take away; null when there is nothing to do. */
function difference(
  current: Readonly<Record<string, unknown>>,
  wanted: Readonly<Record<string, unknown>>,
): Record<string, unknown> | null {
  const change: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(current), ...Object.keys(wanted)])) {
    if (current[key] !== wanted[key]) change[key] = wanted[key] ?? null;
  }
  return Object.keys(change).length === 0 ? null : change;
}
