import type { Identity } from '../protocol/roles';

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
