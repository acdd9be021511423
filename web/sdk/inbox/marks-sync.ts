import { fromBase64, toBase64 } from 'lib0/buffer';
import * as Y from 'yjs';
import type { HubReplies, HubRequests } from '../../../src/protocol/hub-messages';
import { ProblemError } from '../problem';

/** Marks made in quick succession travel together, at most this often, in milliseconds. */
export const marksWindowMs = 100;

/** After an exchange that failed for no fault of the marks, the next one is tried after this time, in milliseconds. */
export const retryMarksMs = 10_000;

export interface MarksSyncOptions {
  readonly doc: Y.Doc;
  /** Resolves when the server has taken it; its answer comes by {@link MarksSync.receive} before. */
  readonly exchange: (data: HubRequests['inbox:sync']) => Promise<void>;
  /** The server does not take the marks: they stay on this device. */
  readonly refused: (problem: ProblemError) => void;
  /** An exchange has succeeded, and all that the server has is here. */
  readonly exchanged: () => void;
}

/**
 * Keeps the marks of this device and those of the server the same. Nothing is queued: the document is the queue, and an
 * exchange of state vectors brings what is missing, both ways.
 */
export class MarksSync {
  readonly #options: MarksSyncOptions;
  /** State vector of what the server is known to hold; null before it has told on this connection. */
  #known: Uint8Array | null = null;
  #isOnline = false;
  #isExchanging = false;
  /** Whether something is here, or there, that no exchange has covered. */
  #isOpen = false;
  /** Whether something was done here that the server has not been brought. */
  #isUnsaved: boolean;
  /** Whether an exchange that brings something is under way. */
  #isBringing = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: MarksSyncOptions) {
    this.#options = options;
    this.#isUnsaved = options.doc.store.clients.size > 0;
    options.doc.on('update', this.#onUpdate);
  }

  /** Whether something was done here that the server is not known to have. */
  get isUnsaved(): boolean {
    return this.#isUnsaved || this.#isBringing;
  }

  /** Something can carry an exchange: one is due. */
  online(): void {
    this.#isOnline = true;
    this.#known = null;
    this.due();
  }

  offline(): void {
    this.#isOnline = false;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Something was done, here or elsewhere, that an exchange has to cover. */
  due(afterMs: number = marksWindowMs): void {
    this.#isOpen = true;
    if (!this.#isOnline || this.#isExchanging) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#exchange(), afterMs);
  }

  /** The server's answer, or a change that another device made. */
  receive({ update, state_vector }: HubReplies['inbox:state']): void {
    Y.applyUpdate(this.#options.doc, fromBase64(update), this);
    if (state_vector !== undefined) this.#known = fromBase64(state_vector);
  }

  stop(): void {
    this.offline();
    this.#options.doc.off('update', this.#onUpdate);
  }

  readonly #onUpdate = (_update: Uint8Array, origin: unknown): void => {
    if (origin === this) return;
    this.#isUnsaved = true;
    this.due();
  };

  async #exchange(): Promise<void> {
    this.#timer = undefined;
    this.#isExchanging = true;
    this.#isOpen = false;
    const { exchange, exchanged } = this.#options;
    const known = this.#known;
    this.#isBringing = this.#isUnsaved;
    this.#isUnsaved = false;
    let retryMs = marksWindowMs;
    try {
      await exchange(this.#offer(known));
      this.#isUnsaved ||= this.#isBringing && known === null;
      this.#isBringing = false;
      if (this.#known !== null) exchanged();
      // Who was asked only, and has not told what it has, is brought everything.
      this.#known ??= nothing;
      this.#isOpen ||= this.#isUnsaved;
    } catch (error) {
      this.#isUnsaved ||= this.#isBringing;
      this.#isBringing = false;
      retryMs = this.#failed(error);
    }
    this.#isExchanging = false;
    if (this.#isOpen) this.due(retryMs);
  }

  /** What the server lacks is known only when it has told what it has; before, it is only asked. */
  #offer(known: Uint8Array | null): HubRequests['inbox:sync'] {
    const { doc } = this.#options;
    const state_vector = toBase64(Y.encodeStateVector(doc));
    return known === null ? { state_vector } : { state_vector, update: toBase64(Y.encodeStateAsUpdate(doc, known)) };
  }

  /** @returns after how many milliseconds the next exchange makes sense */
  #failed(error: unknown): number {
    if (!(error instanceof ProblemError)) throw error;
    const mayPass = error.code === 'network' || error.code === 'unavailable' || error.code === 'rate-limited';
    if (error.code === 'missing-dependency') this.#known = null;
    else if (!mayPass) this.#options.refused(error);
    this.#isOpen ||= mayPass || this.#known === null;
    return error.retryAfterMs ?? retryMarksMs;
  }
}

/** State vector of an empty document. */
const nothing = new Uint8Array([0]);
