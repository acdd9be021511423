import { closes, type Outcome } from '../protocol/codes';
import { type ClientFrame, decodeClientFrame, frameTypes, MalformedFrame } from '../protocol/frames';
import { documentLimits as limits } from '../protocol/limits';
import type { Identity } from '../protocol/roles';
import { isTicket } from '../protocol/secrets';
import { Admission, type Arrival, isExpired } from './admission';
import type { Upgrade } from './api';
import { Asker } from './asker';
import { compact, compactionIsDue } from './compaction';
import { DocumentState } from './document-state';
import { Notices } from './notices';
import { Outbox } from './outbox';
import type { DurableTimer, EnginePorts, SoonTimer } from './ports';
import { PresenceBoard } from './presence-board';
import { PresenceIntake } from './presence-intake';
import { Receipts } from './receipts';
import { Replicas } from './replicas';
import { Session, type SessionFacts } from './session';
import { Sessions } from './sessions';
import type { LogRow } from './storage';
import { Tickets } from './tickets';
import { decodeStateVectorStrictly } from './update-decoding';
import { Writer } from './writer';

/**
 * A live document: connections in, frames in, timers in; everything else goes out through the ports. Synchronous: each
 * call leaves a consistent document behind.
 */
export class DocumentEngine {
  readonly state: DocumentState;
  readonly sessions: Sessions;
  readonly presence: PresenceBoard;
  readonly writer: Writer;
  readonly outbox: Outbox;
  readonly tickets: Tickets;
  readonly notices: Notices;
  readonly #presenceIntake: PresenceIntake;
  readonly #admission: Admission;
  readonly #asker: Asker;
  readonly #replicas: Replicas;

  constructor(private readonly ports: EnginePorts) {
    this.state = new DocumentState(ports.storage, ports.schema, ports.chance);
    this.sessions = new Sessions(ports, this.state, (session, close) => this.presence.leave(session, close !== closes.silent));
    this.#replicas = new Replicas(ports.storage, this.state);
    this.presence = new PresenceBoard(ports, this.sessions);
    this.#presenceIntake = new PresenceIntake(ports, this.sessions, this.#replicas, this.presence);
    this.outbox = new Outbox(ports, this.state);
    this.tickets = new Tickets(ports, this.state);
    this.notices = new Notices(ports, this.state, this.sessions);
    this.#asker = new Asker(ports, this.state, this.sessions);
    const receipts = new Receipts(this.state, this.sessions, this.#asker);
    this.writer = new Writer(ports, this.state, this.sessions, this.#replicas, this.#asker, receipts, this.#stored, this.recover);
    this.#admission = new Admission(ports, this.state, this.sessions, this.outbox, this.tickets);
  }

  /** Takes the sockets back that are open after hibernation (C7). */
  restore(facts: readonly SessionFacts[]): void {
    const nowMs = this.ports.nowMs();
    for (const fact of facts) this.sessions.add(new Session(fact, nowMs));
    for (const session of this.sessions.all()) this.presence.restore(session);
    if (this.state.meta() !== null) {
      this.presence.restoreAbsences();
      this.outbox.resume();
    }
    this.#closeSilent();
  }

  /** Takes a session back whose socket was closed during hibernation; {@link disconnect} follows. */
  adopt(facts: SessionFacts): void {
    const session = new Session(facts, this.ports.nowMs());
    this.sessions.add(session);
    this.presence.restore(session);
  }

  /** Whom an upgrade speaks for, null for nobody yet; or the close it is answered with. Spends its ticket. */
  identify(upgrade: Pick<Upgrade, 'identity' | 'ticket'>): Arrival {
    return this.#admission.identify(upgrade);
  }

  /** A socket was opened. */
  connect(facts: SessionFacts): void {
    const session = new Session(facts, this.ports.nowMs());
    this.sessions.add(session);
    const refusal = this.#admission.refusalOf(facts.identity);
    if (refusal !== null) return this.sessions.close(session, refusal);
    this.#closeSilent();
    this.#admission.begin(session);
  }

  /** A socket was closed by the client or the network. */
  disconnect(id: string, isExplicit: boolean): void {
    const session = this.sessions.get(id);
    if (session === null) return;
    this.sessions.remove(session);
    this.presence.leave(session, isExplicit);
  }

  /** A frame arrived. Text is not spoken here (F3). */
  receive(id: string, data: Uint8Array | string): void {
    const session = this.sessions.get(id);
    if (session === null) return;
    this.sessions.heard(session);
    if (typeof data === 'string') return this.sessions.close(session, closes.malformed);
    const maxBytes = data[0] === frameTypes.sync ? limits.maxSyncFrameBytes : limits.maxControlFrameBytes;
    if (data.length > maxBytes) return this.sessions.close(session, closes.tooLarge);
    if (session.verifying) return this.#admission.hold(session, data);
    try {
      this.#handle(session, decodeClientFrame(data));
    } catch (error) {
      if (!(error instanceof MalformedFrame)) throw error;
      this.sessions.close(session, closes.malformed);
    }
  }

  /** The answer to `wire.verify`. */
  verified(id: string, outcome: Outcome<Identity>): void {
    for (const frame of this.#admission.verified(id, outcome)) this.receive(id, frame);
  }

  /** A timer rang. */
  ring(timer: SoonTimer | DurableTimer): void {
    switch (timer) {
      case 'flush':
        return void this.writer.flush();
      case 'asks':
        return this.#asker.askDue();
      case 'presence':
        this.#presenceIntake.acceptDelayed();
        return this.presence.flush();
      case 'keep':
        return this.sessions.keepDirty();
      case 'authentication':
        return this.#admission.endUnauthenticated();
      case 'expiry':
        return this.#admission.endExpired();
      case 'absences':
        return this.presence.endAbsences();
      case 'compaction':
        return this.#compactWhenPossible();
      case 'projection':
        return this.outbox.ring();
      case 'notices':
        return this.notices.ring();
      case 'purge':
        return this.#purge();
    }
  }

  /** Writes a checkpoint and packs the rows it contains. */
  compact(): void {
    this.writer.flush();
    if (!compactionIsDue(this.ports.storage.log)) return;
    const { doc } = this.state.live();
    compact(this.ports.storage, doc);
    this.#replicas.forgetUnused(this.ports.nowMs(), (client) => doc.store.clients.has(client));
  }

  /**
   * The membership of some has changed: their open sockets learn it at once, or are closed (A7), and everybody else
   * learns who the members are now (A10).
   */
  membersChanged(...people: readonly string[]): void {
    const own = people.flatMap((person) => this.sessions.ofPerson(person));
    for (const session of own) {
      if (this.sessions.allows(session, 'read')) this.sessions.introduce(session);
      else this.sessions.close(session, closes.revoked);
    }
    this.sessions.tellMembers(own);
  }

  /** Closes every connection, because the document is deleted. */
  closeAll(): void {
    for (const session of this.sessions.all()) this.sessions.close(session, closes.deleted);
  }

  #handle(session: Session, frame: ClientFrame): void {
    if (frame.type === 'token') return this.#authenticate(session, frame.token);
    if (session.identity === null) return this.sessions.close(session, closes.unauthenticated);
    if (isExpired(session.identity, this.ports.nowMs())) return this.sessions.close(session, closes.expired);
    switch (frame.type) {
      case 'step1':
        return this.#answerStep1(session, frame.stateVector);
      case 'step2':
        return this.writer.receive(session, frame.update, frame.n, true);
      case 'update':
        return this.writer.receive(session, frame.update, frame.n, false);
      case 'awareness':
        return this.#presenceIntake.receive(session, frame.payload);
      case 'queryAwareness':
        if (session.presenceRate.take(this.ports.nowMs())) this.presence.sendAll(session);
        return;
    }
  }

  #authenticate(session: Session, credential: string): void {
    if (!isTicket(credential)) return this.#admission.verify(session, credential);
    this.verified(session.id, this.tickets.redeem(credential));
  }

  #answerStep1(session: Session, encoded: Uint8Array): void {
    const stateVector = decodeStateVectorStrictly(encoded);
    if (!session.syncs.take(this.ports.nowMs())) return this.sessions.close(session, closes.noProgress);
    this.writer.flush();
    const { facts } = session;
    // The question goes first: the first answer then shows what the client had before it heard from us (R4).
    if (!facts.joined) facts.seenServerClock = stateVector.get(this.state.existing().serverClient) ?? 0;
    this.#asker.ask(session);
    for (const update of this.state.updatesFor(stateVector, encoded)) this.sessions.send(session, { type: 'update', update });
    this.sessions.send(session, { type: 'step2', update: emptyUpdate });
    this.sessions.join(session);
    this.presence.sendAll(session);
  }

  #closeSilent(): void {
    for (const session of this.sessions.silent()) this.sessions.close(session, closes.silent);
  }

  readonly #stored = (rows: readonly LogRow[]): void => {
    const touched = rows.flatMap((row) => row.touched);
    this.outbox.edited(touched);
    this.notices.edited(rows);
    if (compactionIsDue(this.ports.storage.log)) this.ports.timers.at('compaction', this.ports.nowMs());
  };

  /** The log could not be written: nothing in memory counts any more (W4). */
  readonly recover = (): void => {
    this.state.reset();
    this.#replicas.reset();
    this.writer.clear();
    this.presence.clear();
    this.outbox.reset();
    this.notices.reset();
    for (const session of this.sessions.all()) this.sessions.close(session, closes.recovering);
  };

  /** A checkpoint is a convenience: when it cannot be written, the rows are still there, and the next edit tries again. */
  #compactWhenPossible(): void {
    try {
      this.compact();
    } catch (error) {
      this.ports.report('compaction failed', error);
    }
  }

  #purge(): void {
    const meta = this.state.meta();
    if (meta === null || meta.deletedAtMs === null) return;
    this.ports.storage.transact(() => {
      this.ports.storage.meta.purge();
      this.outbox.want();
    });
    this.state.reset();
  }
}

/** An update with no structs and no deletes. */
const emptyUpdate = new Uint8Array([0, 0]);
