import { parseAwarenessState } from '../../protocol/awareness';
import { operationLimits as limits } from '../../protocol/limits';
import type { OperationPresence, OperationRequests } from '../../protocol/operations';
import type { EnginePorts } from '../ports';
import type { PresenceBoard, PresenceEntry } from '../presence-board';
import { attestedState, personOf } from '../presence-state';
import type { Replicas } from '../replicas';
import type { Announcement, Session } from '../session';
import type { Sessions } from '../sessions';
import { clientIdOf, type Messages } from './messages';
import { type FieldCursor, presenceOf, type Shown, shownIn, stateOf } from './presence-shape';

/** What a JSON session has said of itself, and when it was told that it types, or does not. */
interface Said {
  cursor: FieldCursor | null;
  /** Until when it types; 0 for not at all. */
  typingUntilMs: number;
  toldTyping: boolean;
  toldTypingAtMs: number;
}

/**
 * The presence of sessions that speak JSON operations (PROTOCOL.md O15, O16). They stand on the same board as everybody
 * else, each under a client id that the server makes, so that each kind of client sees the other.
 */
export class OperationPresenceDesk {
  readonly #said = new WeakMap<Session, Said>();
  /** What subscribers know of each client id: who is not among them joins. */
  readonly #known = new Map<number, { readonly clientId: string; readonly told: string }>();

  constructor(
    private readonly ports: Pick<EnginePorts, 'timers' | 'nowMs' | 'chance'>,
    private readonly sessions: Sessions,
    private readonly replicas: Replicas,
    private readonly board: PresenceBoard,
    private readonly messages: Messages,
  ) {}

  /** A session has subscribed: it is told who is here, and the others that it is. */
  appear(session: Session): void {
    this.board.flush();
    const others = this.board.entries().filter((entry) => entry.session !== session.id);
    this.messages.send(session, 'PRESENCE_STATE', { presences: others.map((entry) => this.#presence(entry)) });
    this.#announce(session, this.#saidOf(session));
  }

  /** A session has unsubscribed. */
  disappear(session: Session): void {
    this.board.leave(session, true);
    session.facts.presence = null;
    session.delayedPresence = null;
    this.#said.delete(session);
    this.sessions.keep(session);
  }

  /** PRESENCE_UPDATE: what is absent stays as it is. */
  update(session: Session, { cursor, is_typing }: OperationRequests['PRESENCE_UPDATE']): void {
    if (!session.facts.joined) return;
    const said = this.#saidOf(session);
    if (cursor !== undefined) said.cursor = cursor;
    if (is_typing !== undefined) said.typingUntilMs = is_typing ? this.ports.nowMs() + limits.typingEndsMs : 0;
    this.#announce(session, said);
  }

  /** A connection is gone: it does not type any more. To be called before it leaves the board. */
  lost(session: Session): void {
    const said = this.#said.get(session);
    if (said?.toldTyping !== true) return;
    said.typingUntilMs = 0;
    said.toldTypingAtMs = Number.NEGATIVE_INFINITY;
    this.#announce(session, said);
    this.board.flush();
  }

  /** Ends the typing of those who have not said anything for a while, and tells what had to wait. */
  ring(): void {
    for (const session of this.sessions.subscribers()) {
      const said = this.#said.get(session);
      if (said !== undefined && said.toldTyping !== this.#types(said)) this.#announce(session, said);
      else if (said?.toldTyping === true) this.ports.timers.soon('typing', limits.typingEveryMs);
    }
  }

  /** Something on the board is other than it was. */
  changed(entries: readonly PresenceEntry[]): void {
    for (const entry of entries) {
      const known = this.#known.get(entry.client);
      const audience = this.sessions.subscribers().filter(({ id }) => id !== entry.session);
      if (entry.state === null) {
        this.#known.delete(entry.client);
        if (known === undefined) continue;
        this.messages.sendAll(audience, 'PRESENCE_LEAVE', { user_id: entry.person, client_id: known.clientId });
      } else {
        const presence = this.#presence(entry);
        const told = this.#remember(entry, presence);
        if (told === known?.told) continue;
        this.messages.sendAll(audience, known === undefined ? 'PRESENCE_JOIN' : 'PRESENCE_UPDATE', presence);
      }
    }
  }

  /** After a wake: who is on the board already, subscribers have been told of. */
  restored(): void {
    for (const entry of this.board.entries()) this.#remember(entry, this.#presence(entry));
  }

  clear(): void {
    this.#known.clear();
  }

  #announce(session: Session, said: Said): void {
    if (session.facts.invisible || !this.sessions.allows(session, 'share-presence')) return;
    const nowMs = this.ports.nowMs();
    const isTyping = this.#types(said);
    if (isTyping !== said.toldTyping) {
      const mayTellAtMs = said.toldTypingAtMs + limits.typingEveryMs;
      if (nowMs >= mayTellAtMs) Object.assign(said, { toldTyping: isTyping, toldTypingAtMs: nowMs });
    }
    if (said.toldTyping || isTyping) this.ports.timers.soon('typing', limits.typingEveryMs);
    this.#show(session, { cursor: said.cursor, isTyping: said.toldTyping });
  }

  #show(session: Session, shown: Shown): void {
    const client = session.facts.presence?.client ?? session.delayedPresence?.client ?? this.#claim(session);
    const state = stateOf(clientIdOf(session), shown);
    const bytes = new TextEncoder().encode(JSON.stringify(state));
    const announcement: Announcement = { client, clock: 0, attested: attestedState(session.identity, state), bytes };
    if (session.presenceRate.take(this.ports.nowMs())) {
      session.delayedPresence = null;
      return this.board.announce(session, announcement);
    }
    session.delayedPresence = announcement;
    this.ports.timers.soon('presence', session.presenceRate.msUntil(1, this.ports.nowMs()));
  }

  /** The client id of a session's entry: that of the connection it had a moment ago, or a new one. */
  #claim(session: Session): number {
    const person = personOf(session);
    const name = clientIdOf(session);
    const former = this.board
      .entries()
      .find((entry) => entry.session === null && entry.person === person && this.#presence(entry).client_id === name);
    if (former !== undefined) {
      this.board.endAbsence(former.client);
      return former.client;
    }
    let client: number;
    do client = 1 + Math.floor(this.ports.chance.random() * 0xffff_fffe);
    while (this.replicas.owner(client) !== null || !this.replicas.announce(client, person, this.ports.nowMs()));
    return client;
  }

  #types({ typingUntilMs }: Said): boolean {
    return typingUntilMs > this.ports.nowMs();
  }

  /** What a session has said; after hibernation, what its attachment still says: by then nobody types. */
  #saidOf(session: Session): Said {
    let said = this.#said.get(session);
    if (said === undefined) {
      const { presence } = session.facts;
      const kept = presence === null ? null : parseAwarenessState(presence.state);
      const cursor = kept === null ? null : shownIn(kept).cursor;
      said = { cursor, typingUntilMs: 0, toldTyping: false, toldTypingAtMs: Number.NEGATIVE_INFINITY };
      this.#said.set(session, said);
    }
    return said;
  }

  #presence(entry: PresenceEntry): OperationPresence {
    const heardAtMs = entry.session === null ? 0 : (this.sessions.get(entry.session)?.facts.heardAtMs ?? 0);
    return presenceOf(entry, Math.max(entry.changedAtMs, heardAtMs));
  }

  #remember(entry: PresenceEntry, presence: OperationPresence): string {
    const told = JSON.stringify({ ...presence, last_seen: 0 });
    this.#known.set(entry.client, { clientId: presence.client_id, told });
    return told;
  }
}
