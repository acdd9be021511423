import type { OperationError } from '../../../src/protocol/operations';
import { staleConflict } from './conflicts';
import type { DocumentShape } from './document-shape';
import type { OperationReplica, Outgoing } from './operation-replica';
import type { OperationConflict, OperationResult } from './operation-results';
import { waitMsOf } from './passing-errors';

interface SenderCalls {
  /** Whether anything can be sent. */
  readonly isReady: () => boolean;
  readonly send: (next: Outgoing) => void;
  /** It is known what came of an operation. */
  readonly over: (result: OperationResult) => void;
  /** Somebody has to decide. */
  readonly raise: (conflict: OperationConflict) => void;
}

/** Brings to the server what is pending, one after another, and again when the server says that a later time is better. */
export class OperationSender {
  readonly #shape: DocumentShape;
  readonly #replica: OperationReplica;
  readonly #calls: SenderCalls;
  #retryTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(shape: DocumentShape, replica: OperationReplica, calls: SenderCalls) {
    this.#shape = shape;
    this.#replica = replica;
    this.#calls = calls;
  }

  /** Sends what is next, when its time has come. */
  sendNext(): void {
    const mayLeave = this.#retryTimer === undefined && this.#calls.isReady();
    const next = mayLeave ? this.#replica.next() : null;
    if (next === null) return;
    this.#replica.sent(next);
    this.#calls.send(next);
  }

  /** The server did not do an operation. */
  refused(id: string, error: OperationError): void {
    const waitMs = waitMsOf(error);
    if (waitMs !== null) {
      this.#replica.postponed(id);
      this.#retryTimer = setTimeout(() => this.#retry(), waitMs);
      return;
    }
    const dropped = this.#replica.dropped(id);
    if (dropped === null || error.code !== 'CONFLICT') return this.#calls.over({ id, status: 'refused', error });
    const conflict = staleConflict(this.#shape, dropped, error.server_state);
    this.#calls.raise(conflict);
    this.#calls.over({ id, status: 'conflict', conflict });
  }

  /** Forgets that it waits: the connection is gone. */
  stop(): void {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = undefined;
  }

  #retry(): void {
    this.#retryTimer = undefined;
    this.sendNext();
  }
}
