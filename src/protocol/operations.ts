import type { ErrorCode } from './codes';
import { operationLimits } from './limits';

/**
 * The second language of a document socket: JSON text frames with RFC 6902 operations at versions (PROTOCOL.md,
 * Operations). Every message is one text frame in one envelope.
 */
export interface OperationMessage<Type extends string = string, Payload = unknown> {
  readonly type: Type;
  /** Made by its sender; an OP with the id of an earlier one of the same person is that one, sent again. */
  readonly id: string;
  /** Ms since the epoch. */
  readonly timestamp: number;
  readonly payload: Payload;
}

export const resourceTypes = ['trip', 'event', 'calendar'] as const;
export type ResourceType = (typeof resourceTypes)[number];

/** One edit of a text: at an index of UTF-16 units, so many are taken out, and these come in. Applied one after another. */
export interface TextChange {
  readonly at: number;
  readonly remove: number;
  readonly insert: string;
}

/** An operation of RFC 6902. In a path, `@id` may stand in place of an index: `/attendees/@user_123/response_status`. */
export type Operation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move' | 'copy'; readonly path: string; readonly from: string };

/** What was done to a document, as sessions are told: indices as `@id`, and text edits for those that asked for them. */
export type AppliedOperation =
  | Operation
  | { readonly op: 'text'; readonly path: string; readonly edits: readonly TextChange[] }
  /** Nothing was left to do: the target is gone, or has this value already. */
  | { readonly op: 'noop'; readonly path: string };

/** Who is here, as JSON sessions see everybody, those that speak Yjs too. */
export interface OperationPresence {
  readonly user_id: string;
  readonly user: { readonly id: string; readonly name: string; readonly avatar_url: string | null; readonly color: string };
  readonly client_id: string;
  /** Null: in no field. `position` in UTF-16 units. */
  readonly cursor: { readonly field: string; readonly position?: number } | null;
  readonly is_typing: boolean;
  /** Ms since the epoch. */
  readonly joined_at: number;
  readonly last_seen: number;
}

/** Somebody has a field, or the whole document (`path` ''), for themselves until `expires_at`. */
export interface LockView {
  readonly id: string;
  readonly path: string;
  /** Both are empty when it is somebody who is not to be seen (A9). */
  readonly holder: { readonly id: string; readonly name: string };
  /** Ms since the epoch. */
  readonly expires_at: number;
}

/** Two values were written to one place, neither author knowing of the other. The last writer's stands until somebody chooses. */
export interface ConflictView {
  readonly conflict_id: string;
  readonly document_id: string;
  readonly type: 'update_update' | 'delete_update' | 'structural';
  readonly path: string;
  /** What both started from. */
  readonly base: unknown;
  /** Who wrote later: what the document has now, also when it was written after these two. */
  readonly winner: ConflictSide;
  readonly loser: ConflictSide;
  readonly versions: { readonly base: number; readonly winner: number; readonly loser: number };
  readonly detected_at: string;
  readonly method: 'mine' | 'theirs' | 'merged' | null;
  readonly resolved_by: string | null;
  readonly resolved_at: string | null;
}

export interface ConflictSide {
  readonly by: { readonly id: string; readonly name: string };
  readonly value: unknown;
}

/** A conflict as one of its two authors is told of it. */
export interface ConflictMessage extends ConflictView {
  readonly mine: unknown;
  readonly theirs: unknown;
  /** The other author. */
  readonly by: { readonly id: string; readonly name: string };
}

/** What clients send, by type. */
export interface OperationRequests {
  /** `token` may be a ticket. What a client calls itself in `client_id` is how the others know it. */
  AUTH: { readonly token: string; readonly client_id?: string };
  PING: Readonly<Record<string, unknown>>;
  SUBSCRIBE: {
    /** `resource` is the specification's older name of `resource_type`. */
    readonly resource_type?: ResourceType;
    readonly resource?: ResourceType;
    readonly resource_id: string;
    /** Whether text edits come as `text` operations in place of `replace`. */
    readonly text_edits?: boolean;
    /** What the client has: it is sent what came after it, as a SYNC_RESPONSE. */
    readonly last_version?: number;
  };
  UNSUBSCRIBE: { readonly resource_id: string };
  OP: {
    readonly resource_id: string;
    readonly resource_type: ResourceType;
    readonly operation?: Operation;
    readonly operations?: readonly Operation[];
    /** The version of the view that the operations were made against. */
    readonly version: number;
    readonly client_id?: string;
    /** Applied to the document as it is now, whatever came since and its `test`s say: the answer to a CONFLICT with `keep_local`. */
    readonly force?: boolean;
    /** Fencing token of a lock that covers the paths, or those of several that do together. */
    readonly lock_token?: number | readonly number[];
  };
  SYNC_REQUEST: { readonly resource_id: string; readonly last_version: number };
  PRESENCE_UPDATE: {
    readonly cursor?: { readonly field: string; readonly position?: number } | null;
    readonly is_typing?: boolean;
  };
  UNDO: { readonly resource_id: string };
  REDO: { readonly resource_id: string };
}
export type OperationRequestType = keyof OperationRequests;

/** What the server sends, by type. `id` of an answer is that of its request. */
export interface OperationReplies {
  AUTH_ACK: { readonly user_id: string; readonly client_id: string; readonly expires_at: number | null };
  PONG: Readonly<Record<string, never>>;
  SUBSCRIBE_ACK: {
    readonly resource_id: string;
    readonly resource_type: ResourceType;
    readonly version: number;
    readonly role: string;
    /** What the others know this connection by. */
    readonly client_id: string;
    /** The whole JSON view; absent when the client said what it has and the missing operations follow. */
    readonly state?: unknown;
    readonly locks: readonly LockView[];
  };
  OP_ACK: {
    readonly resource_id: string;
    readonly version: number;
    readonly operations: readonly AppliedOperation[];
    /** False: nothing of it had an effect. */
    readonly effect: boolean;
  };
  OP_BROADCAST: {
    readonly resource_id: string;
    readonly resource_type: ResourceType;
    readonly version: number;
    readonly operations: readonly AppliedOperation[];
    /** The first of `operations`. */
    readonly operation?: AppliedOperation;
    /** Whose doing it was; null when several had a part in it. */
    readonly user_id: string | null;
    readonly client_id: string | null;
  };
  SYNC_RESPONSE: {
    readonly resource_id: string;
    readonly operations: readonly AppliedOperation[];
    readonly current_version: number;
    readonly state?: unknown;
  };
  PRESENCE_JOIN: OperationPresence;
  PRESENCE_UPDATE: OperationPresence;
  PRESENCE_LEAVE: { readonly user_id: string; readonly client_id: string };
  PRESENCE_STATE: { readonly presences: readonly OperationPresence[] };
  LOCKS: { readonly locks: readonly LockView[] };
  /** What the session may do from now on. */
  ROLE: { readonly role: string };
  'sync:conflict': ConflictMessage;
  ERROR: OperationError;
}
export type OperationReplyType = keyof OperationReplies;

/** Why a message had no effect. `id` of the message is that of the request, as far as it could be read. */
export interface OperationError {
  /** As in a problem of REST. */
  readonly type: string;
  /** What REST would answer. */
  readonly status: number;
  /** `CONFLICT`: a `test` failed, or the log no longer holds the version. Else the codes of REST, in the same spelling. */
  readonly code: ErrorCode | 'CONFLICT';
  readonly title: string;
  readonly detail?: string;
  /** Of the operation that failed, or that made the content break a rule. */
  readonly index?: number;
  /** Of the value that failed. */
  readonly pointer?: string;
  /** Seconds. */
  readonly retry_after?: number;
  /** With `CONFLICT`: the document as it is, and its version. */
  readonly server_state?: unknown;
  readonly current_version?: number;
  /** Where another document is to be found. */
  readonly url?: string;
  /** With a lock: who holds it until when. */
  readonly lock?: LockView;
}

/** A conflict as it is told to a person (PROTOCOL.md O14); to somebody who wrote neither value, as to who wrote later. */
export function toldTo(person: string, conflict: ConflictView): ConflictMessage {
  const { winner, loser } = conflict;
  const isLoser = loser.by.id === person && winner.by.id !== person;
  const [own, other] = isLoser ? [loser, winner] : [winner, loser];
  return { ...conflict, mine: own.value, theirs: other.value, by: other.by };
}

/** The envelope in a text frame; null for a text that is none. What `payload` is, is for the handler of its type to check. */
export function parseOperationMessage(text: string): OperationMessage | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  return isOperationMessage(value) ? value : null;
}

function isOperationMessage(value: unknown): value is OperationMessage {
  if (typeof value !== 'object' || value === null) return false;
  const { type, id, timestamp, payload } = value as Record<string, unknown>;
  return (
    typeof type === 'string' &&
    typeof id === 'string' &&
    id !== '' &&
    id.length <= operationLimits.maxMessageIdChars &&
    typeof timestamp === 'number' &&
    typeof payload === 'object' &&
    payload !== null &&
    !Array.isArray(payload)
  );
}
