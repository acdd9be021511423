import { type Close, closes } from '../protocol/closes';
import type { Outcome } from '../protocol/codes';
import { frameTypes } from '../protocol/frames';
import { documentLimits as limits, operationLimits } from '../protocol/limits';
import { type Identity, isAtLeast } from '../protocol/roles';
import { isTicket } from '../protocol/secrets';
import { Admission, type Arrival } from './admission';
import type { Upgrade } from './api';
import { Asker } from './asker';
import { CalendarEvents } from './calendar-events';
import { CalendarGrid } from './calendar-grid';
import { Compactor } from './compaction';
import { DocumentState } from './document-state';
import { EventRoll } from './event-roll';
import { FrameDesk } from './frame-desk';
import { DocumentHistory, type StepRequest } from './history/document-history';
import { Locks } from './locks/locks';
import { Notices } from './notices';
import { OperationLanguage } from './operation-sessions/operation-language';
import { Conflicts } from './operations/conflicts';
import { DocumentOperations } from './operations/document-operations';
import { GivenAnswers } from './operations/given-answers';
import { RecentRows } from './operations/recent-rows';
import { Outbox } from './outbox';
import type { DurableTimer, EnginePorts, SoonTimer } from './ports';
import { PresenceBoard, type PresenceEntry } from './presence-board';
import { PresenceIntake } from './presence-intake';
import { Receipts } from './receipts';
import { Reminders } from './reminders';
import { Replicas } from './replicas';
import { type Language, restoredFacts, Session, type SessionFacts } from './session';
import { Sessions } from './sessions';
import type { LogRow } from './storage';
import { Tickets } from './tickets';
import { Writer } from './writer';
import type { StoredRow } from './writes';

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
  readonly reminders: Reminders;
  readonly roll: EventRoll;
  readonly calendarEvents: CalendarEvents;
  readonly grid: CalendarGrid;
  readonly operations: DocumentOperations;
  readonly history: DocumentHistory;
  readonly conflicts: Conflicts;
  readonly locks: Locks;
  /** The side of sessions that speak JSON operations. */
  readonly language: OperationLanguage;
  /** The side of sessions that speak Yjs. */
  readonly #frames: FrameDesk;
  readonly #presenceIntake: PresenceIntake;
  readonly #admission: Admission;
  readonly #asker: Asker;
  readonly #replicas: Replicas;
  readonly #recent: RecentRows;
  readonly #compactor: Compactor;

  constructor(private readonly ports: EnginePorts) {
    this.state = new DocumentState(ports.storage, ports.schema, ports.chance);
    this.sessions = new Sessions(ports, this.state, this.#closed, this.#introduced, this.#firstSubscribed);
    this.#replicas = new Replicas(ports.storage, this.state, (client) => this.presence.entry(client) !== null);
    this.#recent = new RecentRows(ports.storage.log);
    this.presence = new PresenceBoard(ports, this.sessions, this.#presenceChanged);
    this.locks = new Locks(ports, this.sessions, this.#locksChanged);
    this.#presenceIntake = new PresenceIntake(ports, this.sessions, this.#replicas, this.presence);
    this.outbox = new Outbox(ports, this.state);
    this.tickets = new Tickets(ports, this.state);
    this.notices = new Notices(ports, this.state, this.sessions);
    this.reminders = new Reminders(ports, this.state, this.notices);
    this.roll = new EventRoll(ports, this.state);
    this.calendarEvents = new CalendarEvents(ports, this.state);
    this.#asker = new Asker(ports, this.state, this.sessions);
    const receipts = new Receipts(this.state, this.sessions, this.#asker);
    this.writer = new Writer(
      ports,
      this.state,
      this.sessions,
      this.#replicas,
      this.#asker,
      receipts,
      this.locks,
      this.#stored,
      this.#sent,
      this.recover,
    );
    this.#compactor = new Compactor(ports, this.state, this.#replicas, this.writer, this.sessions);
    this.conflicts = new Conflicts(ports, this.state, this.#recent, (conflict) => this.language.tellConflict(conflict));
    const answers = new GivenAnswers(ports.storage, ports.nowMs);
    const before = [ports, this.state, this.sessions, this.#replicas, this.writer] as const;
    this.operations = new DocumentOperations(...before, this.#recent, answers);
    this.history = new DocumentHistory(...before, answers);
    this.#admission = new Admission(ports, this.state, this.sessions, this.outbox, this.tickets);
    const authenticate = (session: Session, credential: string) => this.#authenticate(session, credential);
    const calls = {
      authenticate,
      flush: () => void this.writer.flush(),
      step: (author: Identity, request: StepRequest) => this.history.step(author, request),
    };
    const { state, sessions, presence: board, operations, locks } = this;
    const parts = { state, sessions, replicas: this.#replicas, board, operations, locks };
    this.language = new OperationLanguage(ports, calls, parts);
    this.#frames = new FrameDesk(ports, state, sessions, this.writer, board, this.#presenceIntake, this.#asker, authenticate);
    this.grid = new CalendarGrid(this.sessions, this.language);
  }

  /** Takes the sockets back that are open after hibernation (C7). */
  restore(facts: readonly SessionFacts[]): void {
    const nowMs = this.ports.nowMs();
    for (const fact of facts) this.sessions.add(new Session(restoredFacts(fact), nowMs));
    for (const session of this.sessions.all()) this.presence.restore(session);
    if (this.state.meta() !== null) {
      this.presence.restoreAbsences();
      this.#replicas.forgetUnused(nowMs);
      this.outbox.resume();
    }
    if (this.sessions.hasSubscribers) this.language.restored();
    this.#closeSilent();
  }

  /** Takes a session back whose socket was closed during hibernation; {@link disconnect} follows. */
  adopt(facts: SessionFacts): void {
    const session = new Session(restoredFacts(facts), this.ports.nowMs());
    this.sessions.add(session);
    this.presence.restore(session);
    if (this.sessions.hasSubscribers) this.language.restored();
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
    this.#hideInvisible(session);
  }

  /** A socket was closed by the client or the network. */
  disconnect(id: string, isExplicit: boolean): void {
    const session = this.sessions.get(id);
    if (session === null) return;
    this.language.lost(session);
    this.sessions.remove(session);
    this.presence.leave(session, isExplicit);
    this.#locksLeft(session);
    this.#compactor.left();
  }

  /** A frame arrived: binary of a session that speaks Yjs, text of one that speaks JSON operations (F3). */
  receive(id: string, data: Uint8Array | string): void {
    const session = this.sessions.get(id);
    if (session === null) return;
    // Not at each frame, and still often enough on a document in which something goes on.
    if (this.sessions.heard(session)) this.#closeSilent(this.sessions.silentAgain());
    if (!this.#speaks(session, typeof data === 'string' ? 'json' : 'yjs')) return this.sessions.close(session, closes.malformed);
    if (data.length > maxLengthOf(data)) return this.sessions.close(session, closes.tooLarge);
    if (this.#admission.mustWait(session, data)) return this.#admission.hold(session, data);
    if (typeof data === 'string') return this.language.receive(session, data);
    this.#frames.receive(session, data);
  }

  /** The answer to `wire.verify`. */
  verified(id: string, outcome: Outcome<Identity>): void {
    const session = this.sessions.get(id);
    if (session === null) return;
    if (!outcome.ok) this.language.verified(session, outcome);
    const held = this.#admission.verified(id, outcome);
    this.#hideInvisible(session);
    if (outcome.ok) this.language.verified(session, outcome);
    for (const frame of held) this.receive(id, frame);
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
      case 'texts':
      case 'typing':
        return this.language.ring(timer);
      case 'compaction':
        return this.#compactor.ring();
      case 'authentication':
        return this.#admission.endUnauthenticated();
      case 'expiry':
        return this.#admission.endExpired();
      case 'absences':
        return this.presence.endAbsences();
      case 'projection':
        return this.outbox.ring();
      case 'notices':
        return this.notices.ring();
      case 'reminders':
        return this.reminders.ring();
      case 'orphans':
        return this.conflicts.ring();
      case 'rolls':
        return this.calendarEvents.ring();
      case 'locks':
        return this.locks.ring();
      case 'purge':
        return this.#purge();
    }
  }

  /**
   * The membership of some has changed: their open sockets learn it at once, or are closed (A7), and everybody else
   * learns who the members are now (A10).
   */
  membersChanged(...people: readonly string[]): void {
    const own = people.flatMap((person) => this.sessions.ofPerson(person));
    for (const session of own) {
      if (!this.sessions.allows(session, 'read')) {
        this.sessions.close(session, closes.revoked);
        continue;
      }
      this.sessions.introduce(session);
      this.language.tellRole(session);
    }
    for (const person of people) if (!isAtLeast(this.sessions.roleOf(person) ?? 'viewer', 'editor')) this.locks.drop(person);
    this.sessions.tellMembers(own);
  }

  /** Closes every connection, because the document is deleted. */
  closeAll(): void {
    this.locks.reset();
    for (const session of this.sessions.all()) this.sessions.close(session, closes.deleted);
  }

  #authenticate(session: Session, credential: string): void {
    if (!isTicket(credential)) return this.#admission.verify(session, credential);
    this.verified(session.id, this.tickets.redeem(credential));
  }

  /** Who comes back invisibly is not seen by what they showed before (A9). */
  #hideInvisible({ facts, identity }: Session): void {
    if (facts.invisible && identity !== null) this.presence.hide(identity.id);
  }

  #closeSilent(silent: readonly Session[] = this.sessions.silent()): void {
    for (const session of silent) this.sessions.close(session, closes.silent);
  }

  readonly #stored = (rows: readonly StoredRow[]): void => {
    this.#recent.stored(rows);
    for (const { author } of rows) this.state.meet(author);
    this.conflicts.found(rows);
    const touched = rows.flatMap((row) => row.touched);
    this.outbox.edited(touched);
    const formerly = this.state.roll()?.attendees;
    this.roll.edited(touched);
    this.notices.edited(rows, formerly);
    this.reminders.edited(touched);
    this.#compactor.edited();
  };

  readonly #sent = (rows: readonly LogRow[]): void => {
    const affected = this.roll.takeAffected();
    if (affected.length > 0) this.membersChanged(...affected);
    this.language.stored(rows);
    this.conflicts.tellFound();
    // What comes over HTTP is sent to dead sockets too.
    this.#closeSilent(this.sessions.silentAgain());
  };

  /** The log could not be written: nothing in memory counts any more (W4). */
  readonly recover = (): void => {
    this.writer.clear();
    this.presence.clear();
    this.outbox.reset();
    this.notices.reset();
    this.roll.reset();
    this.#recent.reset();
    this.operations.reset();
    this.conflicts.reset();
    this.locks.reset();
    this.language.clear();
    for (const session of this.sessions.all()) this.sessions.close(session, closes.recovering);
  };

  #purge(): void {
    const meta = this.state.meta();
    if (meta === null || meta.deletedAtMs === null) return;
    this.ports.storage.transact(() => {
      this.ports.storage.meta.purge();
      this.outbox.want();
    });
    this.state.reset();
    this.locks.reset();
  }

  /** Whether a session may say something in a language: that of its first frame, or of its handshake, is its language. */
  #speaks(session: Session, language: Language): boolean {
    const { facts } = session;
    if (facts.language === null) {
      facts.language = language;
      this.sessions.keep(session);
    }
    return facts.language === language;
  }

  readonly #closed = (session: Session, close: Close): void => {
    this.presence.leave(session, close !== closes.silent);
    // Who is sent away because of us comes back.
    if (close === closes.recovering) return;
    this.#locksLeft(session);
    this.#compactor.left();
  };

  /** Cursors move all the time: they are not put into the words of JSON operations for nobody. */
  readonly #presenceChanged = (entries: readonly PresenceEntry[]): void => {
    if (this.sessions.hasSubscribers) this.language.presenceChanged(entries);
  };

  /** What was last told of presence was told to nobody who is here: what is on the board now is what they are going to be told. */
  readonly #firstSubscribed = (): void => {
    this.language.clear();
    this.language.restored();
  };

  #locksLeft({ identity }: Session): void {
    if (identity !== null) this.locks.left(identity.id);
  }

  readonly #introduced = (session: Session): void => {
    if (this.locks.views().length > 0) this.#tellLocks([session]);
  };

  readonly #locksChanged = (hasEnded: boolean): void => {
    this.#tellLocks(this.sessions.all());
    this.language.tellLocks(this.locks.views());
    if (hasEnded) this.#asker.askWaiting('waitsForLock');
  };

  #tellLocks(sessions: readonly Session[]): void {
    const frame = { type: 'locks', message: { locks: this.locks.views() } } as const;
    for (const session of sessions) if (session.identity !== null) this.sessions.tell(session, frame);
  }
}

/** The longest frame of this kind: in bytes, or in characters of text (L1). */
function maxLengthOf(data: Uint8Array | string): number {
  if (typeof data === 'string') return operationLimits.maxMessageChars;
  return data[0] === frameTypes.sync ? limits.maxSyncFrameBytes : limits.maxControlFrameBytes;
}
