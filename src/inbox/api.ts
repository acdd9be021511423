import type { Outcome } from '../protocol/codes';
import type { HubEvent, HubEvents, HubEventType, HubMessage } from '../protocol/hub-messages';
import type {
  NotificationAction,
  NotificationCategory,
  NotificationChannel,
  NotificationPriority,
} from '../protocol/notifications';
import type { Identity } from '../protocol/roles';
import type { HubCalls } from './hub/hub-calls';
import type { NotificationCalls } from './notifications/notification-calls';

/**
 * What the Worker's routes and other objects may ask of a person's inbox, over RPC. The name of the object is the id
 * of its person. Calls that carry a caller are refused when that is somebody else.
 */
export interface InboxApi {
  /** What the person does with their notifications, devices and preferences. */
  notifications<M extends keyof NotificationCalls>(
    caller: Identity,
    method: M,
    ...parameters: Parameters<NotificationCalls[M]>
  ): Promise<ReturnType<NotificationCalls[M]>>;
  /** What the person does with their stream and their sessions. */
  hub<M extends keyof HubCalls>(
    caller: Identity,
    method: M,
    ...parameters: Parameters<HubCalls[M]>
  ): Promise<ReturnType<HubCalls[M]>>;
  /** Waits up to `waitMs` for events after a cursor. The client is listed among the sessions as long as it comes again. */
  poll(caller: Identity, query: EventQuery & { readonly waitMs: number }, client: PollClient): Promise<Outcome<PollPage>>;
  /**
   * Takes a message of a connection that cannot carry it, and answers what a socket would be sent. `client_id` of its
   * metadata names the connection.
   */
  carry(caller: Identity, message: HubMessage): Promise<Outcome<readonly HubMessage[]>>;
  /** Spends a ticket of this inbox: whom it speaks for. */
  redeemTicket(ticket: string): Promise<Outcome<Identity>>;
  /**
   * Takes notifications for this person: stored, planned and shown when this returns. The same id, or the same dedupe
   * key within `dedupeMs`, again changes nothing.
   */
  accept(notifications: readonly NewNotification[]): Promise<Outcome<readonly Acceptance[]>>;
  /** Takes events of documents for this person's stream. An event with a `key` that was taken is not taken again. */
  publish(events: readonly NewEvent[]): Promise<Outcome<null>>;
  /** Takes what happened in a room that this person is in. */
  hear(part: RoomPart): Promise<Outcome<Hearing>>;
  /** What a provider says became of a delivery. */
  providerReported(report: ProviderReport): Promise<Outcome<null>>;
}

/** Header of the request by which the Worker opens a socket, or a stream of server-sent events, at an inbox: a {@link HubUpgrade}. */
export const hubUpgradeHeader = 'x-triptrip-hub';

/** What a client says of itself. */
export interface HubClient {
  readonly deviceId: string | null;
  /** For its person to read, e.g. the browser and the system. */
  readonly deviceName: string | null;
  readonly clientVersion: string | null;
}

/** A client that polls. */
export interface PollClient extends HubClient {
  /** Its own id of itself, a UUID: several of one device are told apart by it. Absent: it is known by its device. */
  readonly clientId?: string;
}

/** A connection to the hub that is to be opened. Either `identity` or `ticket` is there. */
export interface HubUpgrade extends HubClient {
  readonly transport: 'websocket' | 'sse';
  /** Whom a token spoke for. */
  readonly identity: Identity | null;
  /** The inbox that issued it can tell whose it is. */
  readonly ticket: string | null;
  /** Where the client is in the stream; null for one that never was there. */
  readonly cursor: string | null;
  /** Id of the `auth` message that brought the credential; null when the handshake did. */
  readonly correlationId: string | null;
}

/** A notification on its way into an inbox: checked, for one person, whole. */
export interface NewNotification {
  /** UUID; the same one again is the same notification. */
  readonly id: string;
  readonly type: string;
  /** Absent: what the type table says. */
  readonly category?: NotificationCategory;
  readonly priority?: NotificationPriority;
  /** The channels that its source declared for the type. Absent: what the type table says. */
  readonly channels?: readonly NotificationChannel[];
  /** Absent: from the template of the type, in the person's language, with `data`. */
  readonly title?: string;
  readonly body?: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly image: string | null;
  readonly actions: readonly NotificationAction[];
  readonly createdAtMs: number;
  readonly expiresAtMs: number | null;
  /** Not before this time; null for now. */
  readonly sendAtMs: number | null;
  readonly dedupeKey: string | null;
  /** Notifications with one digest key within `digestMs` become one. */
  readonly digestKey: string | null;
  /** Name of the webhook source, `api`, or `trips`. */
  readonly source: string;
}

/** What became of a notification that was brought. */
export interface Acceptance {
  readonly id: string;
  /** `duplicate`: it was there; `digested`: it became part of the notification `id`; `scheduled`: it waits for its time. */
  readonly result: 'accepted' | 'duplicate' | 'digested' | 'scheduled';
}

/** A part of a room's stream on its way to somebody who is in the room. */
export interface RoomPart {
  readonly roomId: string;
  /** The room's cursor behind which the part begins; null when there is a gap before it, of which its events tell. */
  readonly after: string | null;
  /** The room's cursor behind it. */
  readonly upTo: string;
  readonly events: readonly NewEvent[];
}

/** What became of a part: `at` is null when it was taken, else where it would have to begin, and nothing of it was taken. */
export interface Hearing {
  readonly at: string | null;
}

/** An event on its way into a stream. */
export type NewEvent = {
  [T in HubEventType]: {
    readonly type: T;
    readonly data: HubEvents[T];
    /** Taken once; absent for events that are new by themselves. */
    readonly key?: string;
    /** UUID, for what may have to be told a second time; absent: a new one. */
    readonly id?: string;
    /** Id of the message that caused it. */
    readonly correlationId?: string | null;
  };
}[HubEventType];

/** Where in the stream a caller is. `cursor` wins over `sinceMs`; with neither it is the last `recentMs`. */
export interface EventQuery {
  readonly cursor: string | null;
  readonly sinceMs: number | null;
  readonly limit: number;
}

/** Events after a cursor, and the cursor after them. `reset`: the stream does not reach back; `cursor` is where it is now. */
export interface EventPage {
  readonly events: readonly HubEvent[];
  readonly cursor: string;
  readonly hasMore: boolean;
  readonly reset: 'too-old' | 'other-epoch' | null;
}

/** What who polls is answered. */
export interface PollPage extends EventPage {
  /** The id of its session: by it, it goes on, and its messages are known. */
  readonly clientId: string;
  /** The rooms that it is in. */
  readonly rooms: readonly string[];
}

/** What a provider's callback says about one message, or about an address. */
export interface ProviderReport {
  /** The delivery that the provider was given as its reference. */
  readonly deliveryId: string;
  readonly outcome: 'delivered' | 'opened' | 'bounced' | 'opted-out' | 'failed';
  readonly detail: string | null;
  readonly atMs: number;
}
