import type { Identity, InviteRole, Role } from '../protocol/roles';

/**
 * What a document keeps, as a synchronous port. One implementation is SQLite in a Durable Object, one is memory; the
 * contract suite in test/contract runs against both. Nothing here may be asynchronous: between a read and the
 * write that depends on it, no other event of the document may run.
 */
export interface DocumentStorage {
  /** Runs `work` so that all of its writes are kept, or, when it throws, none. Not reentrant. */
  transact<T>(work: () => Synchronous<T>): T;
  readonly log: LogStore;
  readonly meta: MetaStore;
  readonly members: MemberStore;
  readonly names: NameStore;
  readonly replicas: ReplicaStore;
  readonly replacements: ReplacementStore;
  readonly absences: AbsenceStore;
  readonly tickets: TicketStore;
  readonly invites: InviteStore;
  readonly notices: NoticeStore;
  readonly locks: LockStore;
  readonly roll: RollStore;
  readonly calendarEvents: CalendarEventStore;
  readonly answers: AnswerStore;
  readonly conflicts: ConflictStore;
}

/** A type that refuses promises at compile time: a transaction that awaits is not a transaction. */
export type Synchronous<T> = T extends PromiseLike<unknown> ? never : T;

export type RowKind = 'edit' | 'op' | 'undo' | 'redo' | 'restore' | 'revert';

/** In place of the session of what came over HTTP: each call stands for itself. */
export const overHttp = 'http';

/** One accepted update. */
export interface LogRow {
  /** The version the document has with this row: 1, 2, 3 … without gaps. */
  readonly version: number;
  readonly atMs: number;
  /** Id of the person whose session brought it. */
  readonly actor: string;
  /** Id of that session, or {@link overHttp}. */
  readonly session: string;
  readonly kind: RowKind;
  /** JSON pointers of what it touched, with `@id` in place of indices. */
  readonly touched: readonly string[];
  /** The Yjs update: the edit, Yjs's clean-up and the server's repair in one. */
  readonly bytes: Uint8Array;
}

/** The whole state of a document at a version. */
export interface Checkpoint {
  readonly version: number;
  /** A Yjs update. */
  readonly state: Uint8Array;
  /** As `Y.encodeStateVector` writes it. */
  readonly stateVector: Uint8Array;
  /** A Yjs update without structs, whose delete set is that of the state. */
  readonly deletes: Uint8Array;
}

export interface LogStore {
  /** Version of the last row ever appended; 0 for a new document. Compaction never lowers it. */
  head(): number;
  /** Time of the last row, ms since the epoch; null when there is none. */
  lastAtMs(): number | null;
  /** Appends rows whose versions continue the head. @throws Error when they do not. */
  append(rows: readonly LogRow[]): void;
  /** The newest checkpoint at or before a version (default: the newest). */
  checkpoint(atMost?: number): Checkpoint | null;
  /** The rows behind the newest checkpoint, oldest first. */
  tail(): LogRow[];
  /** How much {@link tail} would answer. */
  tailSize(): { readonly rows: number; readonly bytes: number };
  /** Every row with `after < version ≤ upTo`, oldest first, wherever it is kept. */
  rows(after: number, upTo: number): LogRow[];
  /**
   * Writes a checkpoint and moves the rows it contains into a pack, in one transaction. A checkpoint between two that
   * are close to each other is dropped; rows never are.
   */
  compact(checkpoint: Checkpoint): void;
  /** Bytes kept in all: rows, packs and checkpoints. */
  storedBytes(): number;
}

/** Facts of the document itself. */
export interface DocumentMeta {
  readonly id: string;
  readonly createdAtMs: number;
  /** The Yjs client id under which the server writes. */
  readonly serverClient: number;
  readonly requestHash: string;
  readonly deletedAtMs: number | null;
  /** Id of the person who deleted it last; absent until somebody does. */
  readonly deletedBy?: string;
  /** Whom the document was handed to last; absent until it is. */
  readonly ownerId?: string;
  /** The calendar that an event belongs to; absent in every other document. */
  readonly calendarId?: string;
  /** An event was deleted because its calendar was, and comes back with it. */
  readonly deletedWithCalendar?: boolean;
  /** Of a default calendar: whose it is. */
  readonly defaultOf?: string;
  /** Of a calendar: how often its members have changed; absent for never. */
  readonly rollSequence?: number;
  /** Of an event: up to when people were reminded of it, ms since the epoch. */
  readonly remindedMs?: number;
  /** Number of the newest state that the projection should have … */
  readonly projectionWanted: number;
  /** … and of the one that it has. The difference is the outbox. */
  readonly projectionDone: number;
}

export interface MetaStore {
  /** Null when the document was never created. */
  read(): DocumentMeta | null;
  create(meta: DocumentMeta): void;
  update(change: Partial<Omit<DocumentMeta, 'id' | 'createdAtMs' | 'serverClient' | 'requestHash'>>): void;
  /** Removes content, members and history of a deleted document; what is left says that it was deleted. */
  purge(): void;
}

export interface MemberRow {
  readonly id: string;
  readonly name: string;
  readonly avatar: string | null;
  readonly role: Role;
}

export interface MemberStore {
  /** In the order in which they joined. */
  all(): MemberRow[];
  put(member: MemberRow): void;
  remove(id: string): void;
}

/** What people are called who are no members, and have done something in the document. */
export interface NameStore {
  /** By id. */
  all(): ReadonlyMap<string, string>;
  /** Adds a name, or replaces the one that somebody had. */
  put(id: string, name: string): void;
}

/** Whose client ids are whose. */
export interface ReplicaStore {
  /** To whom a client id is bound. */
  owner(client: number): string | null;
  /** Binds a client id for good, unless it is bound already. It counts as announced no more. */
  bind(client: number, person: string, atMs: number): void;
  /** Who has announced a client id that is not bound. */
  announcer(client: number): string | null;
  /** Remembers who has announced a client id, unless somebody had before. */
  announce(client: number, person: string, atMs: number): void;
  /** The ids that somebody has announced and that are not bound, the oldest first. */
  announcedBy(person: string): number[];
  /** Such ids of everybody that are older. */
  announcedBefore(atMs: number): number[];
  forgetAnnounced(client: number): void;
}

/** A plain struct of a list that the server replaced by an element. */
export interface Replacement {
  readonly client: number;
  readonly clock: number;
  /** Id of the element that took its place. */
  readonly element: string;
  /** The server's clock after the replacement: who has seen it has seen the replacement. */
  readonly serverClock: number;
}

export interface ReplacementStore {
  all(): Replacement[];
  add(replacement: Replacement): void;
  /** Forgets the replacements by these elements. */
  removeElement(element: string): void;
}

/** The presence of a connection that was lost a moment ago. */
export interface Absence {
  readonly client: number;
  readonly person: string;
  /** The attested state, JSON. */
  readonly state: string;
  readonly untilMs: number;
}

export interface AbsenceStore {
  all(): Absence[];
  put(absence: Absence): void;
  remove(client: number): void;
}

/** A ticket that was issued and not used. */
export interface TicketRow {
  /** Digest of the ticket: who reads the storage cannot use it. */
  readonly hash: string;
  /** Of the token it was issued for. */
  readonly identity: Identity;
  readonly expiresAtMs: number;
}

export interface TicketStore {
  put(ticket: TicketRow): void;
  /** Reads and removes in one: a ticket is found once. */
  take(hash: string): TicketRow | null;
  removeExpired(nowMs: number): void;
  clear(): void;
}

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

/** A place that somebody has for themselves. */
export interface LockRow {
  readonly id: string;
  /** JSON pointer, with `@id` in place of an index; '' for the whole document. */
  readonly path: string;
  /** Id and name of who has it. */
  readonly person: string;
  readonly name: string;
  /** Higher than that of every earlier lock of the document. */
  readonly token: number;
  readonly expiresAtMs: number;
}

export interface LockStore {
  /** In the order of their tokens. */
  all(): LockRow[];
  /** Adds a lock, or replaces the one of the same id. */
  put(lock: LockRow): void;
  remove(id: string): void;
  clear(): void;
  /** 1, 2, 3 …, whatever became of the locks. */
  nextToken(): number;
}

/** An invitation to become a member. */
export interface InviteRow {
  readonly id: string;
  /** Digest of the secret in its token. */
  readonly hash: string;
  readonly role: InviteRole;
  /** Id of the person who made it, and what they were called then. */
  readonly createdBy: string;
  readonly createdByName: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  /** Null for any number. */
  readonly maxUses: number | null;
  readonly uses: number;
}

/** An idempotency key under which an invitation was made. */
export interface InviteKeyRow {
  /** Digest of the key and whose it is. */
  readonly hash: string;
  readonly salt: string;
  /** What was asked for. */
  readonly wish: string;
  readonly madeAtMs: number;
}

export interface InviteStore {
  /** In the order in which they were made. */
  all(): InviteRow[];
  find(hash: string): InviteRow | null;
  add(invite: InviteRow): void;
  countUse(id: string): void;
  remove(id: string): void;
  findKey(hash: string): InviteKeyRow | null;
  /** Adds a key that is not there. */
  addKey(key: InviteKeyRow): void;
  /** Forgets the keys of that time, and those before. */
  forgetKeys(untilMs: number): void;
  /** Of everything, the keys too. */
  clear(): void;
}

/** What an event keeps of its calendar, and what of itself says who may see it. */
export interface RollRow {
  /** Of the calendar's members; an older one never replaces a newer one. */
  readonly sequence: number;
  readonly members: readonly { readonly id: string; readonly role: Role }[];
  readonly isPrivate: boolean;
  /** Ids of people who are invited. */
  readonly attendees: readonly string[];
  /** Calendars that it was in before and that have not been told yet. */
  readonly left: readonly string[];
}

export interface RollStore {
  /** Null for a document that is in no calendar. */
  read(): RollRow | null;
  put(roll: RollRow): void;
}

/** An event of a calendar. */
export interface CalendarEventRow {
  readonly id: string;
  /** Of the members: which state of them it knows. */
  readonly told: number;
  /** Sequence of the newest projection of it that has come; 0 as long as it was only admitted. */
  readonly seen: number;
  /** False for one that is deleted and can be restored. */
  readonly isLive: boolean;
}

export interface CalendarEventStore {
  /** How many there are that exist and are not deleted. */
  liveCount(): number;
  count(): number;
  find(id: string): CalendarEventRow | null;
  /** At most `limit` ids of those that know an older state of the members than this one. */
  behind(sequence: number, limit: number): string[];
  put(event: CalendarEventRow): void;
  remove(id: string): void;
}

/** The answer to an operation that somebody sent under an id. */
export interface AnswerRow {
  /** Id of the person. */
  readonly person: string;
  readonly id: string;
  readonly atMs: number;
  /** JSON. */
  readonly answer: string;
}

export interface AnswerStore {
  find(person: string, id: string): AnswerRow | null;
  add(answer: AnswerRow): void;
  /** Forgets the answers to a person that are older than `beforeMs`, and all but the newest `keep`. */
  forget(person: string, beforeMs: number, keep: number): void;
}

/** Two values that were written to one place, neither author knowing of the other. */
export interface ConflictRow {
  readonly id: string;
  readonly atMs: number;
  readonly isOpen: boolean;
  /** JSON pointer, with `@id` in place of an index. */
  readonly path: string;
  /** JSON: the `ConflictView` without what the document adds to it. */
  readonly body: string;
}

export interface ConflictStore {
  /** The newest first. */
  all(): ConflictRow[];
  find(id: string): ConflictRow | null;
  /** Adds a conflict, or replaces the one of the same id. */
  put(conflict: ConflictRow): void;
  /** Forgets the conflicts that are older than `beforeMs`, and all but the newest `keep`. */
  forget(beforeMs: number, keep: number): void;
}
