import { type Close, closeOfToken, closes } from '../protocol/closes';
import type { Outcome } from '../protocol/codes';
import { frameTypes } from '../protocol/frames';
import { documentLimits as limits } from '../protocol/limits';
import { parseOperationMessage } from '../protocol/operations';
import type { Identity } from '../protocol/roles';
import type { Upgrade } from './api';
import type { DocumentState } from './document-state';
import type { Outbox } from './outbox';
import type { EnginePorts } from './ports';
import type { Session } from './session';
import type { Sessions } from './sessions';
import type { Tickets } from './tickets';

/** Frames of one session that may wait for its token to be verified. */
const maxFramesWhileVerifying = 16;

/** What an upgrade amounts to before its socket is opened. */
export type Arrival = { readonly ok: true; readonly identity: Identity | null } | { readonly ok: false; readonly close: Close };

/** Lets sessions in, and out when their time is over (PROTOCOL.md, Authentication and roles). */
export class Admission {
  constructor(
    private readonly ports: Pick<EnginePorts, 'wire' | 'timers' | 'nowMs'>,
    private readonly state: DocumentState,
    private readonly sessions: Sessions,
    private readonly outbox: Outbox,
    private readonly tickets: Tickets,
  ) {}

  /** A session has connected: with a token it is let in, without one it has a while to send it. */
  begin(session: Session): void {
    if (session.identity !== null) return this.#admit(session);
    const waiting = this.sessions.unauthenticated();
    for (const excess of waiting.slice(0, Math.max(0, waiting.length - limits.maxUnauthenticated))) {
      this.sessions.close(excess, closes.recovering);
    }
    this.sessions.keep(session);
    this.ports.timers.at('authentication', session.facts.connectedAtMs + limits.authenticationMs);
  }

  verify(session: Session, token: string): void {
    session.verifying = true;
    this.ports.wire.verify(session.id, token);
  }

  /**
   * Whether a frame is to wait for the token that is being verified. Whoever is known already goes on as who they are; but
   * for another credential, because one is verified at a time.
   */
  mustWait({ verifying, identity }: Session, data: Uint8Array | string): boolean {
    return verifying && (identity === null || isExpired(identity, this.ports.nowMs()) || isCredential(data));
  }

  /** Keeps a frame until the token is verified. */
  hold(session: Session, data: Uint8Array | string): void {
    const held = session.framesWhileVerifying;
    if (held.length >= maxFramesWhileVerifying) return this.sessions.close(session, closes.malformed);
    // Whoever has not proved who they are gets no more room than one document takes.
    const heldBytes = held.reduce((bytes, frame) => bytes + frame.length, 0);
    if (heldBytes + data.length > limits.maxSyncFrameBytes) return this.sessions.close(session, closes.tooLarge);
    held.push(typeof data === 'string' ? data : data.slice());
  }

  /** A token has been verified, or not. Answers the frames that waited for it. */
  verified(id: string, outcome: Outcome<Identity>): (Uint8Array | string)[] {
    const session = this.sessions.get(id);
    if (session === null) return [];
    session.verifying = false;
    const former = session.identity;
    if (!outcome.ok || (former !== null && former.id !== outcome.value.id)) {
      this.sessions.close(session, outcome.ok ? closes.unauthenticated : closeOfToken(outcome.refusal));
      this.#endWait();
      return [];
    }
    session.facts.identity = outcome.value;
    if (former === null) this.#admit(session);
    else this.#renewed(session);
    this.#endWait();
    return session.framesWhileVerifying.splice(0);
  }

  /** Closes the sessions that have not sent a token in time (A2). */
  endUnauthenticated(): void {
    for (const session of this.sessions.unauthenticated()) {
      const endMs = session.facts.connectedAtMs + limits.authenticationMs;
      if (endMs <= this.ports.nowMs()) this.sessions.close(session, closes.unauthenticated);
      else this.ports.timers.at('authentication', endMs);
    }
  }

  /** Closes the sessions whose tokens have expired (A5). */
  endExpired(): void {
    for (const session of this.sessions.all()) {
      if (isExpired(session.identity, this.ports.nowMs())) this.sessions.close(session, closes.expired);
      else this.#watchExpiry(session);
    }
  }

  /** Whom an upgrade speaks for, null for nobody yet; or the close it is answered with. Spends its ticket. */
  identify({ identity, ticket }: Pick<Upgrade, 'identity' | 'ticket'>): Arrival {
    const missing = this.refusalOf(null);
    if (missing !== null) return { ok: false, close: missing };
    const found: Outcome<Identity | null> = ticket === null ? { ok: true, value: identity } : this.tickets.redeem(ticket);
    if (!found.ok) return { ok: false, close: closeOfToken(found.refusal) };
    const refusal = this.refusalOf(found.value);
    return refusal === null ? { ok: true, identity: found.value } : { ok: false, close: refusal };
  }

  /** Why somebody, or a connection that nobody answers for yet, is not let in; null when they are. */
  refusalOf(identity: Identity | null): Close | null {
    const meta = this.state.meta();
    if (meta === null) return closes.notFound;
    if (meta.deletedAtMs !== null) return closes.deleted;
    if (identity === null) return null;
    if (isExpired(identity, this.ports.nowMs())) return closes.expired;
    return this.sessions.allowsPerson(identity, 'read') ? null : closes.forbidden;
  }

  #admit(session: Session): void {
    const { identity } = session;
    if (identity === null) return this.sessions.close(session, closes.unauthenticated);
    const refusal = this.refusalOf(identity);
    if (refusal !== null) return this.sessions.close(session, refusal);
    for (const { session: excess, close } of this.sessions.excess(session)) this.sessions.close(excess, close);
    if (this.sessions.get(session.id) === null) return;
    this.sessions.keep(session);
    if (this.outbox.meetMember(identity)) this.sessions.tellMembers([session]);
    this.sessions.introduce(session);
    this.#watchExpiry(session);
  }

  #renewed(session: Session): void {
    // The new token may have fewer scopes.
    if (!this.sessions.allows(session, 'read')) return this.sessions.close(session, closes.forbidden);
    this.sessions.keep(session);
    this.sessions.introduce(session);
    this.#watchExpiry(session);
  }

  /** Once nobody is waited for, nothing has to ring: an alarm would wake the document, and keep it in memory, for nothing. */
  #endWait(): void {
    if (this.sessions.unauthenticated().length === 0) this.ports.timers.at('authentication', null);
  }

  #watchExpiry(session: Session): void {
    const expiresAtMs = session.identity?.expiresAtMs ?? null;
    if (expiresAtMs !== null) this.ports.timers.at('expiry', expiresAtMs);
  }
}

export function isExpired(identity: Identity | null, nowMs: number): boolean {
  return identity !== null && identity.expiresAtMs !== null && identity.expiresAtMs <= nowMs;
}

function isCredential(data: Uint8Array | string): boolean {
  return typeof data === 'string' ? parseOperationMessage(data)?.type === 'AUTH' : data[0] === frameTypes.token;
}
