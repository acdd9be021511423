import type Quill from 'quill/core';
import { Delta } from 'quill/core';

/** From so many runs on, an insertion is long. */
const longRuns = 100;

interface LongInsertion {
  readonly at: number;
  /** Characters that it replaces. */
  readonly replaced: number;
  readonly inserted: Delta;
}

/**
 * Lets an editor build the lines of a long insertion all at once, as it does when it is filled. One after another, for
 * each of which it looks up the place anew, a few pages of text would keep the page from answering for seconds.
 */
export function insertAtOnce({ editor }: Quill): void {
  const applyOneByOne = editor.applyDelta.bind(editor);
  editor.applyDelta = (change) => {
    const insertion = longInsertion(change);
    if (insertion === null || insertion.at >= editor.scroll.length()) return applyOneByOne(change);
    const { at, replaced, inserted } = insertion;
    const removal = replaced === 0 ? new Delta() : editor.deleteText(at, replaced);
    return removal.compose(editor.insertContents(at, inserted));
  };
}

/** A change as a long insertion in one place; null when it is anything else. */
function longInsertion({ ops }: Delta): LongInsertion | null {
  if (ops.length < longRuns) return null;
  const [first, ...others] = ops;
  const isKept = typeof first?.retain === 'number' && first.attributes === undefined;
  const steps = isKept ? others : ops;
  const inserted = steps.filter(({ insert }) => insert !== undefined);
  const [removal, ...more] = steps.filter(({ insert }) => insert === undefined);
  if (more.length > 0 || (removal !== undefined && removal.delete === undefined)) return null;
  // A removal in the midst of what is inserted would be in another place.
  if (removal !== undefined && steps[0] !== removal && steps.at(-1) !== removal) return null;
  const at = isKept ? Number(first.retain) : 0;
  return { at, replaced: removal?.delete ?? 0, inserted: new Delta(inserted) };
}
