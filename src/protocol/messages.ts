import type { ErrorCode } from './codes';
import type { LockView } from './operations';
import type { Role } from './roles';

export type { ConflictMessage } from './operations';

/**
 * The JSON messages inside the server's own frames (PROTOCOL.md, Frames).
 */

/** What a session is told about itself: after authentication, and whenever it changes. */
export interface SessionMessage {
  /** Id of this connection. */
  readonly session: string;
  readonly person: { readonly id: string; readonly name: string; readonly color: string };
  readonly role: Role;
  /** Version of the document when the message was made. */
  readonly version: number;
  /** When the session's token expires, ms since the epoch; null for a token without expiry. */
  readonly expiresAtMs: number | null;
  /** What the server's clock said when the message was made, ms since the epoch: the client's may be wrong. */
  readonly nowMs: number;
}

/** A member as people see them. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly color: string;
  /** URL of a picture. */
  readonly avatar: string | null;
}

/** Who belongs to the document: after each {@link SessionMessage}, and whenever it changes. */
export interface MembersMessage {
  /** In the order in which they joined. */
  readonly members: readonly Member[];
}

/** What a session is told about its own frames when they had not just the effect it may expect. */
export interface NoticeMessage {
  readonly code: 'repaired' | 'orphaned' | 'read-only' | 'locked' | 'presence-refused' | 'rate-limited' | 'missing-dependency';
  /** JSON pointers (ids in place of indices) of the fields concerned. */
  readonly paths?: readonly string[];
  readonly reason?: ErrorCode;
  readonly retryAfterMs?: number;
  /** With `locked`: who holds the place until when. The edit is asked for again when that is over. */
  readonly lock?: LockView;
}

/** To those who look at a calendar: one of its events changed, whether somebody has it open or not. */
export interface EventChangedMessage {
  /** Id of the event. */
  readonly id: string;
  /** The event as the list of the calendar shows it (`EventSummary`); null when it does not belong there any more. */
  readonly event: Readonly<Record<string, unknown>> | null;
}

/** Which parts of the document somebody has for themselves: after each {@link SessionMessage}, and whenever it changes. */
export interface LocksMessage {
  readonly locks: readonly LockView[];
}
