/**
 * Counts the edits that the server has not stored yet. Frames are numbered per connection; an acknowledgement covers
 * every frame up to its number, except what a refused one left open: that needs a later frame with the whole difference.
 */
export class UnsavedEdits {
  #made = 0;
  #saved = 0;
  #lastN = 0;
  #ackedN = 0;
  /** The server has confirmed once that it holds all that was here. */
  #confirmed = false;
  /** Number of the refused frame whose content the server still lacks. */
  #holeN: number | null = null;
  #sent: { readonly n: number; readonly edits: number; readonly whole: boolean }[] = [];

  /** Edits made here that are not known to be stored. */
  get count(): number {
    return this.#made - this.#saved;
  }

  /** Whether the server has confirmed all that was made here. */
  get saved(): boolean {
    return this.#confirmed && this.count === 0 && this.#holeN === null;
  }

  /** Edits made here so far; to be given to {@link savedUpTo}. */
  get made(): number {
    return this.#made;
  }

  edited(): void {
    this.#made += 1;
  }

  /** Numbers a frame that carries everything edited so far. `whole`: all that the server lacks, not just the latest. */
  numberFrame(whole: boolean): number {
    this.#lastN += 1;
    this.#sent.push({ n: this.#lastN, edits: this.#made, whole });
    return this.#lastN;
  }

  acknowledged(n: number): void {
    this.#ackedN = Math.max(this.#ackedN, n);
    const covered = this.#sent.filter((frame) => frame.n <= n);
    this.#sent = this.#sent.filter((frame) => frame.n > n);
    for (const frame of covered) {
      if (this.#holeN !== null && frame.whole && frame.n > this.#holeN) this.#holeN = null;
      if (this.#holeN === null) this.#saved = Math.max(this.#saved, frame.edits);
    }
    if (this.#holeN === null && this.#ackedN === this.#lastN) this.#confirmed = true;
  }

  /** An exchange without frames has brought the server all that was made up to a count. */
  savedUpTo(made: number): void {
    this.#saved = Math.max(this.#saved, made);
    this.#confirmed = true;
  }

  refused(n: number): void {
    this.#ackedN = Math.max(this.#ackedN, n);
    this.#holeN = Math.max(this.#holeN ?? 0, n);
    this.#sent = this.#sent.filter((frame) => frame.n !== n);
  }

  /** A connection ended: numbers start over, what was on the way counts as not stored. */
  disconnected(): void {
    this.#lastN = 0;
    this.#ackedN = 0;
    this.#holeN = null;
    this.#sent = [];
  }
}
