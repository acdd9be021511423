import type { InviteRole } from '../protocol/roles';

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
