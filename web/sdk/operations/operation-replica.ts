import type { AppliedOperation, Operation } from '../../../src/protocol/operations';
import { applyOperation } from './apply-operations';
import type { DocumentShape } from './document-shape';
import { joined, type Made, makePending, type PendingOperation, rebased, rootsOf, withPending } from './pending-operation';

/** What is kept of a document: plain JSON. */
export interface KeptReplica {
  readonly version: number;
  /** What the server has at that version. */
  readonly state: unknown;
  readonly pending: readonly PendingOperation[];
  /** Fields that this client wrote over connections that are gone, with the last version at which it did. */
  readonly written: Readonly<Record<string, number>>;
}

/** What is to be sent. */
export interface Outgoing {
  readonly id: string;
  readonly version: number;
  readonly operations: readonly Operation[];
  /** The same with elements by what they are known by. */
  readonly stable: readonly Operation[];
  readonly force: boolean;
}

/**
 * A document in this program: as the server has it, with what is pending over it. Knows no connection and no time. What is
 * pending goes out one by one, each made against the version that its author saw: the server merges it from there.
 */
export class OperationReplica {
  readonly #shape: DocumentShape;
  #version: number | null = null;
  #state: unknown = null;
  #view: unknown = null;
  #pending: readonly PendingOperation[] = [];
  #written: Record<string, number> = {};
  readonly #writtenHere = new Map<string, number>();
  /** What the server has done, but this side has not been told its place among the other changes. */
  readonly #settled = new Map<string, number>();
  #isSubscribed = false;
  /** What was sent over this connection and is not answered. */
  #underWay: string | null = null;

  constructor(shape: DocumentShape) {
    this.#shape = shape;
  }

  /** The version of the server's state that this one shows; null before anything is known. */
  get version(): number | null {
    return this.#version;
  }

  /** The document with everything that is pending. */
  get view(): unknown {
    return this.#view;
  }

  get pending(): readonly PendingOperation[] {
    return this.#pending;
  }

  /** Whether nothing is known yet of what came of an operation. */
  isOpen(id: string): boolean {
    return !this.#settled.has(id) && this.#pending.some((one) => one.id === id);
  }

  get kept(): KeptReplica | null {
    if (this.#version === null) return null;
    return { version: this.#version, state: this.#state, pending: this.#pending, written: this.#written };
  }

  /** Takes what was kept, before there is any connection. */
  restore({ version, state, pending, written }: KeptReplica): void {
    this.#written = { ...written };
    this.#pending = pending;
    this.#moveTo(version, state);
  }

  /** Does operations here; they are pending from now on. Answers the id of the operation that they are part of. */
  make(id: string, operations: readonly Operation[]): Made {
    const made = makePending(this.#shape, this.#view, this.#version ?? 0, id, operations);
    if (!made.ok) return made;
    const last = this.#pending.at(-1);
    const both = last === undefined ? null : joined(last, made.pending);
    this.#pending = both === null ? [...this.#pending, made.pending] : [...this.#pending.slice(0, -1), both];
    this.#view = made.view;
    return both === null ? made : { ...made, pending: both };
  }

  /** Makes operations stand whatever the server has: against what it has now. */
  force(id: string, operations: readonly Operation[]): void {
    const version = this.#version ?? 0;
    const pending = { id, version, operations, stable: operations, texts: {}, force: true, isSent: false };
    this.#pending = [...this.#pending, pending];
    this.#look();
  }

  /** What goes out next; null for nothing, or nothing yet: only one is on the way at a time. */
  next(): Outgoing | null {
    const [first] = this.#pending;
    if (first === undefined || this.#underWay !== null || this.#settled.has(first.id)) return null;
    // What may have arrived goes out just as before, and first of all: the server knows it by its id.
    if (first.isSent) return first;
    if (!this.#isSubscribed) return null;
    const written = Math.max(0, ...[...rootsOf(first.stable)].map((root) => this.#written[root] ?? 0));
    if (first.force || written <= first.version) return first;
    // It builds on what went out over another connection, which the server does not take for known to this one.
    const operations = rebased(this.#shape, this.#state, first.stable, first.texts);
    return { ...first, version: this.#version ?? written, operations };
  }

  /** The first of what is pending went out, as {@link Outgoing}: that is what goes out again if need be. */
  sent({ id, version, operations }: Outgoing): void {
    this.#underWay = id;
    this.#pending = this.#pending.map((one, index) => (index === 0 ? { ...one, version, operations, isSent: true } : one));
  }

  /** The server has done what was pending. */
  done(id: string, version: number, operations: readonly AppliedOperation[]): void {
    const pending = this.#pending.find((one) => one.id === id);
    if (pending === undefined) return;
    this.#underWay = null;
    for (const root of rootsOf(pending.stable)) this.#note(root, version);
    if (!this.#isSubscribed) {
      // Other changes before it are still to be told, and it with them.
      this.#settled.set(id, version);
      return;
    }
    this.#pending = this.#pending.filter((one) => one !== pending);
    this.received(version, operations);
  }

  /** The server will not do what was pending. */
  dropped(id: string): PendingOperation | null {
    const pending = this.#pending.find((one) => one.id === id) ?? null;
    this.#underWay = null;
    this.#pending = this.#pending.filter((one) => one !== pending);
    this.#look();
    return pending;
  }

  /** The server did not do it now; it goes out again. */
  postponed(id: string): void {
    this.#underWay = null;
    this.#pending = this.#pending.map((one) => (one.id === id ? { ...one, isSent: false } : one));
  }

  /** The server's document changed. Throws `MisfitOperation` when it cannot have been like this one. */
  received(version: number, operations: readonly AppliedOperation[]): void {
    if (this.#version === null || version <= this.#version) return this.#look();
    this.#moveTo(
      version,
      operations.reduce((state, one) => applyOperation(this.#shape, state, one), this.#state),
    );
  }

  /** The server's document as it is. */
  replaced(version: number, state: unknown): void {
    this.#moveTo(version, state);
  }

  /** The server tells from now on what happens, in order. What it has done before is in the state by now. */
  subscribed(): void {
    this.#isSubscribed = true;
    this.#pending = this.#pending.filter(({ id }) => !this.#settled.has(id));
    this.#settled.clear();
    this.#look();
  }

  disconnected(): void {
    this.#isSubscribed = false;
    this.#underWay = null;
    for (const [root, version] of this.#writtenHere) this.#written[root] = Math.max(version, this.#written[root] ?? 0);
    this.#writtenHere.clear();
  }

  #note(root: string, version: number): void {
    if (this.#isSubscribed) this.#writtenHere.set(root, version);
    // It may have been done over an earlier connection.
    else this.#written[root] = Math.max(version, this.#written[root] ?? 0);
  }

  #moveTo(version: number, state: unknown): void {
    this.#version = version;
    this.#state = state;
    this.#look();
  }

  #look(): void {
    if (this.#version !== null) this.#view = withPending(this.#shape, this.#state, this.#pending);
  }
}
