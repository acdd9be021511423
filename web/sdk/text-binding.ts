import type * as Y from 'yjs';
import { type DeltaStep, diffText, type TextEdit, transformEdit, transformPosition } from './text-edit';

/** The part of an `<input>` or `<textarea>` that the binding needs. */
export type TextElement = Pick<
  HTMLInputElement,
  'value' | 'selectionStart' | 'selectionEnd' | 'setSelectionRange' | 'addEventListener' | 'removeEventListener'
>;

/**
 * Keeps an input and a `Y.Text` the same until the returned function is called. Typing becomes the smallest edit, a
 * remote edit moves the caret with its text. While an input method composes (Japanese, Chinese, Korean, many phone
 * keyboards) the element is left alone: remote edits wait, and what was composed is placed where it now belongs.
 * @param hasFocus whether the person is in the element; the caret of any other one must not be touched.
 */
export function bindText(text: Y.Text, element: TextElement, hasFocus: () => boolean): () => void {
  const binding = new TextBinding(text, element, hasFocus);
  return () => binding.destroy();
}

class TextBinding {
  readonly #text: Y.Text;
  readonly #element: TextElement;
  readonly #hasFocus: () => boolean;
  /** The text of the element as far as it has become part of the document. */
  #known: string;
  #composing = false;
  /** What others changed while the input method composed. */
  #missed: DeltaStep[][] = [];

  constructor(text: Y.Text, element: TextElement, hasFocus: () => boolean) {
    this.#text = text;
    this.#element = element;
    this.#hasFocus = hasFocus;
    this.#known = plainText(text);
    element.value = this.#known;
    text.observe(this.#remoteChange);
    element.addEventListener('input', this.#typed);
    element.addEventListener('compositionstart', this.#compositionStart);
    element.addEventListener('compositionend', this.#compositionEnd);
    element.addEventListener('blur', this.#compositionEnd);
    element.addEventListener('selectionchange', this.#selectionChange);
  }

  destroy(): void {
    // A phone's keyboard composes each word; who goes back in the middle of one has left no field before.
    this.#compositionEnd();
    this.#text.unobserve(this.#remoteChange);
    this.#element.removeEventListener('input', this.#typed);
    this.#element.removeEventListener('compositionstart', this.#compositionStart);
    this.#element.removeEventListener('compositionend', this.#compositionEnd);
    this.#element.removeEventListener('blur', this.#compositionEnd);
    this.#element.removeEventListener('selectionchange', this.#selectionChange);
  }

  readonly #typed = (): void => {
    if (!this.#composing) this.#takeTyped();
  };

  readonly #compositionStart = (): void => {
    this.#composing = true;
  };

  readonly #compositionEnd = (): void => {
    if (!this.#composing) return;
    this.#composing = false;
    this.#takeTyped();
  };

  /**
   * A browser moves the selection of any field that is written to. Where nobody is, that concerns nobody, and whoever
   * follows the carets of the page would be woken by each letter of the others.
   */
  readonly #selectionChange = (event: Event): void => {
    if (!this.#hasFocus()) event.stopPropagation();
  };

  readonly #remoteChange = (event: Y.YTextEvent): void => {
    if (event.transaction.origin === this) return;
    const delta = toSteps(event);
    if (this.#composing) this.#missed.push(delta);
    else this.#show((caret) => transformPosition(caret, delta));
  };

  /** Brings what the element holds into the document, then what the document holds into the element. */
  #takeTyped(): void {
    const missed = this.#missed;
    this.#missed = [];
    const caret = this.#element.selectionEnd ?? this.#element.value.length;
    const typed = diffText(this.#known, this.#element.value, caret);
    if (typed === null) {
      this.#show((position) => transformThrough(position, missed));
      return;
    }
    const edits = missed.reduce<TextEdit[]>((all, delta) => all.flatMap((edit) => transformEdit(edit, delta)), [typed]);
    this.#text.doc?.transact(() => this.#apply(edits), this);
    this.#show((position) => caretAfterTyping(position, typed, edits, missed));
  }

  #apply(edits: readonly TextEdit[]): void {
    for (const { index, remove, insert } of edits) {
      if (remove > 0) this.#text.delete(index, remove);
      if (insert !== '') this.#text.insert(index, insert);
    }
  }

  #show(moveCaret: (position: number) => number): void {
    const element = this.#element;
    this.#known = plainText(this.#text);
    if (element.value === this.#known) return;
    const start = moveCaret(element.selectionStart ?? 0);
    const end = moveCaret(element.selectionEnd ?? 0);
    element.value = this.#known;
    if (this.#hasFocus()) element.setSelectionRange(start, end);
  }
}

function transformThrough(position: number, deltas: readonly DeltaStep[][]): number {
  return deltas.reduce((at, delta) => transformPosition(at, delta), position);
}

/**
 * Where a caret is in the document, given where it is in an element that holds `typed` but none of the `missed`
 * remote changes. `edits` is `typed` as it was applied after them.
 */
function caretAfterTyping(position: number, typed: TextEdit, edits: readonly TextEdit[], missed: readonly DeltaStep[][]): number {
  const behind = position - typed.index - typed.insert.length;
  if (position < typed.index) return transformThrough(position, missed);
  if (behind <= 0) return transformThrough(typed.index, missed) + position - typed.index;
  const removed = edits.reduce((sum, { remove }) => sum + remove, 0);
  return transformThrough(typed.index + typed.remove + behind, missed) - removed + typed.insert.length;
}

/** The characters of a text; embeds, which plain fields do not show, are left out like in `toString`. */
function plainText(text: Y.Text): string {
  return text.toString();
}

function toSteps(event: Y.YTextEvent): DeltaStep[] {
  return event.delta.map((step): DeltaStep => {
    if (step.retain !== undefined) return { retain: step.retain };
    if (step.delete !== undefined) return { delete: step.delete };
    return { insert: typeof step.insert === 'string' ? step.insert.length : 1 };
  });
}
