import type { InviteKeyRow, InviteRow, InviteStore } from '../src/documents/invite-store';
import type { InviteRole } from '../src/protocol/roles';

export const inviteTables = `
  CREATE TABLE invites (
    position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, hash TEXT NOT NULL UNIQUE, role TEXT NOT NULL,
    created_by TEXT NOT NULL, created_by_name TEXT NOT NULL, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
    max_uses INTEGER, uses INTEGER NOT NULL
  )`;

export const inviteKeyTables = `
  CREATE TABLE invite_keys (
    hash TEXT PRIMARY KEY, salt TEXT NOT NULL, wish TEXT NOT NULL, made_at INTEGER NOT NULL
  ) WITHOUT ROWID`;

type StoredInvite = {
  id: string;
  hash: string;
  role: string;
  created_by: string;
  created_by_name: string;
  created_at: number;
  expires_at: number;
  max_uses: number | null;
  uses: number;
};

const columns = 'id, hash, role, created_by, created_by_name, created_at, expires_at, max_uses, uses';

export class SqliteInvites implements InviteStore {
  constructor(private readonly sql: SqlStorage) {}

  all(): InviteRow[] {
    return this.sql.exec<StoredInvite>(`SELECT ${columns} FROM invites ORDER BY position`).toArray().map(inviteOf);
  }

  find(hash: string): InviteRow | null {
    const [row] = this.sql.exec<StoredInvite>(`SELECT ${columns} FROM invites WHERE hash = ?`, hash).toArray();
    return row === undefined ? null : inviteOf(row);
  }

  add({ id, hash, role, createdBy, createdByName, createdAtMs, expiresAtMs, maxUses, uses }: InviteRow): void {
    this.sql.exec(
      `INSERT INTO invites (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ...[id, hash, role, createdBy, createdByName, createdAtMs, expiresAtMs, maxUses, uses],
    );
  }

  countUse(id: string): void {
    this.sql.exec('UPDATE invites SET uses = uses + 1 WHERE id = ?', id);
  }

  remove(id: string): void {
    this.sql.exec('DELETE FROM invites WHERE id = ?', id);
  }

  findKey(hash: string): InviteKeyRow | null {
    const [row] = this.sql
      .exec<{ salt: string; wish: string; made_at: number }>('SELECT salt, wish, made_at FROM invite_keys WHERE hash = ?', hash)
      .toArray();
    return row === undefined ? null : { hash, salt: row.salt, wish: row.wish, madeAtMs: row.made_at };
  }

  addKey({ hash, salt, wish, madeAtMs }: InviteKeyRow): void {
    this.sql.exec('INSERT INTO invite_keys (hash, salt, wish, made_at) VALUES (?, ?, ?, ?)', hash, salt, wish, madeAtMs);
  }

  forgetKeys(untilMs: number): void {
    this.sql.exec('DELETE FROM invite_keys WHERE made_at <= ?', untilMs);
  }

  clear(): void {
    this.sql.exec('DELETE FROM invites');
    this.sql.exec('DELETE FROM invite_keys');
  }
}

function inviteOf(row: StoredInvite): InviteRow {
  return {
    id: row.id,
    hash: row.hash,
    role: row.role as InviteRole,
    createdBy: row.created_by,
    createdByName: row.created_by_name,
    createdAtMs: row.created_at,
    expiresAtMs: row.expires_at,
    maxUses: row.max_uses,
    uses: row.uses,
  };
}
