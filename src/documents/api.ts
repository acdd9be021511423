import type { Outcome } from '../protocol/codes';
import type { Member } from '../protocol/messages';
import type { Identity, InviteRole, Role } from '../protocol/roles';
import type { NoticeKind } from './storage';

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
  /** All or nothing, at the current version; `ifMatch` is the version the caller expects, or `*`. */
  patch(caller: Identity, patch: Patch, ifMatch: number | '*'): Promise<Outcome<Versioned<View>>>;
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
  createInvite(caller: Identity, invite: NewInvite): Promise<Outcome<Invite & { readonly token: string }>>;
  /** All invitations that are kept: those that are over stay for a while. */
  invites(caller: Identity): Promise<Outcome<readonly Invite[]>>;
  revokeInvite(caller: Identity, inviteId: string): Promise<Outcome<null>>;
  /** What somebody who has the secret of an invitation may know before they accept it. */
  previewInvite(secret: string): Promise<Outcome<InvitePreview>>;
  /** Makes the caller a member. Who is one already, with a role as strong, stays what they are and spends no use. */
  acceptInvite(caller: Identity, secret: string): Promise<Outcome<Joined>>;
  presence(caller: Identity): Promise<Outcome<readonly Present[]>>;
  /** Deletes the document. Its content is kept for `purgeAfterMs`. */
  delete(caller: Identity): Promise<Outcome<null>>;
  /** Takes a deletion back, as long as the content is kept. Who may delete may; nobody else learns that there is something. */
  restore(caller: Identity): Promise<Outcome<Versioned<View>>>;
}

/** A new document: its id, its owner, the fields it starts with. */
export interface CreateDocument {
  readonly id: string;
  readonly owner: Identity;
  /** Values for writable fields of the JSON view; absent ones are unset. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** SHA-256 (hex) of the request body: tells a repeated call from another one. */
  readonly requestHash: string;
}

/** A JSON view together with the version it shows. */
export interface Versioned<View> {
  readonly view: View;
  readonly version: number;
}

/** RFC 6902 operations or an RFC 7396 merge patch against the JSON view. */
export type Patch =
  | { readonly kind: 'json-patch'; readonly operations: unknown }
  | { readonly kind: 'merge-patch'; readonly patch: unknown };

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

/** What the lists and the search know of a document; written by the document, read by routes. */
export interface Projection {
  readonly id: string;
  readonly kind: 'trip';
  /** Grows with every projection of this document: an older one never overwrites a newer one. */
  readonly sequence: number;
  readonly version: number;
  readonly title: string;
  readonly start_date: string | null;
  readonly end_date: string | null;
  readonly destination: string | null;
  readonly cover: string | null;
  readonly archived: boolean;
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
}
