import { closes } from '../protocol/closes';
import type { Outcome } from '../protocol/codes';
import type { HubMessage } from '../protocol/hub-messages';
import type { Identity } from '../protocol/roles';
import type {
  Acceptance,
  EventQuery,
  Hearing,
  HubUpgrade,
  NewEvent,
  NewNotification,
  PollClient,
  PollPage,
  ProviderReport,
  RoomPart,
} from './api';
import type { SendOutcome } from './channels/channel';
import type { CarriedAnswer } from './hub/carried-messages';
import { Hub, type HubArrival } from './hub/hub';
import type { HubCalls } from './hub/hub-calls';
import { HubDesk } from './hub/hub-desk';
import type { HubSessionFacts } from './hub/hub-session';
import { refusedTicket } from './hub/hub-tickets';
import { InboxTables } from './inbox-tables';
import type { NotificationCalls } from './notifications/notification-calls';
import { Notifications } from './notifications/notifications';
import type { ActionCall, Answers, InboxPorts, InboxTimer } from './ports';
import type { RoomAnswer } from './rooms/room-api';

/**
 * A person's inbox: the hub and the notifications over one storage. Synchronous: each call is one step that leaves a
 * consistent inbox behind and sends at its end what it appended.
 */
export class InboxEngine implements Answers {
  readonly #tables: InboxTables;
  readonly #hub: Hub;
  readonly #notifications: Notifications;

  /**
   * @param open the connections that are open: the inbox was asleep.
   * @param slept the connections that were open when it fell asleep.
   */
  constructor(
    private readonly ports: InboxPorts,
    open: readonly HubSessionFacts[],
    slept = open,
  ) {
    this.#tables = new InboxTables(ports.sql);
    this.#hub = new Hub(ports, () => this.#notifications);
    this.#notifications = new Notifications(ports, this.#hub);
    if (!this.#tables.exist()) return;
    this.#tables.upgrade();
    this.#hub.wake(open, slept);
  }

  /** Whom an upgrade speaks for, or the close it is answered with. Spends its ticket. */
  identify(upgrade: HubUpgrade): ReturnType<Hub['identify']> {
    if (upgrade.identity?.id === this.ports.person) this.#create();
    // Where nobody ever was, nobody was given a ticket.
    return this.#hub.identify(this.#tables.exist() ? upgrade : { ...upgrade, ticket: null });
  }

  /** A connection was opened. */
  connect(facts: HubSessionFacts, arrival: HubArrival): void {
    this.#step(() => this.#hub.connect(facts, arrival));
  }

  /** Takes a connection back whose socket was closed while the inbox slept; {@link disconnect} follows. */
  adopt(facts: HubSessionFacts): void {
    this.#hub.adopt(facts);
  }

  /** A connection was closed by the client or the network. */
  disconnect(session: string): void {
    this.#step(() => this.#hub.disconnect(session));
  }

  /** A text frame arrived. */
  receive(session: string, text: string): void {
    this.#step(() => this.#hub.receive(session, text));
  }

  /** A frame arrived that is no text, which the hub does not speak. */
  receiveBinary(session: string): void {
    this.#step(() => this.#hub.refuse(session, closes.malformed));
  }

  /** Ids of the open connections. */
  sessions(): string[] {
    return this.#hub.sessions.all().map(({ id }) => id);
  }

  /** What a client that polls has missed; `waited`: its session, when it came a while ago and looks again. */
  poll(caller: Identity, query: EventQuery, client: PollClient, waited: string | null = null): Outcome<PollPage> {
    return this.#as(caller, () => {
      if (this.#hub.isPollEnded(client)) return { ok: false, refusal: { code: 'session-ended' } };
      const clientId = waited ?? this.#hub.polled(query.cursor, client, caller);
      return { ok: true, value: { ...this.#hub.log.page(query), clientId, rooms: this.#hub.roomsOf(clientId) } };
    });
  }

  /** A message came over HTTP for one of the caller's connections. Not refused, it is answered once, now or later. */
  carry(caller: Identity, message: HubMessage, answered: CarriedAnswer): Outcome<null> {
    return this.#as(caller, () => {
      this.#hub.carry(message, caller, answered);
      return { ok: true, value: null };
    });
  }

  /** Carries out a call of the person about their stream and their sessions. */
  hub<M extends keyof HubCalls>(caller: Identity, method: M, parameters: Parameters<HubCalls[M]>): Outcome<unknown> {
    return this.#as(caller, () => call(new HubDesk(this.#hub, caller), method, parameters));
  }

  /** Carries out a call of the person about their notifications. */
  notifications<M extends keyof NotificationCalls>(
    caller: Identity,
    method: M,
    parameters: Parameters<NotificationCalls[M]>,
  ): Outcome<unknown> {
    return this.#as(caller, () => call(this.#notifications.calls, method, parameters));
  }

  /** Spends a ticket of this inbox: whom it speaks for. Where nobody ever was, nobody was given one. */
  redeemTicket(ticket: string): Outcome<Identity> {
    return this.#tables.exist() ? this.#hub.tickets.redeem(ticket) : refusedTicket;
  }

  /** Takes notifications for the person. */
  accept(notifications: readonly NewNotification[]): Outcome<readonly Acceptance[]> {
    this.#create();
    return this.#step(() => this.#notifications.accept(notifications));
  }

  /** Takes events for the person's stream. */
  publish(events: readonly NewEvent[]): Outcome<null> {
    this.#create();
    this.#step(() => this.#hub.publish(events));
    return { ok: true, value: null };
  }

  /** Takes what happened in a room. */
  hear(part: RoomPart): Outcome<Hearing> {
    // Who was never here is in no room.
    if (!this.#tables.exist()) return { ok: true, value: { at: null } };
    return this.#step(() => ({ ok: true, value: { at: this.#hub.hear(part) } }));
  }

  /** What a provider says became of a delivery. */
  providerReported(report: ProviderReport): Outcome<null> {
    // Nothing was ever sent from an inbox that was never used.
    if (!this.#tables.exist()) return { ok: false, refusal: { code: 'not-found' } };
    return this.#step(() => this.#notifications.providerReported(report));
  }

  verified(session: string, messageId: string, outcome: Outcome<Identity>): void {
    this.#step(() => this.#hub.verified(session, messageId, outcome));
  }

  roomAnswered(answer: RoomAnswer): void {
    this.#step(() => this.#hub.roomAnswered(answer));
  }

  sent(deliveryId: string, outcome: SendOutcome): void {
    this.#step(() => this.#notifications.sent(deliveryId, outcome));
  }

  actionAnswered(action: ActionCall, outcome: Outcome<null>): void {
    this.#step(() => this.#notifications.actionAnswered(action, outcome));
  }

  /** A timer rang. */
  ring(timer: InboxTimer): void {
    this.#step(() => {
      if (timer === 'expiry' || timer === 'rooms' || timer === 'tidy' || timer === 'tail') this.#hub.ring(timer);
      if (timer === 'deliveries' || timer === 'schedule' || timer === 'tidy') this.#notifications.ring(timer);
    });
  }

  /** An inbox is its person's alone. Theirs exists from the first time they come. */
  #as<T>(caller: Identity, work: () => Outcome<T>): Outcome<T> {
    if (caller.id !== this.ports.person) return { ok: false, refusal: { code: 'forbidden' } };
    this.#create();
    return this.#step(work);
  }

  #step<T>(work: () => T): T {
    const result = work();
    if (this.#tables.exist()) this.#hub.settle();
    return result;
  }

  #create(): void {
    if (this.#tables.exist()) return;
    this.ports.sql.transact(() => {
      this.#tables.create();
      this.#hub.log.begin();
    });
    this.#hub.wake([], []);
  }
}

/** Calls a method by its name. Names come from our own routes only, over RPC. */
function call<Calls extends object, M extends keyof Calls>(
  calls: Calls,
  method: M,
  parameters: readonly unknown[],
): Outcome<unknown> {
  const work = calls[method] as (...parameters: readonly unknown[]) => Outcome<unknown>;
  return work.apply(calls, [...parameters]);
}
