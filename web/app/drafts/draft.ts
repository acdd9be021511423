import type { ReactNode } from 'react';

/** What a field of a value that is written as a whole shows while somebody is at it. */
export interface ShownDraft {
  /** What was typed; null while the stored value is shown. */
  readonly text: string | null;
  /** Why it cannot be stored. */
  readonly problem: ReactNode;
}

/** Called with what was typed, without space around it. Answers what is wrong with it, or null. */
export type WriteDraft = (typed: string) => ReactNode;

const noDraft: ShownDraft = { text: null, problem: null };

/**
 * What is typed into a field whose value is written as a whole: at each pause, so that it is never on the screen alone for
 * long, and when the person is done. Until then the field shows what was typed, as it was typed.
 */
export class Draft {
  #shown = noDraft;
  readonly #listeners = new Set<() => void>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether something was typed that is not written. */
  #isPending = false;
  /** Whether what was typed is a whole value, and not a part of a date. */
  #isWhole = true;
  /** The value to go back to. */
  #before: string;
  /** Whether the draft, or a part of it, is written. */
  #isWritten = false;
  /** Whether the next change of the value is what the draft has written. */
  #expectsOwn = false;
  /** Whether somebody else has the field for themselves. */
  #isHeld = false;
  /** Whether the person was done meanwhile. */
  #isLeft = false;

  /** @param value what is stored, as it is shown */
  constructor(
    private value: string,
    private onWrite: WriteDraft,
  ) {
    this.#before = value;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly shown = (): ShownDraft => this.#shown;

  /** Takes what is stored now. Where that is somebody else's doing, it is what the person goes back to. */
  follow(value: string, onWrite: WriteDraft): void {
    this.onWrite = onWrite;
    if (value === this.value) return;
    this.value = value;
    if (this.#expectsOwn) {
      this.#expectsOwn = false;
      return;
    }
    this.#before = value;
    this.#isWritten = false;
    if (!this.#isPending) this.#set(noDraft);
  }

  /** @param restMs how long it takes without another key until it is written; null: not by itself */
  type(text: string, { isWhole, restMs }: { readonly isWhole: boolean; readonly restMs: number | null }): void {
    if (this.#shown.text === null) {
      this.#before = this.value;
      this.#isWritten = this.#expectsOwn = false;
    }
    this.#isPending = true;
    this.#isWhole = isWhole;
    this.#set({ ...this.#shown, text });
    this.rest(restMs);
  }

  /** While somebody else has the field for themselves, what was typed before waits in it. Written, it would hold up everything else. */
  hold(isHeld: boolean): void {
    const isOver = this.#isHeld && !isHeld;
    this.#isHeld = isHeld;
    if (!isOver) return;
    if (this.#isLeft) this.finish();
    else this.write();
  }

  /** Begins the pause anew. */
  rest(restMs: number | null): void {
    clearTimeout(this.#timer);
    if (restMs === 0) this.write();
    else if (restMs !== null) this.#timer = setTimeout(this.write, restMs);
  }

  /** Writes what can be written, and leaves the field as it is: nobody is told off in the middle of a word. */
  readonly write = (): void => {
    if (!this.#isHeld) this.#write();
  };

  /** The page goes away, or the field does: the document is where what was typed is kept. */
  readonly leave = (): void => this.#write();

  /** Writes what can be written, and shows what is stored where nothing else is left. */
  readonly settle = (): void => {
    this.write();
    if (!this.#isPending) this.#set(noDraft);
  };

  /** The person is done. What cannot be stored stays in the field, to be put right. */
  readonly finish = (): void => {
    clearTimeout(this.#timer);
    const { text } = this.#shown;
    this.#isLeft = this.#isHeld;
    if (text === null || this.#isHeld) return;
    const problem = this.#isPending ? this.#tryWrite() : null;
    this.#set(problem === null ? noDraft : { text, problem });
  };

  /** Goes back to what was stored before the draft. */
  readonly reset = (): void => {
    clearTimeout(this.#timer);
    this.#isPending = false;
    if (this.#isWritten && !this.#isHeld) {
      this.#isWritten = false;
      this.#expectsOwn = true;
      this.onWrite(this.#before);
    }
    this.#set(noDraft);
  };

  #write(): void {
    clearTimeout(this.#timer);
    if (this.#isPending && this.#isWhole && this.#tryWrite() === null) this.#set({ ...this.#shown, problem: null });
  }

  #tryWrite(): ReactNode {
    const typed = this.#shown.text?.trim() ?? '';
    const differs = typed !== this.value;
    const problem = differs ? this.onWrite(typed) : null;
    if (problem !== null) return problem;
    this.#isPending = false;
    if (differs) this.#isWritten = this.#expectsOwn = true;
    return null;
  }

  #set(shown: ShownDraft): void {
    if (shown.text === this.#shown.text && shown.problem === this.#shown.problem) return;
    this.#shown = shown;
    for (const listener of this.#listeners) listener();
  }
}
