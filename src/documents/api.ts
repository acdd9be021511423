import type { Outcome } from '../protocol/codes';
import type { Identity, Role } from '../protocol/roles';

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
  sync(caller: Identity, stateVector: Uint8Array, update: Uint8Array | null): Promise<Outcome<SyncAnswer>>;
  members(caller: Identity): Promise<Outcome<readonly Member[]>>;
  putMember(caller: Identity, member: NewMember): Promise<Outcome<Member>>;
  removeMember(caller: Identity, personId: string): Promise<Outcome<null>>;
  presence(caller: Identity): Promise<Outcome<readonly Present[]>>;
  delete(caller: Identity): Promise<Outcome<null>>;
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

export interface SyncAnswer {
  /** A Yjs update with all that the caller's state vector lacks. */
  readonly update: Uint8Array;
  readonly version: number;
  /** The server's repairs of what the caller sent. */
  readonly repaired: readonly string[];
}

/** A member as people see them. */
export interface Member {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly color: string;
  readonly avatar: string | null;
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
  readonly created_at: string;
  readonly updated_at: string;
  readonly deleted: boolean;
  readonly owner_id: string;
  readonly members: readonly Member[];
}

/**
 * The header in which the Worker hands a checked upgrade to the document's object. The Worker overwrites whatever a
 * client sent under this name; nothing but the Worker can reach the object.
 */
export const upgradeHeader = 'x-triptrip-upgrade';

/** What the Worker found out about an upgrade request. */
export interface Upgrade {
  /** Null when the request had no token: the session has ten seconds to send one. */
  readonly identity: Identity | null;
  /** The client announced our SDK (`?sdk=1`). */
  readonly sdk: boolean;
  /** The person does not want to be seen (`?invisible=1`). */
  readonly invisible: boolean;
}
