import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import type { ClientFrame } from '../../src/protocol/frames';

/** Changes of the own state leave at most this often, in milliseconds. */
export const presenceWindowMs = 50;

/** A person who has the document open; several windows of one person are one entry. */
export interface PresentPerson {
  readonly id: string;
  readonly name: string;
  /** `#rrggbb`, the same for everyone. */
  readonly color: string;
  readonly avatar: string | null;
  /** The states their windows share, without the attested `user`. */
  readonly states: readonly Readonly<Record<string, unknown>>[];
}

/**
 * Who else is here, in the shape of y-protocols' `Awareness`, so that editor bindings take it. It differs in
 * three ways: nothing is renewed and nobody times out (the server knows when a connection is gone), only changes
 * are sent, and what others say about the own client id is ignored.
 */
export class Presence extends Awareness {
  readonly #send: (frame: ClientFrame) => void;
  #connected = false;
  #changed = false;
  #windowTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(doc: Y.Doc, send: (frame: ClientFrame) => void) {
    super(doc);
    clearInterval(this._checkInterval);
    this.#send = send;
    this.on('change', (_change: unknown, origin: unknown) => {
      if (origin === 'local') this.#localChange();
    });
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
    this.#stopTimer();
    const others = [...this.states.keys()].filter((id) => id !== this.clientID);
    removeAwarenessStates(this, others, this);
    // A restarted server may count lower than the one before.
    for (const id of this.meta.keys()) if (id !== this.clientID) this.meta.delete(id);
  }

  receive(payload: Uint8Array): void {
    applyAwarenessUpdate(this, withoutClient(payload, this.clientID), this);
  }

  /** Tells the others, at once, that this window leaves. */
  leave(): void {
    this.setLocalState(null);
    this.#flush();
  }

  override destroy(): void {
    this.#connected = false;
    this.#stopTimer();
    super.destroy();
  }

  #localChange(): void {
    this.#changed = true;
    if (this.#windowTimer === undefined) this.#flush();
  }

  #flush(): void {
    this.#stopTimer();
    if (!this.#connected || !this.#changed) return;
    this.#changed = false;
    this.#send({ type: 'awareness', payload: encodeAwarenessUpdate(this, [this.clientID]) });
    this.#windowTimer = setTimeout(() => this.#flush(), presenceWindowMs);
  }

  #stopTimer(): void {
    clearTimeout(this.#windowTimer);
    this.#windowTimer = undefined;
  }
}

/** The people behind the states of others, in a stable order: by name, then id. */
export function presentPeople(presence: Presence): PresentPerson[] {
  const people = new Map<string, PresentPerson & { states: Record<string, unknown>[] }>();
  for (const [clientId, { user, ...state }] of presence.getStates()) {
    if (clientId === presence.clientID || !isAttested(user)) continue;
    const person = people.get(user.id);
    if (person === undefined) people.set(user.id, { ...user, avatar: user.avatar ?? null, states: [state] });
    else person.states.push(state);
  }
  return [...people.values()].sort((a, b) => a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1));
}

function isAttested(user: unknown): user is { id: string; name: string; color: string; avatar?: string | null } {
  if (typeof user !== 'object' || user === null) return false;
  const { id, name, color } = user as Record<string, unknown>;
  return typeof id === 'string' && typeof name === 'string' && typeof color === 'string';
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
