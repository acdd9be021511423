import type { Close } from '../protocol/closes';
import type { Outcome } from '../protocol/codes';
import type { HubReplies } from '../protocol/hub-messages';
import type { Identity } from '../protocol/roles';
import type { NewEvent } from './api';
import type { OutgoingMessage, SendOutcome } from './channels/channel';
import type { HubSessionFacts } from './hub/hub-session';
import type { RoomAnswer, RoomRequest } from './rooms/room-api';
import type { Sql } from './sql';

/** The timer that only matters while the inbox is awake. */
export type InboxSoonTimer = 'tail';

/** Timers that wake the inbox. */
export const inboxDurableTimers = ['expiry', 'rooms', 'deliveries', 'schedule', 'tidy'] as const;
export type InboxDurableTimer = (typeof inboxDurableTimers)[number];

export type InboxTimer = InboxSoonTimer | InboxDurableTimer;

export interface InboxTimers {
  /** Rings after `delayMs`, unless that timer runs already. */
  soon(name: InboxSoonTimer, delayMs: number): void;
  /** Rings at a time, also over a restart. A later time never replaces an earlier one; null cancels. */
  at(name: InboxDurableTimer, atMs: number | null): void;
}

/** The connections of the hub, as its engine sees them. Calls never throw. */
export interface HubWire {
  /**
   * Sends a text frame, or a server-sent event, to one connection.
   * @param cursor where the stream is after this text; null when it holds no events.
   */
  send(session: string, text: string, cursor: string | null): void;
  close(session: string, close: Close): void;
  /** Keeps the facts with the socket, through hibernation. */
  keep(facts: HubSessionFacts): void;
  /** When the platform last answered a ping of this socket, ms since the epoch; null for never. */
  pingedAtMs(session: string): number | null;
  /** Verifies the token that a message brought, and answers by `InboxEngine.verified`. */
  verify(session: string, messageId: string, token: string): void;
  /** Wakes who waits in a long poll. */
  wakePolls(): void;
  /** Wakes the long polls of one device; null: of those that gave no id of theirs. */
  wakePollsOf(device: string | null): void;
}

/** All that an inbox needs from outside. */
export interface InboxPorts {
  /** Id of the person whose inbox it is. */
  readonly person: string;
  readonly sql: Sql;
  readonly wire: HubWire;
  readonly timers: InboxTimers;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** UUID, version 7. */
  readonly newId: () => string;
  readonly secrets: { newSecret(): string; digest(text: string): string };
  /** Ms since the epoch. */
  readonly nowMs: () => number;
  /** The policy: may this identity do this with its own inbox? */
  readonly allows: (identity: Identity, action: 'read-inbox' | 'write-inbox') => boolean;
  /** Asks a room, and answers by `InboxEngine.roomAnswered`. Access is checked on the way. */
  readonly askRoom: (request: RoomRequest) => void;
  /** Hands a message to its channel, and answers by `InboxEngine.sent`. */
  readonly send: (message: OutgoingMessage) => void;
  /** Calls the address of an action, and answers by `InboxEngine.actionAnswered`; `unavailable` when a later call may work. */
  readonly callAction: (call: ActionCall) => void;
  /** Takes an error that was handled but should be known. */
  readonly report: (event: string, error: unknown) => void;
}

/** One press of a button whose work is done by a server. */
export interface ActionCall {
  readonly notificationId: string;
  readonly actionId: string;
  readonly webhook: string;
  /** The same for every try, so that the receiver can tell a second one. */
  readonly idempotencyKey: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What the hub offers to the rest of the inbox. */
export interface Stream {
  /** Appends events. To be called in a transaction; connections get them after it. */
  append(events: readonly NewEvent[]): void;
  /** Sends a message that is no event to the person's other connections (all, when `except` is null). After the transaction. */
  tell(type: 'inbox:state', data: HubReplies['inbox:state'], except: string | null): void;
  /** Answers one connection's message. */
  tellOne(session: string, type: 'inbox:state', data: HubReplies['inbox:state'], correlationId: string): void;
  /** What the person does now: `active` in front of a page, `idle` with one open, `away` with none. */
  presence(): 'active' | 'idle' | 'away';
}

/** What came back from outside; each answers one call of a port. */
export interface Answers {
  roomAnswered(answer: RoomAnswer): void;
  sent(deliveryId: string, outcome: SendOutcome): void;
  actionAnswered(call: ActionCall, outcome: Outcome<null>): void;
  verified(session: string, messageId: string, outcome: Outcome<Identity>): void;
}
