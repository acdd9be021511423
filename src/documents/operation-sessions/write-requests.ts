import type { Outcome, Refusal } from '../../protocol/codes';
import type { OperationMessage } from '../../protocol/operations';
import type { Identity } from '../../protocol/roles';
import type { StepTaken } from '../api';
import { unlessLocked } from '../locks/locked-write';
import type { EnginePorts } from '../ports';
import type { Session } from '../session';
import type { DeskAnswers } from './desk-answers';
import type { DeskCalls, DeskParts, Request } from './desk-parts';
import { conflictOf } from './operation-errors';
import { OperationRates } from './operation-rates';

/** The messages that change the document (PROTOCOL.md O6, O7, O13, O17, O18). */
export class WriteRequests {
  readonly #rates: OperationRates;
  #writing: Session | null = null;

  constructor(
    ports: Pick<EnginePorts, 'nowMs'>,
    private readonly calls: DeskCalls,
    private readonly parts: Pick<DeskParts, 'sessions' | 'operations' | 'broadcasts' | 'messages'>,
    private readonly answers: DeskAnswers,
  ) {
    this.#rates = new OperationRates(ports.nowMs);
  }

  /** OP. */
  apply(session: Session, request: Request<'OP'>): void {
    const { resource_id, resource_type, operation, operations, version, force = false, lock_token } = request.payload;
    if (!this.answers.isHere(session, request, resource_id, resource_type)) return;
    const author = this.#writer(session, request);
    if (author === null) return;
    const applied = this.#as(session, () =>
      this.parts.operations.apply({
        author,
        session: session.id,
        version: force ? 'head' : version,
        isForced: force,
        operations: operations ?? [operation],
        id: request.id,
        lockTokens: typeof lock_token === 'number' ? [lock_token] : (lock_token ?? []),
      }),
    );
    // What could not be stored has closed every connection (W4).
    if (this.parts.sessions.get(session.id) !== session) return;
    if (!applied.ok) return this.#refuseOperation(session, request, applied.refusal);
    const { effect, operations: done, version: reached } = applied.value;
    const payload = { resource_id, version: reached, operations: this.answers.as(session, done), effect };
    this.parts.messages.send(session, 'OP_ACK', payload, request.id);
  }

  /** UNDO and REDO. */
  step(session: Session, request: Request<'UNDO' | 'REDO'>): void {
    const {
      id,
      payload: { resource_id },
    } = request;
    if (!this.answers.isHere(session, request, resource_id)) return;
    const author = this.#writer(session, request);
    if (author === null) return;
    const taken = unlessLocked<Outcome<StepTaken>>(
      () => this.calls.step(author, { kind: request.type === 'UNDO' ? 'undo' : 'redo', id, session: session.id }),
      (refusal) => ({ ok: false, refusal }),
    );
    if (this.parts.sessions.get(session.id) !== session) return;
    if (!taken.ok) return this.answers.refuse(session, request, taken.refusal);
    const { version, operations } = taken.value;
    const payload = { resource_id, version, operations: this.answers.as(session, operations), effect: true };
    this.parts.messages.send(session, 'OP_ACK', payload, request.id);
  }

  /** Whether what is being done is what a session asked for. */
  isWriting(session: Session): boolean {
    return this.#writing === session;
  }

  #as<T>(session: Session, work: () => T): T {
    this.#writing = session;
    try {
      return work();
    } finally {
      this.#writing = null;
    }
  }

  /** Who a session writes for, once it has been told all before it; null for one that may not write now. */
  #writer(session: Session, request: OperationMessage): Identity | null {
    const author = session.identity as Identity;
    const mayEdit = this.parts.sessions.allows(session, 'edit');
    const waitMs = mayEdit ? this.#rates.take(author.id) : 0;
    if (!mayEdit) this.answers.refuse(session, request, { code: 'forbidden' });
    else if (waitMs > 0) this.answers.refuse(session, request, { code: 'rate-limited', extensions: { retryAfterMs: waitMs } });
    else this.#catchUp(session);
    return mayEdit && waitMs === 0 ? author : null;
  }

  /** Tells a session all that was accepted before what it asks for (O10). */
  #catchUp(session: Session): void {
    this.calls.flush();
    this.parts.broadcasts.catchUp(session);
  }

  #refuseOperation(session: Session, request: Request<'OP'>, refusal: Refusal): void {
    const isConflict = refusal.code === 'history-gone' || refusal.extensions?.conflict === true;
    if (!isConflict) return this.answers.refuse(session, request, refusal);
    this.parts.messages.send(session, 'ERROR', conflictOf(refusal, this.parts.operations.view()), request.id);
  }
}
