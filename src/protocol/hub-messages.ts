import type { ErrorCode } from './codes';
import type { DocumentKind } from './document-kinds';
import type { NotificationView } from './notifications';

/**
 * The messages of the hub, a person's one realtime connection (PROTOCOL.md, Hub). Every message is one JSON text
 * frame in one envelope, in both directions and on every transport.
 */
export interface HubMessage<Type extends string = string, Data = unknown> {
  readonly type: Type;
  /** UUID, version 7. A message with the id of an earlier one is that one, sent again. */
  readonly id: string;
  /** ISO 8601. */
  readonly timestamp: string;
  readonly data: Data;
  readonly metadata: HubMetadata;
  /** On events only: the position right after this one. */
  readonly cursor?: string;
}

export interface HubMetadata {
  /** The connection the message comes from, or is for; null for none. */
  readonly client_id: string | null;
  /** Id of the message that this one answers, or whatever the sender wants to find again. */
  readonly correlation_id: string | null;
}

/** What clients send, by type. */
export interface HubRequests {
  /** The first message of a connection that brought no credential; `token` may be a ticket. */
  auth: {
    readonly token: string;
    readonly client_version?: string;
    readonly device_id?: string;
    readonly device_name?: string;
    readonly cursor?: string;
  };
  'auth:refresh': { readonly token: string };
  /** Everything up to `cursor` has been taken in. Not acknowledged itself, and not counted. */
  'sync:ack': { readonly cursor: string };
  /** Asks for the events after a cursor; without one, for those of the last 30 s. */
  'sync:request': { readonly cursor?: string | null; readonly limit?: number };
  /** The marks and preferences, a Yjs document: what the client has, and what it lacks. Base64. */
  'inbox:sync': { readonly state_vector: string; readonly update?: string };
  'room:join': { readonly room_id: string; readonly cursor?: string };
  'room:leave': { readonly room_id: string };
  'room:message': { readonly room_id: string; readonly event: string; readonly data: unknown };
  'notification:read': { readonly notification_id: string };
  'notification:unread': { readonly notification_id: string };
  'notification:read_all': Readonly<Record<string, never>>;
  'notification:dismiss': { readonly notification_id: string };
  'notification:snooze': { readonly notification_id: string; readonly until: string };
  'notification:action': { readonly notification_id: string; readonly action_id: string };
  /** Whether the person does something here, or only has the page open. */
  'presence:update': { readonly status: 'active' | 'idle' };
  batch: { readonly messages: readonly HubMessage[] };
}
export type HubRequestType = keyof HubRequests;
export type HubRequest = { [T in HubRequestType]: HubMessage<T, HubRequests[T]> }[HubRequestType];

/** The events of a person's stream, by type: what is kept, numbered and replayed. */
export interface HubEvents {
  /** `silent`: it is in the inbox, and nothing pops up or sounds (quiet hours, a muted type). */
  'notification:new': { readonly notification: NotificationView; readonly unread_count: number; readonly silent: boolean };
  /** Something about a notification is other than it was: its marks, its actions, or the events it stands for. */
  'notification:updated': { readonly notification: NotificationView; readonly unread_count: number };
  'notification:read': { readonly notification_id: string; readonly unread_count: number };
  'notification:read_all': { readonly read_at: string; readonly unread_count: number };
  'notification:dismiss': { readonly notification_id: string; readonly unread_count: number };
  'room:message': {
    readonly room_id: string;
    readonly event: string;
    readonly data: unknown;
    readonly room_cursor: string;
    readonly sent_by: string | null;
  };
  /** A room's history does not reach back to where this person was; `room_cursor` is where it is now. */
  'room:reset': { readonly room_id: string; readonly room_cursor: string };
  /** Somebody came into, or left, a room this person is in. Once per person, however many connections they have. */
  'presence:joined': { readonly room_id: string; readonly user: { readonly id: string; readonly name: string } };
  'presence:left': { readonly room_id: string; readonly user: { readonly id: string; readonly name: string } };
  /** A document that this person can see was changed by somebody else. `deleted` ones are gone. */
  'entity-updated': {
    readonly entity_type: DocumentKind;
    readonly id: string;
    readonly version: number;
    readonly updated_by: string | null;
    readonly deleted?: boolean;
  };
}
export type HubEventType = keyof HubEvents;
/** An event as it stands in the stream: always with its cursor. */
export type HubEvent = { [T in HubEventType]: HubMessage<T, HubEvents[T]> & { readonly cursor: string } }[HubEventType];

/** What the server sends besides events, by type. */
export interface HubReplies {
  'auth:ok': {
    readonly user: { readonly id: string; readonly username: string; readonly role: 'user' | 'admin' | 'service' };
    readonly client_id: string;
    readonly session_id: string;
    /** The events that follow this message come right after this cursor: a client may take it for its own. */
    readonly cursor: string;
    readonly unread_count: number;
    readonly rooms: readonly string[];
    /** ISO 8601; null for a token without expiry. */
    readonly expires_at: string | null;
  };
  'auth:expiring': { readonly expires_at: string };
  ack: { readonly original_id: string; readonly status: 'success' | 'error'; readonly error?: HubError };
  error: HubError;
  'sync:response': { readonly events: readonly HubEvent[]; readonly cursor: string; readonly has_more: boolean };
  /** The stream does not reach back to where the client was: it reads the inbox anew and goes on from `cursor`. */
  'sync:reset': { readonly reason: 'too-old' | 'other-epoch'; readonly cursor: string };
  /** The answer to `inbox:sync`, and every later change of the marks by another device. Base64. */
  'inbox:state': { readonly update: string; readonly state_vector?: string };
  'room:joined': {
    readonly room_id: string;
    readonly room_cursor: string;
    readonly retained: unknown;
    readonly users: readonly { readonly id: string; readonly name: string }[];
  };
  batch: { readonly messages: readonly HubMessage[] };
}
export type HubReplyType = keyof HubReplies;
export type HubReply = { [T in HubReplyType]: HubMessage<T, HubReplies[T]> }[HubReplyType];

/** Everything a client can receive. */
export type HubIncoming = HubEvent | HubReply;

/** Why a message had no effect. */
export interface HubError {
  readonly code: ErrorCode;
  readonly title: string;
  readonly detail?: string;
  /** Seconds. */
  readonly retry_after?: number;
}

/** The envelope in a text frame; null for a text that is none. What `data` is, is for the handler of its type to check. */
export function parseHubMessage(text: string): HubMessage | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  return isHubMessage(value) ? value : null;
}

/** Whether a value has the shape of an envelope. */
export function isHubMessage(value: unknown): value is HubMessage {
  if (typeof value !== 'object' || value === null) return false;
  const { type, id, timestamp, data, metadata } = value as Record<string, unknown>;
  return (
    typeof type === 'string' &&
    isMessageId(id) &&
    typeof timestamp === 'string' &&
    typeof data === 'object' &&
    data !== null &&
    (metadata === undefined || isMetadata(metadata))
  );
}

const messageId = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

function isMessageId(value: unknown): value is string {
  return typeof value === 'string' && messageId.test(value);
}

function isMetadata(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).every(
    ([key, entry]) => !['client_id', 'correlation_id'].includes(key) || entry === null || typeof entry === 'string',
  );
}
