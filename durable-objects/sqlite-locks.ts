import type { LockRow, LockStore } from '../src/documents/locks/lock-store';

export const lockTables = `
  CREATE TABLE locks (
    id TEXT PRIMARY KEY, path TEXT NOT NULL, person TEXT NOT NULL, name TEXT NOT NULL, token INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE lock_tokens (only INTEGER PRIMARY KEY CHECK (only = 1), last INTEGER NOT NULL)`;

export class SqliteLocks implements LockStore {
  constructor(private readonly sql: SqlStorage) {}

  all(): LockRow[] {
    return this.sql
      .exec<{ id: string; path: string; person: string; name: string; token: number; expires_at: number }>(
        'SELECT id, path, person, name, token, expires_at FROM locks ORDER BY token',
      )
      .toArray()
      .map(({ expires_at, ...row }) => ({ ...row, expiresAtMs: expires_at }));
  }

  put({ id, path, person, name, token, expiresAtMs }: LockRow): void {
    this.sql.exec(
      'INSERT OR REPLACE INTO locks (id, path, person, name, token, expires_at) VALUES (?, ?, ?, ?, ?, ?)',
      ...[id, path, person, name, token, expiresAtMs],
    );
  }

  remove(id: string): void {
    this.sql.exec('DELETE FROM locks WHERE id = ?', id);
  }

  clear(): void {
    this.sql.exec('DELETE FROM locks');
  }

  nextToken(): number {
    const next =
      'INSERT INTO lock_tokens (only, last) VALUES (1, 1) ON CONFLICT (only) DO UPDATE SET last = last + 1 RETURNING last';
    return this.sql.exec<{ last: number }>(next).one().last;
  }
}
