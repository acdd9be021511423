import { closes } from '../../protocol/closes';
import type { Outcome } from '../../protocol/codes';
import { operationLimits as limits } from '../../protocol/limits';
import { type AppliedOperation, type OperationMessage, parseOperationMessage } from '../../protocol/operations';
import type { Identity } from '../../protocol/roles';
import { isExpired } from '../admission';
import type { EnginePorts } from '../ports';
import type { Session } from '../session';
import { DeskAnswers } from './desk-answers';
import type { DeskCalls, DeskParts, Request } from './desk-parts';
import { clientIdOf } from './messages';
import { type OperationRequest, readRequest } from './request-shapes';
import { WriteRequests } from './write-requests';

/** Answers the messages of sessions that speak JSON operations (PROTOCOL.md, Operations). */
export class OperationDesk {
  readonly #answers: DeskAnswers;
  readonly #writes: WriteRequests;
  /** The AUTH of each session whose token is being verified. */
  readonly #authenticating = new WeakMap<Session, Request<'AUTH'>>();

  constructor(
    private readonly ports: Pick<EnginePorts, 'schema' | 'nowMs'>,
    private readonly calls: DeskCalls,
    private readonly parts: DeskParts,
  ) {
    this.#answers = new DeskAnswers(ports.schema, parts);
    this.#writes = new WriteRequests(ports, calls, parts, this.#answers);
  }

  /** A text frame arrived. What is no message at all closes the connection (O2). */
  receive(session: Session, text: string): void {
    const message = parseOperationMessage(text);
    if (message === null) return this.parts.sessions.close(session, closes.malformed);
    if (session.identity === null && message.type !== 'AUTH' && message.type !== 'PING') {
      this.#answers.refuse(session, message, { code: 'unauthenticated', detail: 'AUTH comes first.' });
      return this.parts.sessions.close(session, closes.unauthenticated);
    }
    if (isExpired(session.identity, this.ports.nowMs()) && message.type !== 'AUTH') {
      return this.parts.sessions.close(session, closes.expired);
    }
    const read = readRequest(message);
    if (read.kind === 'request') return this.#handle(session, read.request);
    const detail =
      read.kind === 'unknown-type' ? 'There is no such type of message.' : `\`${read.field}\` is missing or not valid.`;
    this.#answers.refuse(session, message, { code: read.kind === 'unknown-type' ? 'malformed' : 'invalid', detail });
  }

  /** The token of an AUTH is verified, or not; the session may be closed by then. */
  verified(session: Session, outcome: Outcome<Identity>): void {
    const request = this.#authenticating.get(session);
    this.#authenticating.delete(session);
    if (request === undefined) return;
    if (!outcome.ok) return this.#answers.refuse(session, request, outcome.refusal);
    if (this.parts.sessions.get(session.id) !== session) return;
    const { id, expiresAtMs } = outcome.value;
    this.#callIt(session, request.payload.client_id);
    this.parts.messages.send(
      session,
      'AUTH_ACK',
      { user_id: id, client_id: clientIdOf(session), expires_at: expiresAtMs },
      request.id,
    );
  }

  /** Whether what is being done is the operation of a session. */
  isWriting(session: Session): boolean {
    return this.#writes.isWriting(session);
  }

  #handle(session: Session, request: OperationRequest): void {
    switch (request.type) {
      case 'AUTH':
        this.#authenticating.set(session, request);
        return this.calls.authenticate(session, request.payload.token);
      case 'PING':
        return this.parts.messages.send(session, 'PONG', {}, request.id);
      case 'SUBSCRIBE':
        return this.#subscribe(session, request);
      case 'UNSUBSCRIBE':
        return this.#unsubscribe(session, request);
      case 'OP':
        return this.#writes.apply(session, request);
      case 'SYNC_REQUEST':
        return this.#sync(session, request);
      case 'PRESENCE_UPDATE':
        return this.parts.presence.update(session, request.payload);
      case 'UNDO':
      case 'REDO':
        return this.#writes.step(session, request);
    }
  }

  #subscribe(session: Session, request: Request<'SUBSCRIBE'>): void {
    const { resource_type, resource, resource_id, text_edits = false, last_version } = request.payload;
    if (!this.#answers.isHere(session, request, resource_id, resource_type ?? resource) || !this.#maySync(session, request))
      return;
    this.calls.flush();
    session.facts.operations = { clientId: clientIdOf(session), textEdits: text_edits };
    this.parts.sessions.join(session);
    this.parts.broadcasts.isUpToDate(session);
    const { view, version } = this.parts.operations.view();
    const missing = last_version === undefined ? null : this.#since(session, last_version);
    this.parts.messages.send(
      session,
      'SUBSCRIBE_ACK',
      {
        resource_id,
        resource_type: this.ports.schema.kind,
        version,
        role: this.parts.sessions.effectiveRole(session.identity as Identity),
        client_id: clientIdOf(session),
        ...(missing === null ? { state: view } : {}),
        locks: this.parts.locks.views(),
      },
      request.id,
    );
    if (missing !== null) {
      this.parts.messages.send(
        session,
        'SYNC_RESPONSE',
        { resource_id, operations: missing, current_version: version },
        request.id,
      );
    }
    this.parts.presence.appear(session);
  }

  #unsubscribe(session: Session, request: Request<'UNSUBSCRIBE'>): void {
    if (!this.#answers.isHere(session, request, request.payload.resource_id) || !session.facts.joined) return;
    this.parts.sessions.unjoin(session);
    this.parts.presence.disappear(session);
  }

  #sync(session: Session, request: Request<'SYNC_REQUEST'>): void {
    const { resource_id, last_version } = request.payload;
    if (!this.#answers.isHere(session, request, resource_id) || !this.#maySync(session, request)) return;
    this.calls.flush();
    const { view, version } = this.parts.operations.view();
    const missing = this.#since(session, last_version);
    this.parts.broadcasts.isUpToDate(session);
    const payload = { resource_id, operations: missing ?? [], current_version: version };
    this.parts.messages.send(session, 'SYNC_RESPONSE', missing === null ? { ...payload, state: view } : payload, request.id);
  }

  /** Whether a session may ask for the document again: each answer costs a walk over it (L6). */
  #maySync(session: Session, request: OperationMessage): boolean {
    const nowMs = this.ports.nowMs();
    if (session.syncs.take(nowMs)) return true;
    this.#answers.refuse(session, request, {
      code: 'rate-limited',
      extensions: { retryAfterMs: session.syncs.msUntil(1, nowMs) },
    });
    return false;
  }

  /** What came after a version; null when it is too much, or not kept: then the state says more (O13). */
  #since(session: Session, version: number): readonly AppliedOperation[] | null {
    const missing = this.parts.operations.since(version, limits.maxMissedOperations);
    return missing === null ? null : this.#answers.as(session, missing);
  }

  /** Gives a session the name it asks for, unless somebody else has it. */
  #callIt(session: Session, wish: string | undefined): void {
    const isTaken = (name: string): boolean =>
      this.parts.sessions.all().some((other) => other.identity?.id !== session.identity?.id && clientIdOf(other) === name);
    const clientId = wish === undefined || isTaken(wish) ? clientIdOf(session) : wish;
    session.facts.operations = { textEdits: session.facts.operations?.textEdits ?? false, clientId };
    this.parts.sessions.keep(session);
  }
}
