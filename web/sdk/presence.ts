import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import type { ClientFrame } from '../../src/protocol/frames';

/** Times of presence, in milliseconds. */
export const presenceTimes = {
  /** Changes of the own state leave at most this often, the latest only. */
  windowMs: 50,
  /** That somebody types is told at most this often … */
  typingEveryMs: 500,
  /** … and no more this long after the last key. */
  typingEndsMs: 3_000,
  /** Somebody who has done nothing for this long is idle. */
  idleAfterMs: 300_000,
} as const;

/** What somebody is doing. */
export type Activity = 'editing' | 'viewing' | 'idle';

/** A caret in a field. `index`: id or index of an element of a list section, null elsewhere. `offset`: UTF-16 units. */
export interface CursorPosition {
  readonly section: string;
  readonly index: string | number | null;
  readonly field: string;
  readonly offset: number;
}

/** A selected range in a field: `anchor` is where it began, `head` where the caret is, in UTF-16 units. */
export interface SelectionRange {
  readonly section: string;
  readonly index: string | number | null;
  readonly field: string;
  readonly anchor: number;
  readonly head: number;
}

/**
 * Who else is here, in the shape of y-protocols' `Awareness`, so that editor bindings take it. It differs in
 * three ways: nothing is renewed and nobody times out (the server knows when a connection is gone), only changes
 * are sent, and what others say about the own client id is ignored.
 */
export class Presence extends Awareness {
  readonly #send: (frame: ClientFrame) => void;
  #connected = false;
  #paused = false;
  #changed = false;
  #typingToldAtMs = Number.NEGATIVE_INFINITY;
  #windowTimer: ReturnType<typeof setTimeout> | undefined;
  #typingTimer: ReturnType<typeof setTimeout> | undefined;
  #idleTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(doc: Y.Doc, send: (frame: ClientFrame) => void) {
    super(doc);
    clearInterval(this._checkInterval);
    this.#send = send;
    this.on('change', (_change: unknown, origin: unknown) => {
      if (origin === 'local') this.#localChange();
    });
    this.active();
  }

  /** Where the caret is; null for nowhere. */
  setCursor(cursor: CursorPosition | null): void {
    this.active();
    this.#set('cursor', cursor);
  }

  /** What is selected; null for nothing. */
  setSelection(selection: SelectionRange | null): void {
    this.active();
    this.#set('selection', selection);
  }

  /** Somebody typed in a field; to be called at each key. @param field as the program names its fields, e.g. `title`. */
  typing(field: string): void {
    clearTimeout(this.#typingTimer);
    this.#typingTimer = setTimeout(() => this.#stopTyping(), presenceTimes.typingEndsMs);
    this.active();
    const nowMs = Date.now();
    if (nowMs - this.#typingToldAtMs < presenceTimes.typingEveryMs) return;
    this.#typingToldAtMs = nowMs;
    this.#set('typing', { field });
    this.#set('activity', 'editing');
  }

  /** Somebody did something here: not idle. */
  active(): void {
    clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(() => this.#set('activity', 'idle'), presenceTimes.idleAfterMs);
    if (this.getLocalState()?.activity !== 'editing') this.#set('activity', 'viewing');
  }

  /** A session began: announces the own state. */
  connected(): void {
    this.#connected = true;
    this.#changed = true;
    this.#flush();
  }

  /** Without a connection nothing is known of the others. */
  disconnected(): void {
    this.#connected = false;
    this.#stopWindow();
    const others = [...this.states.keys()].filter((id) => id !== this.clientID);
    removeAwarenessStates(this, others, this);
    // A restarted server may count lower than the one before.
    for (const id of this.meta.keys()) if (id !== this.clientID) this.meta.delete(id);
  }

  /** While paused, changes of the own state wait: nobody looks at this page. Nor does anybody type there: that ends first. */
  setPaused(paused: boolean): void {
    if (paused && this.getLocalState()?.typing) {
      this.#stopTyping();
      this.#flush();
    }
    this.#paused = paused;
    if (!paused && this.#windowTimer === undefined) this.#flush();
  }

  receive(payload: Uint8Array): void {
    applyAwarenessUpdate(this, withoutClient(payload, this.clientID), this);
  }

  /** Tells the others, at once, that this window leaves. */
  leave(): void {
    this.#stopTimers();
    this.#paused = false;
    this.setLocalState(null);
    this.#flush();
  }

  override destroy(): void {
    this.#connected = false;
    this.#stopTimers();
    super.destroy();
  }

  /** Sets a field, unless it has that value already: a state that says nothing new is not sent. */
  #set(key: string, value: unknown): void {
    const state = this.getLocalState();
    if (state !== null && JSON.stringify(state[key] ?? null) !== JSON.stringify(value)) this.setLocalStateField(key, value);
  }

  #stopTyping(): void {
    this.#typingToldAtMs = Number.NEGATIVE_INFINITY;
    this.#set('typing', null);
    this.#set('activity', 'viewing');
  }

  #localChange(): void {
    this.#changed = true;
    if (this.#windowTimer === undefined) this.#flush();
  }

  #flush(): void {
    this.#stopWindow();
    if (!this.#connected || !this.#changed || this.#paused) return;
    this.#changed = false;
    this.#send({ type: 'awareness', payload: encodeAwarenessUpdate(this, [this.clientID]) });
    this.#windowTimer = setTimeout(() => this.#flush(), presenceTimes.windowMs);
  }

  #stopWindow(): void {
    clearTimeout(this.#windowTimer);
    this.#windowTimer = undefined;
  }

  #stopTimers(): void {
    this.#stopWindow();
    clearTimeout(this.#typingTimer);
    clearTimeout(this.#idleTimer);
  }
}

function withoutClient(payload: Uint8Array, ownId: number): Uint8Array {
  const decoder = decoding.createDecoder(payload);
  const entries: { id: number; clock: number; state: string }[] = [];
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    const id = decoding.readVarUint(decoder);
    const entry = { id, clock: decoding.readVarUint(decoder), state: decoding.readVarString(decoder) };
    if (id !== ownId) entries.push(entry);
  }
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, entries.length);
    for (const { id, clock, state } of entries) {
      encoding.writeVarUint(encoder, id);
      encoding.writeVarUint(encoder, clock);
      encoding.writeVarString(encoder, state);
    }
  });
}
