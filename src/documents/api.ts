import type { Outcome } from '../protocol/codes';
import type { DocumentKind } from '../protocol/document-kinds';
import type { Member } from '../protocol/messages';
import type { AppliedOperation, ConflictView, LockView, Operation } from '../protocol/operations';
import type { Identity, InviteRole, NamedPerson, Role } from '../protocol/roles';
import type { ResponseStatus } from './event';
import type { NoticedOccurrence, NoticeKind } from './notice-store';
import type { RowKind } from './storage';

export type { Member } from '../protocol/messages';

/**
 * What the Worker's routes may ask of a document's object, over RPC. Every call carries the caller's identity:
 * the document knows its members, so it is the document that asks the policy.
 */
export interface DocumentApi<View extends object = object> {
  /**
   * Creates the document with `owner` as its owner. The same call again (same owner, same `requestHash`) answers
   * the existing document with `created: false`; another request under the same id is `idempotency-key-reused`.
   */
  create(request: CreateDocument): Promise<Outcome<Versioned<View> & { created: boolean }>>;
  read(caller: Identity): Promise<Outcome<Versioned<View>>>;
  /** All or nothing. `lockTokens` are the fencing tokens of locks that cover what the patch touches. */
  patch(caller: Identity, patch: Patch, base: PatchBase, lockTokens?: readonly number[]): Promise<Outcome<Versioned<View>>>;
  /** The sync protocol over plain HTTP: what the caller lacks, after what the caller brings is stored. */
  sync(caller: Identity | TicketBearer, request: SyncRequest): Promise<Outcome<SyncAnswer>>;
  /** A ticket that stands for the caller's token, once, for this document. */
  issueTicket(caller: Identity): Promise<Outcome<IssuedTicket>>;
  members(caller: Identity): Promise<Outcome<readonly Member[]>>;
  putMember(caller: Identity, member: NewMember): Promise<Outcome<Member>>;
  removeMember(caller: Identity, personId: string): Promise<Outcome<null>>;
  /** Makes a member the owner, in the place of the caller, who stays as an editor. Answers all members. */
  transfer(caller: Identity, personId: string): Promise<Outcome<readonly Member[]>>;
  /** Makes an invitation. Its token is told this once. */
  createInvite(caller: Identity, invite: NewInvite, idempotencyKey: string | null): Promise<Outcome<MadeInvite>>;
  /** All invitations that are kept: those that are over stay for a while. */
  invites(caller: Identity): Promise<Outcome<readonly Invite[]>>;
  revokeInvite(caller: Identity, inviteId: string): Promise<Outcome<null>>;
  /** What somebody who has the secret of an invitation may know before they accept it. */
  previewInvite(secret: string): Promise<Outcome<InvitePreview>>;
  /** Makes the caller a member. Who is one already, with a role as strong, stays what they are and spends no use. */
  acceptInvite(caller: Identity, secret: string): Promise<Outcome<Joined>>;
  presence(caller: Identity): Promise<Outcome<readonly Present[]>>;
  /** The newest first. @param before the version in front of which the page ends; null for the newest page. */
  versions(caller: Identity, before: number | null, limit: number): Promise<Outcome<VersionPage>>;
  /** The document as it was. */
  versionAt(caller: Identity, version: number): Promise<Outcome<Versioned<View>>>;
  /** The JSON Patch that makes the content at one version out of that at another. */
  difference(caller: Identity, from: number, to: number): Promise<Outcome<readonly Operation[]>>;
  /** Makes the document what it was at a version, by a new version. */
  restoreVersion(caller: Identity, version: number): Promise<Outcome<Versioned<View>>>;
  /** Takes back what one person did in a span of versions. */
  revert(caller: Identity, request: RevertRequest): Promise<Outcome<Versioned<View>>>;
  /** Takes back the caller's own last step, or does it again: once under one idempotency key. */
  step(caller: Identity, kind: 'undo' | 'redo', idempotencyKey: string | null): Promise<Outcome<StepTaken>>;
  /** The newest first. @param onlyOpen those that nobody has resolved. */
  conflicts(caller: Identity, onlyOpen: boolean): Promise<Outcome<readonly ConflictView[]>>;
  /** Makes the value that was chosen the value of the document. `lockTokens` as for a patch. */
  resolveConflict(
    caller: Identity,
    conflictId: string,
    choice: ConflictChoice,
    lockTokens?: readonly number[],
  ): Promise<Outcome<ConflictView>>;
  locks(caller: Identity): Promise<Outcome<readonly LockView[]>>;
  /** Locks a place: a JSON pointer, '' for the whole document. Locked by the same person already: a new token for it. */
  lock(caller: Identity, path: string): Promise<Outcome<HeldLock>>;
  renewLock(caller: Identity, lockId: string, token: number): Promise<Outcome<HeldLock>>;
  /** Ends the caller's lock; without a token, one of somebody else, by who may break it. */
  unlock(caller: Identity, lockId: string, token: number | null): Promise<Outcome<null>>;
  /**
   * Deletes the document. Its content is kept for `purgeAfterMs`.
   * @param withEvents of a calendar: also when there are events in it, which are deleted then.
   */
  delete(caller: Identity, withEvents?: boolean, lockTokens?: readonly number[]): Promise<Outcome<null>>;
  /** Takes a deletion back, as long as the content is kept. Who may delete may; nobody else learns that there is something. */
  restore(caller: Identity): Promise<Outcome<Versioned<View>>>;
}

/** What besides may be asked of an event's object. */
export interface EventApi<View extends object = object> extends DocumentApi<View> {
  /** Tells the event who belongs to its calendar. Asked by the calendar. */
  takeRoll(roll: CalendarRoll): Promise<RollAnswer>;
  /** Moves the event to another calendar, which has admitted it. */
  move(caller: Identity, roll: CalendarRoll): Promise<Outcome<Versioned<View>>>;
  /** Says whether the caller comes. Who is invited may, whatever their role is. */
  respond(caller: Identity, response: ResponseStatus): Promise<Outcome<Versioned<View>>>;
}

/** What besides may be asked of a calendar's object. */
export interface CalendarApi<View extends object = object> extends DocumentApi<View> {
  /** Makes a place for an event that the caller is about to create in the calendar, or to move there. Who may edit the calendar may. */
  admitEvent(caller: Identity, eventId: string): Promise<Outcome<CalendarRoll>>;
  /** An event of the calendar is other than it was. Asked by the event. */
  eventChanged(event: Projection): Promise<void>;
  /** An event is in another calendar now. Asked by the event. */
  eventLeft(eventId: string): Promise<void>;
}

/** The members of a calendar, as its events keep them. */
export interface CalendarRoll {
  readonly calendarId: string;
  /** Grows with every change of the members: an older one never replaces a newer one. */
  readonly sequence: number;
  readonly members: readonly { readonly id: string; readonly role: Role }[];
  /** Who has deleted the calendar; null for one that is not deleted. */
  readonly deletedBy: NamedPerson | null;
}

/** What an event says to a {@link CalendarRoll}: it has it, it is in another calendar, or there is no such event. */
export type RollAnswer = 'taken' | 'elsewhere' | 'unknown';

/** One accepted change of a document. */
export interface VersionEntry {
  readonly version: number;
  /** ISO 8601. */
  readonly at: string;
  /** Whose doing it was; `name` is empty where nobody knows. */
  readonly actor: { readonly id: string; readonly name: string };
  readonly kind: RowKind;
  /** JSON pointers, with `@id` in place of indices. */
  readonly touched: readonly string[];
}

export interface VersionPage {
  /** The newest first. */
  readonly versions: readonly VersionEntry[];
  /** `before` of the next page; null on the last one. */
  readonly next_before: number | null;
}

/** What one person did from one version to another, both included. */
export interface RevertRequest {
  readonly person: string;
  readonly from: number;
  readonly to: number;
}

/** What undoing or redoing did. */
export interface StepTaken {
  readonly version: number;
  readonly operations: readonly AppliedOperation[];
}

/** A new document: its id, its owner, the fields it starts with. */
export interface CreateDocument {
  readonly id: string;
  readonly owner: Identity;
  /** Of an event: the calendar it belongs to, which has admitted it. */
  readonly calendar?: CalendarRoll;
  /** Of a person's default calendar: their id. */
  readonly defaultOf?: string;
  /** Values for writable fields of the JSON view; absent ones are unset. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** SHA-256 (hex) of the request body: tells a repeated call from another one. */
  readonly requestHash: string;
}

/** A JSON view together with the version it shows. */
export interface Versioned<View> {
  readonly view: View;
  readonly version: number;
  /** There have been other views of this version: who belongs to the document, or its calendar, has changed since. */
  readonly isAmbiguous?: true;
}

/** RFC 6902 operations or an RFC 7396 merge patch against the JSON view. */
export type Patch =
  | { readonly kind: 'json-patch'; readonly operations: unknown }
  | { readonly kind: 'merge-patch'; readonly patch: unknown };

/**
 * What a patch was made against: the current version, of which the caller expects that it is this one, or any (`*`); or a
 * version that others may have followed up meanwhile: then it merges with what they did.
 */
export type PatchBase = number | '*' | { readonly baseVersion: number };

/** Which value of a conflict is to stay. `mine` and `theirs` are those of who chooses; `merged` is `value`. */
export interface ConflictChoice {
  readonly choice: 'mine' | 'theirs' | 'merged';
  readonly value: unknown;
  /** Which version of what stands the choice was made from; null when nothing is said of it. */
  readonly winnerVersion: number | null;
}

/** Somebody who shows a ticket in place of a token. */
export interface TicketBearer {
  readonly ticket: string;
}

export interface SyncRequest {
  readonly stateVector: Uint8Array;
  /** Null when the caller brings nothing. */
  readonly update: Uint8Array | null;
  /** Versions that the caller has in full. */
  readonly known: readonly number[];
}

export interface SyncAnswer {
  /** A Yjs update with all that the caller's state vector lacks; null when `known` names the version, and nothing was brought. */
  readonly update: Uint8Array | null;
  readonly version: number;
  /** The server's repairs of what the caller sent. */
  readonly repaired: readonly string[];
  /** What the caller may do, as a Session frame would say it. */
  readonly role: Role;
}

export interface IssuedTicket {
  readonly ticket: string;
  readonly expiresAtMs: number;
}

export interface NewInvite {
  readonly role: InviteRole;
  /** Life in seconds. */
  readonly expiresIn: number;
  /** Null for any number. */
  readonly maxUses: number | null;
}

/** An invitation as who manages the members sees it. */
export interface Invite {
  readonly id: string;
  readonly role: InviteRole;
  readonly expiresAtMs: number;
  readonly maxUses: number | null;
  readonly uses: number;
  /** Id of a person. */
  readonly createdBy: string;
  readonly createdAtMs: number;
}

/** An invitation as it is answered to who makes it. */
export interface MadeInvite extends Invite {
  readonly token: string;
  /** False for one that was made before, by the same call. */
  readonly created: boolean;
}

/** An invitation as who is invited sees it. */
export interface InvitePreview {
  readonly documentId: string;
  readonly title: string;
  readonly role: InviteRole;
  readonly invitedBy: { readonly name: string };
  readonly expiresAtMs: number;
}

/** What an invitation led to. */
export interface Joined {
  readonly documentId: string;
  readonly role: Role;
}

export interface NewMember {
  readonly id: string;
  readonly role: Role;
  /** Shown until the person has connected for the first time. */
  readonly name: string;
  readonly avatar: string | null;
}

/** Somebody who has the document open. */
export interface Present {
  readonly client_id: number;
  readonly user: { readonly id: string; readonly name: string; readonly color: string; readonly avatar: string | null };
  readonly state: Readonly<Record<string, unknown>>;
}

/** A lock as its holder has it. */
export interface HeldLock {
  readonly lock: LockView;
  /** Shown with a write, it says that the lock is still held. */
  readonly token: number;
}

/** What the lists and the search know of a document; written by the document, read by routes. */
export interface Projection {
  readonly id: string;
  readonly kind: DocumentKind;
  /** Grows with every projection of this document: an older one never overwrites a newer one. */
  readonly sequence: number;
  readonly version: number;
  /** What lists and files are told of the content (`listed` and `filed` of its schema), as the JSON view has it; empty after a purge. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The calendar that an event belongs to; null for every other document. */
  readonly calendar_id: string | null;
  /** Of an event: which state of its calendar's members it knows, and which calendars it has left that do not know that. */
  readonly roll?: { readonly sequence: number; readonly left: readonly string[] };
  readonly created_at: string;
  readonly updated_at: string;
  /** Null for a document that is not deleted. */
  readonly deleted_at: string | null;
  readonly owner_id: string;
  readonly members: readonly Member[];
}

/** What inboxes have to know of a document; written by the document, told to them in the background. */
export interface Notice {
  /** UUID. The same notice may be told again, under the same id. */
  readonly id: string;
  readonly documentKind: DocumentKind;
  readonly documentId: string;
  /** What happened (PROTOCOL.md, Notices). */
  readonly kind: NoticeKind;
  /** Ids of the people to tell. */
  readonly to: readonly string[];
  /** Whose doing it was; null when several had a part in it. */
  readonly by: { readonly id: string; readonly name: string | null } | null;
  /** What `to` are from now on; null where that is not what it is about. */
  readonly role: Role | null;
  readonly version: number;
  readonly title: string;
  readonly atMs: number;
  /** When an event is, where that is what it is about; else null. */
  readonly event: NoticedEvent | null;
  /** Of a reminder: what is about to begin. */
  readonly occurrence: NoticedOccurrence | null;
}

/** What people are told of an event. Times as its JSON view has them. */
export interface NoticedEvent {
  readonly start_time: string | null;
  readonly end_time: string | null;
  readonly time_zone: string | null;
  readonly all_day: boolean;
  readonly location: string | null;
}

/**
 * The header in which the Worker hands a checked upgrade to the document's object. The Worker overwrites whatever a
 * client sent under this name; nothing but the Worker can reach the object.
 */
export const upgradeHeader = 'x-triptrip-upgrade';

/** What the Worker found out about an upgrade request. */
export interface Upgrade {
  /** Null when the request had no token: with no ticket either, the session has ten seconds to send one. */
  readonly identity: Identity | null;
  /** What has the form of a ticket. Only the document can tell whose it is. */
  readonly ticket: string | null;
  /** The client announced our SDK (`?sdk=1`). */
  readonly sdk: boolean;
  /** The person does not want to be seen (`?invisible=1`). */
  readonly invisible: boolean;
  /** What the client speaks, where it says so (`?lang=json`). */
  readonly language: 'json' | null;
}
