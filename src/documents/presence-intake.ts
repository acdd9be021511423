import { type AwarenessEntry, decodeAwareness, parseAwarenessState } from '../protocol/awareness';
import type { NoticeMessage } from '../protocol/frames';
import { documentLimits as limits } from '../protocol/limits';
import type { EnginePorts } from './ports';
import type { PresenceBoard } from './presence-board';
import { attestedState, isRecentOutgoingClock, personOf } from './presence-state';
import type { Replicas } from './replicas';
import type { Announcement, Session } from './session';
import type { Sessions } from './sessions';

/** Decides what of the awareness frames that come in is said by whom, and how often (PROTOCOL.md, Presence). */
export class PresenceIntake {
  constructor(
    private readonly ports: EnginePorts,
    private readonly sessions: Sessions,
    private readonly replicas: Replicas,
    private readonly board: PresenceBoard,
  ) {}

  /** Takes an awareness frame of a session. @throws MalformedFrame */
  receive(session: Session, payload: Uint8Array): void {
    const entries = decodeAwareness(payload);
    if (session.facts.invisible || !this.sessions.allows(session, 'share-presence')) return this.board.keepUp(session);
    const own = this.#ownEntry(session, entries);
    if (own === null) return;
    if (own.stateBytes.length > limits.maxPresenceStateBytes) return this.#refuse(session, 'too-large');
    const state = parseAwarenessState(own.stateBytes);
    const attested = state === null ? null : attestedState(session.identity, state);
    // Written anew, `1e20` is longer than it was.
    if (attested !== null && attested.length > 2 * limits.maxPresenceStateBytes) return this.#refuse(session, 'too-large');
    const announcement = { client: own.client, clock: own.clock, attested, bytes: own.stateBytes.slice() };
    if (session.presenceRate.take(this.ports.nowMs())) {
      session.delayedPresence = null;
      this.#announce(session, announcement);
      return this.board.keepUp(session);
    }
    session.delayedPresence = announcement;
    this.ports.timers.soon('presence', session.presenceRate.msUntil(1, this.ports.nowMs()));
  }

  /** Takes the states whose rate has room again. */
  acceptDelayed(): void {
    for (const session of this.sessions.all()) {
      const { delayedPresence: delayed } = session;
      if (delayed === null) continue;
      const waitMs = session.presenceRate.msUntil(1, this.ports.nowMs());
      if (waitMs > 0) {
        this.ports.timers.soon('presence', waitMs);
        continue;
      }
      session.delayedPresence = null;
      session.presenceRate.take(this.ports.nowMs());
      this.#announce(session, delayed);
    }
  }

  /** The entry of a frame that is the session's own to say, if there is one (P1, P2). */
  #ownEntry(session: Session, entries: readonly AwarenessEntry[]): AwarenessEntry | null {
    const { presence } = session.facts;
    if (presence !== null) {
      const own = entries.find(({ client }) => client === presence.client);
      const isNews = own !== undefined && own.clock > presence.clientClock && !presence.echoClocks.includes(own.clock);
      return isNews ? own : null;
    }
    const [only] = entries;
    return only === undefined || entries.length > 1 || this.#isEcho(only) ? null : only;
  }

  /** Whether an entry has a clock that we gave somebody who is here: a stock client sends back what it was sent. */
  #isEcho({ client, clock }: AwarenessEntry): boolean {
    const entry = this.board.entry(client);
    return entry !== null && entry.session !== null && isRecentOutgoingClock(clock, entry.clock);
  }

  #announce(session: Session, announcement: Announcement): void {
    const isFirst = announcement.attested !== null && session.facts.presence === null;
    if (isFirst && !this.#claim(session, announcement.client)) return this.#refuse(session, 'client-id-taken');
    this.board.announce(session, announcement);
  }

  /** Makes an id the session's own (P1). False when it is somebody else's. */
  #claim(session: Session, client: number): boolean {
    const person = personOf(session);
    if (!this.replicas.announce(client, person, this.ports.nowMs())) return false;
    for (const other of this.sessions.ofPerson(person)) {
      const isItsOwn = other.facts.presence?.client === client || other.delayedPresence?.client === client;
      if (other === session || !isItsOwn) continue;
      other.facts.presence = null;
      other.delayedPresence = null;
      this.sessions.keep(other);
    }
    this.board.endAbsence(client);
    return true;
  }

  #refuse(session: Session, reason: NonNullable<NoticeMessage['reason']>): void {
    this.sessions.tell(session, { type: 'notice', message: { code: 'presence-refused', reason } });
  }
}
