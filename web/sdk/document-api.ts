import type { Member } from '../../src/protocol/messages';
import type { AppliedOperation, ConflictView, LockView } from '../../src/protocol/operations';
import type { Role } from '../../src/protocol/roles';
import type { Api, Invite, MadeInvite, NewInvite } from './api';
import { type DocumentKind, documentAddress } from './document-kind';

/** One accepted change of a document. */
export interface DocumentVersion {
  readonly version: number;
  /** ISO 8601. */
  readonly at: string;
  /** Whose doing it was. */
  readonly actor: { readonly id: string; readonly name: string };
  readonly kind: 'edit' | 'op' | 'undo' | 'redo' | 'restore' | 'revert';
  /** JSON pointers (ids in place of indices) of what it changed. */
  readonly touched: readonly string[];
}

export interface VersionPage {
  /** The latest first. */
  readonly versions: readonly DocumentVersion[];
  /** Passed as `before` to get the next page; null on the last one. */
  readonly next_before: number | null;
}

/** What undoing or redoing did. */
export interface UndoOutcome {
  readonly version: number;
  readonly operations: readonly AppliedOperation[];
}

/** A lock that was given, with the token that a write has to show. */
export interface HeldLock {
  readonly lock: LockView;
  readonly token: number;
}

/** The answer to a conflict: the own value, that of the other person, or another one. */
export type ConflictChoice = { readonly choice: 'mine' | 'theirs' } | { readonly choice: 'merged'; readonly value: unknown };

/** What the caller shows when they decide a conflict. */
export interface DecisionOptions {
  /** Of a lock that the caller holds where the conflict is. */
  readonly lockToken?: ShownLocks;
  /** `versions.winner` as it was seen: what was written since is not given up unseen (code `conflict-outdated`). */
  readonly winnerVersion?: number;
}

/** The token of a lock that the caller holds on what a write touches, or those of several; null for none. */
export type ShownLocks = number | readonly number[] | null;

/** What documents of every kind have in the REST API. Every method throws `ProblemError`. */
export class DocumentApi {
  readonly #api: Pick<Api, 'call'>;
  readonly #path: string;

  constructor(api: Pick<Api, 'call'>, kind: DocumentKind, id: string) {
    this.#api = api;
    this.#path = documentAddress('', kind, id);
  }

  async listMembers(): Promise<readonly Member[]> {
    return (await this.#call<{ members: readonly Member[] }>('GET', '/members')).members;
  }

  /**
   * Adds somebody, or changes their role.
   * @param name shown until they have connected for the first time
   */
  putMember(personId: string, role: Role, name?: string): Promise<Member> {
    return this.#call('PUT', `/members/${encodeURIComponent(personId)}`, { role, name });
  }

  async removeMember(personId: string): Promise<void> {
    await this.#call('DELETE', `/members/${encodeURIComponent(personId)}`);
  }

  /** Hands it to another member, who becomes its owner; the caller stays as an editor. Answers all members. */
  async transfer(personId: string): Promise<readonly Member[]> {
    return (await this.#call<{ members: readonly Member[] }>('POST', '/transfer', { user_id: personId })).members;
  }

  /**
   * Makes an invitation. The answer alone holds its token: it cannot be read again.
   * @param idempotencyKey the same key again makes no second one, and gets the same answer: use one per intention, and keep it for retries.
   */
  createInvite(invite: NewInvite, idempotencyKey: string): Promise<MadeInvite> {
    return this.#call('POST', '/invites', invite, { 'idempotency-key': idempotencyKey });
  }

  /** The invitations that still hold. */
  async listInvites(): Promise<readonly Invite[]> {
    return (await this.#call<{ invites: readonly Invite[] }>('GET', '/invites')).invites;
  }

  /** Ends an invitation at once. Who has accepted it already stays a member. */
  async revokeInvite(inviteId: string): Promise<void> {
    await this.#call('DELETE', `/invites/${encodeURIComponent(inviteId)}`);
  }

  /** Who changed what and when, the latest first. @param query.before the version at which to go on */
  versions(query: { readonly before?: number; readonly limit?: number } = {}): Promise<VersionPage> {
    return this.#call('GET', `/versions${queryOf(query)}`);
  }

  /** The document as it was: a `TripView`, an `EventView`, a `CalendarView`. */
  viewAt<View>(version: number): Promise<View> {
    return this.#call('GET', `/versions/${version}`);
  }

  /** What leads from one version to another one. */
  async diff(from: number, to: number): Promise<readonly AppliedOperation[]> {
    const path = `/diff${queryOf({ from, to })}`;
    return (await this.#call<{ operations: readonly AppliedOperation[] }>('GET', path)).operations;
  }

  /** Makes the document what it was at a version, as a new version. */
  restoreVersion<View>(version: number): Promise<View> {
    return this.#call('POST', `/versions/${version}/restore`);
  }

  /** Takes back what one person did between two versions; what others did stays. */
  revert<View>(what: { readonly person: string; readonly from: number; readonly to: number }): Promise<View> {
    return this.#call('POST', '/revert', what);
  }

  /**
   * Takes back the caller's own last edit, whatever others did since. Code `nothing-to-undo` when there is none.
   * @param idempotencyKey the same key again takes no second step, and gets the same answer: use one per intention, and keep it for retries.
   */
  undo(idempotencyKey?: string): Promise<UndoOutcome> {
    return this.#step('/undo', idempotencyKey);
  }

  /** Does again what was taken back last. @param idempotencyKey as of `undo`. */
  redo(idempotencyKey?: string): Promise<UndoOutcome> {
    return this.#step('/redo', idempotencyKey);
  }

  /** Values that lost against another one written at the same time. @param query.open only those that nobody has decided */
  async conflicts(query: { readonly open?: boolean } = {}): Promise<readonly ConflictView[]> {
    const path = `/conflicts${query.open === true ? '?open=1' : ''}`;
    return (await this.#call<{ conflicts: readonly ConflictView[] }>('GET', path)).conflicts;
  }

  /** Decides a conflict, for everybody. */
  resolveConflict(
    conflictId: string,
    choice: ConflictChoice,
    { lockToken = null, winnerVersion }: DecisionOptions = {},
  ): Promise<ConflictView> {
    const path = `/conflicts/${encodeURIComponent(conflictId)}`;
    return this.#call('POST', path, { ...choice, winner_version: winnerVersion }, lockHeader(lockToken));
  }

  async locks(): Promise<readonly LockView[]> {
    return (await this.#call<{ locks: readonly LockView[] }>('GET', '/locks')).locks;
  }

  /** Locks a field, or everything (`path` ''), for 30 s. Code `locked` when somebody else has it. */
  lock(path: string): Promise<HeldLock> {
    return this.#call('POST', '/locks', { path });
  }

  /** Keeps a lock for another 30 s. */
  renewLock({ lock, token }: HeldLock): Promise<HeldLock> {
    return this.#call('PUT', `/locks/${encodeURIComponent(lock.id)}`, { token });
  }

  /** Gives a lock up. */
  async unlock({ lock, token }: HeldLock): Promise<void> {
    await this.#call('DELETE', `/locks/${encodeURIComponent(lock.id)}?token=${token}`);
  }

  /** Breaks a lock of somebody else: for owners, and logged. */
  async breakLock(lockId: string): Promise<void> {
    await this.#call('DELETE', `/locks/${encodeURIComponent(lockId)}`);
  }

  #step(path: string, key: string | undefined): Promise<UndoOutcome> {
    return this.#call('POST', path, undefined, key === undefined ? {} : { 'idempotency-key': key });
  }

  #call<T>(method: string, path: string, body?: object, headers: Readonly<Record<string, string>> = {}): Promise<T> {
    return this.#api.call(method, `${this.#path}${path}`, body === undefined ? { headers } : { body, headers });
  }
}

/** The header in which a write shows locks. */
export function lockHeader(shown: ShownLocks): Readonly<Record<string, string>> {
  return shown === null ? {} : { 'lock-token': String(shown) };
}

/** A query string, of what is given. */
export function queryOf(query: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
