import type { Role } from '../protocol/roles';
import type { CalendarEventStore, RollStore } from './calendar-stores';
import type { InviteStore } from './invite-store';
import type { LockStore } from './locks/lock-store';
import type { NoticeStore } from './notice-store';
import type { AnswerStore, ConflictStore } from './operations/operation-stores';
import type { TicketStore } from './ticket-store';

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
  /** At which version who belongs to it, or its calendar, changed last; absent until it does. */
  readonly framedVersion?: number;
  /** An event was deleted because its calendar was, and comes back with it. */
  readonly deletedWithCalendar?: boolean;
  /** Of a default calendar: whose it is. */
  readonly defaultOf?: string;
  /** Of a calendar: how often its members have changed; absent for never. */
  readonly rollSequence?: number;
  /** Of an event: until then nobody is to be reminded of it any more, ms since the epoch; null or absent when there is no reminder to come. */
  readonly remindedMs?: number | null;
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
