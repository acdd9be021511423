import { type Close, closes } from '../protocol/closes';
import { encodeServerFrame, type ServerFrame } from '../protocol/frames';
import { documentLimits as limits } from '../protocol/limits';
import { personColor } from '../protocol/person-colors';
import type { DocumentAction, Identity, Role } from '../protocol/roles';
import type { DocumentState } from './document-state';
import { roleByRoll } from './event-roll';
import { MemberRoll } from './member-roll';
import type { EnginePorts } from './ports';
import type { Session } from './session';

/** Facts reach the attachment at once when they decide about data; when a session merely was heard, this often. */
const heardGranularityMs = 10_000;

/** The open connections of a document: who they are, what they may do, and how to reach them. */
export class Sessions {
  readonly #byId = new Map<string, Session>();
  readonly #readers = new Set<Session>();
  readonly #subscribers = new Set<Session>();
  readonly #memberRoll: MemberRoll;
  #soughtSilentAtMs = 0;

  constructor(
    private readonly ports: Pick<EnginePorts, 'wire' | 'timers' | 'allows' | 'nowMs'>,
    private readonly state: DocumentState,
    /** Called for each session that the server closes, after it has been removed. */
    private readonly onClosed: (session: Session, close: Close) => void,
    /** Called for each session that is told who it is. */
    private readonly onIntroduced: (session: Session) => void,
    /** Called before the first session that gets what others write as JSON operations, of those that are open. */
    private readonly onFirstSubscriber: () => void,
  ) {
    this.#memberRoll = new MemberRoll(state);
  }

  add(session: Session): void {
    this.#byId.set(session.id, session);
    if (session.facts.joined) this.#audienceOf(session).add(session);
  }

  /** The session has sent SyncStep1 or SUBSCRIBE: from now on it gets what others write. */
  join(session: Session): void {
    session.facts.joined = true;
    if (session.facts.language === 'json' && !this.hasSubscribers) this.onFirstSubscriber();
    this.#audienceOf(session).add(session);
    this.keep(session);
  }

  /** The session has sent UNSUBSCRIBE. */
  unjoin(session: Session): void {
    session.facts.joined = false;
    this.#audienceOf(session).delete(session);
    this.keep(session);
  }

  get(id: string): Session | null {
    return this.#byId.get(id) ?? null;
  }

  remove(session: Session): void {
    this.#byId.delete(session.id);
    this.#audienceOf(session).delete(session);
  }

  /** Whether nobody is connected. */
  get isEmpty(): boolean {
    return this.#byId.size === 0;
  }

  all(): Session[] {
    return [...this.#byId.values()];
  }

  ofPerson(person: string): Session[] {
    return this.all().filter((session) => session.identity?.id === person);
  }

  /** Sessions that get what others write as frames. */
  readers(): Session[] {
    return [...this.#readers];
  }

  /** Sessions that get what others write as JSON operations. */
  subscribers(): Session[] {
    return [...this.#subscribers];
  }

  /** Whether anybody gets what others write as JSON operations. */
  get hasSubscribers(): boolean {
    return this.#subscribers.size > 0;
  }

  /** How many get what others write. */
  get readerCount(): number {
    return this.#readers.size + this.#subscribers.size;
  }

  allows(session: Session, action: DocumentAction): boolean {
    return session.identity !== null && this.allowsPerson(session.identity, action);
  }

  /** Asks the policy about somebody, with the role they have in this document now. */
  allowsPerson(identity: Identity, action: DocumentAction): boolean {
    return this.ports.allows(identity, this.roleOf(identity.id), action);
  }

  roleOf(person: string): Role | null {
    const own = this.state.members().get(person)?.role ?? null;
    const roll = this.state.roll();
    return roll === null ? own : roleByRoll(roll, person, own);
  }

  send(session: Session, frame: ServerFrame): void {
    this.ports.wire.send(session.id, encodeServerFrame(frame));
  }

  /** Sends a message of JSON operations, as it is on the wire. */
  sendText(session: Session, text: string): void {
    this.ports.wire.send(session.id, text);
  }

  /** Sends a frame of our own dialect; stock sessions get none (PROTOCOL.md F4). */
  tell(
    session: Session,
    frame: Extract<ServerFrame, { type: 'saved' | 'refused' | 'session' | 'notice' | 'locks' | 'conflict' }>,
  ): void {
    if (session.sdk) this.send(session, frame);
  }

  /** Tells a session who it is, what it may do, and who the members are (A6, A10). */
  introduce(session: Session): void {
    const { identity } = session;
    if (identity === null || !session.sdk) return;
    this.tell(session, {
      type: 'session',
      message: {
        session: session.id,
        person: { id: identity.id, name: identity.name, color: personColor(identity.id) },
        role: this.effectiveRole(identity),
        version: this.state.version(),
        expiresAtMs: identity.expiresAtMs,
        nowMs: this.ports.nowMs(),
      },
    });
    this.ports.wire.send(session.id, this.#memberRoll.frame());
    this.onIntroduced(session);
  }

  /** Tells every session that speaks our dialect who the members are now (A10), but for those that were told. */
  tellMembers(told: readonly Session[]): void {
    for (const session of this.all()) {
      if (session.sdk && session.identity !== null && !told.includes(session)) {
        this.ports.wire.send(session.id, this.#memberRoll.frame());
      }
    }
  }

  /** The role that what the policy allows amounts to: an admin needs no membership, and a scope may take rights away. */
  effectiveRole(identity: Identity): Role {
    if (this.allowsPerson(identity, 'manage-members')) return 'owner';
    if (this.allowsPerson(identity, 'edit')) return 'editor';
    return this.roleOf(identity.id) === 'commenter' ? 'commenter' : 'viewer';
  }

  /** Closes a session from the server's side; the socket's own close event finds it gone. */
  close(session: Session, close: Close): void {
    this.remove(session);
    this.ports.wire.close(session.id, close);
    this.onClosed(session, close);
  }

  /** Writes the facts back with the socket, now. */
  keep(session: Session): void {
    session.dirty = false;
    this.ports.wire.keep(session.facts);
  }

  /** Writes the facts back soon. */
  keepSoon(session: Session): void {
    session.dirty = true;
    this.ports.timers.soon('keep', limits.presencePersistMs);
  }

  keepDirty(): void {
    for (const session of this.#byId.values()) if (session.dirty) this.keep(session);
  }

  /** A session has said something. Answers whether that was worth noting: it had said nothing for a while. */
  heard(session: Session): boolean {
    const nowMs = this.ports.nowMs();
    if (nowMs - session.facts.heardAtMs < heardGranularityMs) return false;
    session.facts.heardAtMs = nowMs;
    this.keepSoon(session);
    return true;
  }

  /** Sessions that were silent for too long (C6). */
  silent(): Session[] {
    const nowMs = this.ports.nowMs();
    this.#soughtSilentAtMs = nowMs;
    return this.all().filter((session) => {
      const heardAtMs = Math.max(session.facts.heardAtMs, this.ports.wire.pingedAtMs(session.id) ?? 0);
      return nowMs - heardAtMs > limits.deadSocketMs;
    });
  }

  /** The same, for asking often: none when they were looked for a moment ago. */
  silentAgain(): Session[] {
    return this.ports.nowMs() - this.#soughtSilentAtMs < limits.deadSocketCheckMs ? [] : this.silent();
  }

  /** Sessions that have not sent a token yet, oldest first. */
  unauthenticated(): Session[] {
    return this.all()
      .filter((session) => session.identity === null)
      .sort((a, b) => a.facts.connectedAtMs - b.facts.connectedAtMs);
  }

  /** The sessions that have to go so that the limits hold with `joining` (C4, C5). */
  excess(joining: Session): { session: Session; close: Close }[] {
    const admitted = this.#byId.size - this.unauthenticated().length;
    if (admitted > limits.maxConnections) return [{ session: joining, close: closes.tooManyConnections }];
    const own = this.ofPerson(joining.identity?.id ?? '').sort((a, b) => a.facts.connectedAtMs - b.facts.connectedAtMs);
    return own
      .filter((session) => session !== joining)
      .slice(0, Math.max(0, own.length - limits.maxConnectionsPerPerson))
      .map((session) => ({ session, close: closes.tooManyOfPerson }));
  }

  #audienceOf(session: Session): Set<Session> {
    return session.facts.language === 'json' ? this.#subscribers : this.#readers;
  }
}
