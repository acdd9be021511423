import { type Close, closeOfToken, closes } from '../../protocol/closes';
import type { Outcome } from '../../protocol/codes';
import type { HubMessage, HubReplies, HubReplyType } from '../../protocol/hub-messages';
import { hubLimits as limits } from '../../protocol/limits';
import type { Identity } from '../../protocol/roles';
import { isTicket } from '../../protocol/secrets';
import type { HubClient, HubUpgrade, NewEvent, PollClient, RoomPart } from '../api';
import type { InboxPorts, Stream } from '../ports';
import type { RoomAnswer } from '../rooms/room-api';
import { type CarriedAnswer, CarriedMessages } from './carried-messages';
import { Delivery } from './delivery';
import { EventLog } from './event-log';
import { HubRequests, type NotificationsOfHub } from './hub-requests';
import { HubRooms } from './hub-rooms';
import { HubSession, type HubSessionFacts } from './hub-session';
import { HubSessions } from './hub-sessions';
import { HubTickets } from './hub-tickets';
import { RoomParts } from './room-parts';
import { SessionRecords } from './session-records';

/** Where a connection begins. */
export interface HubArrival {
  readonly cursor: string | null;
  /** Id of the message that brought the credential. */
  readonly correlationId: string | null;
}

/**
 * The hub of a person (PROTOCOL.md, Hub): connections and messages in, events out. All of it is synchronous; what was
 * appended to the stream goes out by {@link settle}, at the end of every step.
 */
export class Hub implements Stream {
  readonly log: EventLog;
  readonly tickets: HubTickets;
  readonly sessions: HubSessions;
  readonly carried: CarriedMessages;
  readonly #records: SessionRecords;
  readonly #rooms: HubRooms;
  readonly #parts: RoomParts;
  readonly #requests: HubRequests;
  readonly #delivery: Delivery;
  /** What the notifications know the person to do. */
  #presence: ReturnType<Stream['presence']> = 'away';

  constructor(
    private readonly ports: InboxPorts,
    private readonly notifications: () => NotificationsOfHub,
  ) {
    this.log = new EventLog(ports);
    this.tickets = new HubTickets(ports);
    this.#records = new SessionRecords(ports);
    this.#rooms = new HubRooms(ports, this.#records);
    this.sessions = new HubSessions(ports, this.#records, this.#rooms);
    this.#parts = new RoomParts(ports, this.log, this.#rooms, this.sessions);
    this.#delivery = new Delivery(ports, this.log, this.sessions, this.#rooms, () => notifications().unreadCount());
    this.carried = new CarriedMessages(ports);
    this.#requests = new HubRequests(ports, this, this.sessions, this.#rooms, this.#parts, notifications);
  }

  /**
   * The inbox is awake, with the connections that are open. To be called when its tables are there.
   * @param slept those that were open when it fell asleep.
   */
  wake(facts: readonly HubSessionFacts[], slept: readonly HubSessionFacts[]): void {
    this.#parts.wake(slept);
    this.#delivery.begin();
    this.sessions.restore(facts.map((fact) => new HubSession(fact, this.ports.nowMs())));
    this.#presence = this.presence();
  }

  /** Whom an upgrade speaks for, or the close it is answered with. Spends its ticket. */
  identify({
    identity,
    ticket,
  }: Pick<HubUpgrade, 'identity' | 'ticket'>): { ok: true; identity: Identity } | { ok: false; close: Close } {
    const found = ticket === null ? identity : this.#redeemed(ticket);
    if (found === null || found.id !== this.ports.person || isExpired(found, this.ports.nowMs())) {
      return { ok: false, close: closes.unauthenticated };
    }
    if (!this.ports.allows(found, 'read-inbox')) return { ok: false, close: closes.outOfScope };
    return { ok: true, identity: found };
  }

  /** A connection was opened: it is told who it is, then what it missed, then what happens (U4). */
  connect(facts: HubSessionFacts, { cursor, correlationId }: HubArrival): void {
    const session = new HubSession(facts, this.ports.nowMs());
    const head = this.log.head();
    if (cursor !== null) this.acknowledged(cursor);
    session.facts.ackedOffset = head;
    this.#parts.welcome(session);
    this.sessions.begin(session);
    this.sessions.keep(session);
    this.#rooms.takeOver(session.id, session.facts.deviceId, session.identity);
    this.#delivery.welcome(session, cursor, correlationId);
  }

  /** Takes a session back whose socket was closed during hibernation; {@link disconnect} follows. */
  adopt(facts: HubSessionFacts): void {
    this.sessions.adopt(new HubSession(facts, this.ports.nowMs()));
  }

  /** A connection was closed by the client or the network. */
  disconnect(id: string): void {
    const session = this.sessions.get(id);
    if (session !== null) this.sessions.end(session);
  }

  /** A text frame arrived. */
  receive(id: string, text: string): void {
    const session = this.sessions.get(id);
    if (session === null) return;
    this.sessions.heard(session);
    if (isExpired(session.identity, this.ports.nowMs())) return this.sessions.close(session, closes.expired);
    this.#requests.receive(session, text);
  }

  /** Closes a connection that broke a rule. */
  refuse(id: string, close: Close): void {
    const session = this.sessions.get(id);
    if (session !== null) this.sessions.close(session, close);
  }

  /** A client that polls came by. Answers the id of its session. */
  polled(cursor: string | null, client: PollClient, identity: Identity): string {
    if (cursor !== null) this.acknowledged(cursor);
    const { id, isNew } = this.#records.polled(client);
    if (isNew) this.#rooms.takeOver(id, client.deviceId, null);
    else this.#rooms.renew(id, identity);
    this.#watchPoll(id);
    return id;
  }

  /** The rooms of a session. */
  roomsOf(session: string): string[] {
    return this.#rooms.of(session);
  }

  /** A message came over HTTP for a connection that cannot carry it (U18). */
  carry(message: HubMessage, speaker: Identity, answered: CarriedAnswer): void {
    const session = this.sessions.spokenFor(message.metadata.client_id ?? '', speaker);
    if (session === null) return answered({ ok: false, refusal: noConnection });
    this.carried.begin(message.id, session, answered);
    this.#requests.carry(session, message);
    if (session.facts.transport === 'poll') this.#watchPoll(session.id);
  }

  /** Whether the person has just ended what this client polls by (U13). */
  isPollEnded(client: HubClient): boolean {
    return this.#records.isPollEnded(client);
  }

  /** Takes events of documents. */
  publish(events: readonly NewEvent[]): void {
    this.ports.sql.transact(() => {
      this.append(events);
      for (const event of events) if (isEndOfTrip(event)) this.#rooms.forget(`trip:${event.data.id}`);
    });
  }

  /** Takes a part of what happened in a room. Answers where it would have to begin; null when it is done with. */
  hear(part: RoomPart): string | null {
    return this.#parts.hear(part);
  }

  append(events: readonly NewEvent[]): void {
    this.#parts.append(events);
  }

  tell<T extends 'inbox:state'>(type: T, data: HubReplies[T], except: string | null): void {
    for (const session of this.sessions.all()) if (session.id !== except) this.reply(session, type, data, null);
  }

  tellOne<T extends 'inbox:state'>(session: string, type: T, data: HubReplies[T], correlationId: string): void {
    const one = this.sessions.get(session);
    if (one !== null) this.reply(one, type, data, correlationId);
  }

  presence(): 'active' | 'idle' | 'away' {
    return this.sessions.presence();
  }

  reply<T extends HubReplyType>(session: HubSession, type: T, data: HubReplies[T], correlationId: string | null): void {
    if (this.carried.take(type, data, correlationId)) return;
    this.#delivery.reply(session, type, data, correlationId);
  }

  /** A client has everything up to a cursor; one that is not of this stream says nothing. */
  acknowledged(cursor: string): number | null {
    const offset = this.log.offsetOf(cursor);
    if (offset === null) return null;
    this.ports.sql.transact(() => {
      const arrived = this.log.seenUpTo(offset, 'notification:new');
      const ids = arrived.flatMap((event) => (event.type === 'notification:new' ? [event.data.notification.id] : []));
      if (ids.length > 0) this.notifications().seen(ids);
    });
    return offset;
  }

  /** The answer to `wire.verify`. */
  verified(id: string, messageId: string, outcome: Outcome<Identity>): void {
    const session = this.sessions.get(id);
    if (session === null) return;
    if (!outcome.ok) return this.sessions.close(session, closeOfToken(outcome.refusal));
    if (outcome.value.id !== this.ports.person) return this.sessions.close(session, closes.unauthenticated);
    if (!this.ports.allows(outcome.value, 'read-inbox')) return this.sessions.close(session, closes.outOfScope);
    session.facts.identity = outcome.value;
    session.facts.warned = false;
    this.sessions.keep(session);
    this.sessions.watchExpiry(session);
    this.#delivery.introduce(session, messageId);
    this.#requests.acknowledge(session, messageId, null);
  }

  roomAnswered(answer: RoomAnswer): void {
    this.#requests.roomAnswered(answer);
  }

  ring(timer: 'expiry' | 'rooms' | 'tidy' | 'tail'): void {
    if (timer === 'tail') return this.#parts.ring();
    if (timer === 'rooms') return this.#keepRooms();
    if (timer === 'expiry') return this.#keepTokens();
    this.log.trim();
    const nextMs = this.log.trimAtMs();
    if (nextMs !== null) this.ports.timers.at('tidy', nextMs);
  }

  /** Nobody tells when somebody does not poll any more. */
  #watchPoll(session: string): void {
    this.#rooms.watch(session, limits.deadConnectionMs + limits.roomGraceMs);
  }

  #keepTokens(): void {
    for (const { session, expiresAt } of this.sessions.checkExpiry()) {
      this.reply(session, 'auth:expiring', { expires_at: expiresAt }, null);
    }
  }

  #keepRooms(): void {
    for (const session of this.sessions.all()) this.#rooms.renew(session.id, session.identity);
    this.#rooms.ring();
  }

  /** The end of a step: sends what was appended to every open connection, in order (U5). */
  settle(): void {
    const presence = this.presence();
    if (presence !== this.#presence) {
      this.#presence = presence;
      this.notifications().presenceChanged();
    }
    this.#delivery.broadcast();
    this.#parts.settle();
  }

  #redeemed(ticket: string): Identity | null {
    const outcome = isTicket(ticket) ? this.tickets.redeem(ticket) : null;
    return outcome?.ok ? outcome.value : null;
  }
}

const noConnection = { code: 'session-ended', detail: 'No connection of yours that is open has this `client_id`.' } as const;

/** Whether a token's time is over. */
export function isExpired({ expiresAtMs }: Identity, nowMs: number): boolean {
  return expiresAtMs !== null && expiresAtMs <= nowMs;
}

/** Whether a trip is gone, for this person at least: what let its room in let it go at the same time (G9). */
function isEndOfTrip(event: NewEvent): event is Extract<NewEvent, { type: 'entity-updated' }> {
  return event.type === 'entity-updated' && event.data.entity_type === 'trip' && event.data.deleted === true;
}
