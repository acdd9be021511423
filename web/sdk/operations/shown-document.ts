import type { AppliedOperation } from '../../../src/protocol/operations';
import { Emitter } from '../emitter';
import { isSameJson } from './apply-operations';
import type { OperationReplica } from './operation-replica';
import type { OperationConflict } from './operation-results';
import type { OperationEvents, OperationState } from './operation-state';

/** What a program sees of an open document, and is told of it. */
export class ShownDocument<View> {
  readonly events = new Emitter<OperationEvents<View>>();
  /** Resolves when the content is known. */
  readonly loaded: Promise<void>;
  readonly #replica: OperationReplica;
  readonly #write: () => void;
  #state: OperationState;
  #shown: unknown = null;
  #tellLoaded: () => void = () => undefined;

  /** @param write keeps what is known and pending */
  constructor(replica: OperationReplica, state: OperationState, write: () => void) {
    this.#replica = replica;
    this.#state = state;
    this.#write = write;
    this.loaded = new Promise((resolve) => {
      this.#tellLoaded = resolve;
    });
  }

  get state(): OperationState {
    return this.#state;
  }

  update(change: Partial<OperationState>): void {
    const keys = Object.keys(change) as (keyof OperationState)[];
    if (keys.every((key) => isSameJson(this.#state[key], change[key]))) return;
    this.#state = { ...this.#state, ...change };
    this.events.emit('state', this.#state);
  }

  /** What is known or pending changed. @param operations what the server told, and whose doing it was */
  changed(operations: readonly AppliedOperation[] = [], user: string | null = null): void {
    const { version, view, pending } = this.#replica;
    if (version === null) return;
    this.#tellLoaded();
    this.#write();
    this.update({ version, pending: pending.length, saved: pending.length === 0 });
    if (view === this.#shown && operations.length === 0) return;
    this.#shown = view;
    this.events.emit('view', { view: view as View, operations, user });
  }

  /** There is something to decide. */
  raise(conflict: OperationConflict): void {
    this.update({ conflicts: [...this.#without(conflict.id), conflict] });
    this.events.emit('conflict', conflict);
  }

  /** Somebody has decided. */
  settled(conflictId: string): void {
    this.update({ conflicts: this.#without(conflictId) });
  }

  #without(conflictId: string): OperationConflict[] {
    return this.#state.conflicts.filter(({ id }) => id !== conflictId);
  }
}
