import type { Role } from '../protocol/roles';

/** Something that people's inboxes still have to be told of. */
export interface NoticeRow {
  /** UUID. What is told under it a second time is known to be the same. */
  readonly id: string;
  readonly kind: NoticeKind;
  /** Ids of the people whose doing it was. */
  readonly by: readonly string[];
  /** Ids of the people to tell; null when that is decided when it is told. */
  readonly to: readonly string[] | null;
  /** What `to` are from now on; null where that is not what it is about. */
  readonly role: Role | null;
  /** When it happened, and when it is to be told. */
  readonly atMs: number;
  readonly dueMs: number;
  /** How often it was tried. */
  readonly tries: number;
  /** Of a reminder. */
  readonly occurrence?: NoticedOccurrence;
}

/** What a notice is about. */
export type NoticeKind =
  /** The document is other than it was. */
  | 'updated'
  | 'gone'
  /** Somebody was made a member, got another role, or is no member any more. */
  | 'invited'
  | 'role-changed'
  | 'removed'
  /** The document was deleted, of which its members are told. */
  | 'deleted'
  /** Items of a trip were changed. */
  | 'items-changed'
  /** Somebody was invited to an event; it is at another time, or not at all; it is about to begin. */
  | 'attendee-invited'
  | 'time-changed'
  | 'cancelled'
  | 'reminder';

/** What is about to begin, of which people want to be told. */
export interface NoticedOccurrence {
  readonly startMs: number;
  readonly endMs: number;
  /** How they want to be told. */
  readonly method: 'in_app' | 'push' | 'email';
}

export interface NoticeStore {
  /** In the order in which they were made. */
  all(): NoticeRow[];
  /** Adds a notice, or replaces the one of the same id. */
  put(notice: NoticeRow): void;
  remove(id: string): void;
}
