import type { Outcome } from '../../protocol/codes';
import { documentLimits } from '../../protocol/limits';
import type { Identity } from '../../protocol/roles';
import { inboxTicketOf } from '../../protocol/secrets';
import type { InboxPorts } from '../ports';

export const hubTicketTables = `
  CREATE TABLE hub_tickets (hash TEXT PRIMARY KEY, identity TEXT NOT NULL, expires_at INTEGER NOT NULL) WITHOUT ROWID`;

/** A ticket, told once. */
export interface IssuedHubTicket {
  readonly ticket: string;
  readonly expiresAtMs: number;
}

/** Tickets of the hub (PROTOCOL.md, Tickets and U3): each stands for the token it was issued for, once, at this inbox. */
export class HubTickets {
  constructor(private readonly ports: Pick<InboxPorts, 'sql' | 'secrets' | 'nowMs' | 'person'>) {}

  issue(identity: Identity): IssuedHubTicket {
    const { sql, secrets, nowMs, person } = this.ports;
    const ticket = inboxTicketOf(secrets.newSecret(), person);
    // Never longer than the token it stands for.
    const expiresAtMs = Math.min(nowMs() + documentLimits.ticketMs, identity.expiresAtMs ?? Number.POSITIVE_INFINITY);
    sql.transact(() => {
      // Nobody else clears up behind those that were never used: a timer would wake the inbox for it.
      sql.rows('DELETE FROM hub_tickets WHERE expires_at <= ?', nowMs());
      sql.rows(
        'INSERT INTO hub_tickets (hash, identity, expires_at) VALUES (?, ?, ?)',
        ...[secrets.digest(ticket), JSON.stringify(identity), expiresAtMs],
      );
    });
    return { ticket, expiresAtMs };
  }

  /** Spends a ticket: whom it speaks for. Unknown, used and expired ones are the same to who shows them. */
  redeem(ticket: string): Outcome<Identity> {
    const { sql, secrets, nowMs } = this.ports;
    const [row] = sql.rows<{ identity: string; expires_at: number }>(
      'DELETE FROM hub_tickets WHERE hash = ? RETURNING identity, expires_at',
      secrets.digest(ticket),
    );
    if (row === undefined || row.expires_at <= nowMs()) return refusedTicket;
    return { ok: true, value: JSON.parse(row.identity) as Identity };
  }
}

/** How every ticket is refused. */
export const refusedTicket = {
  ok: false,
  refusal: { code: 'unauthenticated', detail: 'The ticket is not valid here.' },
} as const;
