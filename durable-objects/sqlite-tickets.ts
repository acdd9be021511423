import type { TicketRow, TicketStore } from '../src/documents/ticket-store';
import type { Identity } from '../src/protocol/roles';

export const ticketTables = `
  CREATE TABLE tickets (hash TEXT PRIMARY KEY, identity TEXT NOT NULL, expires_at INTEGER NOT NULL) WITHOUT ROWID`;

export class SqliteTickets implements TicketStore {
  constructor(private readonly sql: SqlStorage) {}

  put({ hash, identity, expiresAtMs }: TicketRow): void {
    this.sql.exec(
      'INSERT INTO tickets (hash, identity, expires_at) VALUES (?, ?, ?)',
      hash,
      JSON.stringify(identity),
      expiresAtMs,
    );
  }

  take(hash: string): TicketRow | null {
    const [row] = this.sql
      .exec<{ identity: string; expires_at: number }>('DELETE FROM tickets WHERE hash = ? RETURNING identity, expires_at', hash)
      .toArray();
    return row === undefined ? null : { hash, identity: JSON.parse(row.identity) as Identity, expiresAtMs: row.expires_at };
  }

  removeExpired(nowMs: number): void {
    this.sql.exec('DELETE FROM tickets WHERE expires_at <= ?', nowMs);
  }

  clear(): void {
    this.sql.exec('DELETE FROM tickets');
  }
}
