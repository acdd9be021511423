import type Quill from 'quill/core';
import { Delta, type EmitterSource, type Range } from 'quill/core';
import type * as Y from 'yjs';
import { changesLines, misshownLines } from './line-formats';
import { type NotesOp, shownOps } from './notes-ops';

/** Changes of the editor under this source came from the document; every other one is the person's. */
const fromDocument = 'api';

/**
 * Keeps an editor and a shared text the same until the returned function is called. While an input method composes
 * (Japanese, Chinese, Korean, many phone keyboards) the editor is left alone: remote edits wait, and what was composed
 * is placed where it now belongs.
 */
export function bindNotes(text: Y.Text, quill: Quill): () => void {
  const binding = new NotesBinding(text, quill);
  return () => binding.destroy();
}

class NotesBinding {
  readonly #text: Y.Text;
  readonly #quill: Quill;
  /** What others changed while the input method composed. */
  #missed = new Delta();

  constructor(text: Y.Text, quill: Quill) {
    this.#text = text;
    this.#quill = quill;
    quill.setContents(deltaOf(text.toDelta()), fromDocument);
    this.#keepLastLine(text.length);
    text.observe(this.#remoteChange);
    quill.on('editor-change', this.#editorChange);
    quill.on('composition-end', this.#compositionEnd);
  }

  destroy(): void {
    this.#text.unobserve(this.#remoteChange);
    this.#quill.off('editor-change', this.#editorChange);
    this.#quill.off('composition-end', this.#compositionEnd);
  }

  readonly #remoteChange = (event: Y.YTextEvent): void => {
    if (event.transaction.origin === this) return;
    const change = deltaOf(event.delta);
    if (this.#quill.composition.isComposing) this.#missed = this.#missed.compose(change);
    else this.#show(change);
  };

  readonly #editorChange = (...[event, change, , source]: EditorChange): void => {
    if (event !== 'text-change' || source === fromDocument) return;
    // Typed in a text that lacks what was missed: it goes where it belongs after that, and that goes around it.
    const placed = this.#missed.transform(change, true);
    this.#missed = change.transform(this.#missed, false);
    this.#text.doc?.transact(() => this.#text.applyDelta(placed.ops), this);
  };

  readonly #compositionEnd = (): void => {
    const missed = this.#missed;
    this.#missed = new Delta();
    if (missed.ops.length > 0) this.#show(missed);
  };

  /** Brings a change into the editor that the document already has. */
  #show(change: Delta): void {
    this.#keepLastLine(this.#text.length - change.changeLength());
    this.#quill.updateContents(change, fromDocument);
    if (changesLines(change.ops)) this.#alignLines();
  }

  #alignLines(): void {
    const content = shownOps(this.#text.toDelta());
    for (const { index, formats } of misshownLines(content, this.#quill.getContents().ops)) {
      this.#quill.formatLine(index, 1, { ...formats }, fromDocument);
    }
  }

  /**
   * The editor ends with a line break that is not the document's. Where it took that for one of the document's, what
   * comes behind would be in the wrong place: it gets another one.
   */
  #keepLastLine(documentLength: number): void {
    const length = this.#quill.getLength();
    if (length <= documentLength) this.#quill.updateContents(new Delta().retain(length).insert('\n'), fromDocument);
  }
}

/** What the editor says when it changed. */
type EditorChange = ['text-change', Delta, Delta, EmitterSource] | ['selection-change', Range, Range, EmitterSource];

function deltaOf(ops: readonly NotesOp[]): Delta {
  return new Delta(shownOps(ops));
}
