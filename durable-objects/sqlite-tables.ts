import type {
  Absence,
  AbsenceStore,
  MemberRow,
  MemberStore,
  NameStore,
  Replacement,
  ReplacementStore,
  ReplicaStore,
} from '../src/documents/storage';
import type { Role } from '../src/protocol/roles';

export const smallTables = `
  CREATE TABLE members (
    position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, avatar TEXT, role TEXT NOT NULL
  );
  CREATE TABLE replicas (client INTEGER PRIMARY KEY, person TEXT NOT NULL, at INTEGER NOT NULL);
  CREATE TABLE replacements (
    client INTEGER NOT NULL, clock INTEGER NOT NULL, element TEXT NOT NULL, server_clock INTEGER NOT NULL, PRIMARY KEY (client, clock)
  ) WITHOUT ROWID;
  CREATE TABLE absences (client INTEGER PRIMARY KEY, person TEXT NOT NULL, state TEXT NOT NULL, until INTEGER NOT NULL)`;

export const nameTables = 'CREATE TABLE names (id TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID';

/** Client ids that were announced and have brought nothing yet. Few: what is old or in excess is forgotten. */
export const announcedTables = 'CREATE TABLE announced (client INTEGER PRIMARY KEY, person TEXT NOT NULL, at INTEGER NOT NULL)';

export class SqliteMembers implements MemberStore {
  constructor(private readonly sql: SqlStorage) {}

  all(): MemberRow[] {
    return this.sql
      .exec<{ id: string; name: string; avatar: string | null; role: string }>(
        'SELECT id, name, avatar, role FROM members ORDER BY position',
      )
      .toArray()
      .map((row) => ({ ...row, role: row.role as Role }));
  }

  put({ id, name, avatar, role }: MemberRow): void {
    this.sql.exec(
      `INSERT INTO members (id, name, avatar, role) VALUES (?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, avatar = excluded.avatar, role = excluded.role`,
      ...[id, name, avatar, role],
    );
  }

  remove(id: string): void {
    this.sql.exec('DELETE FROM members WHERE id = ?', id);
  }
}

export class SqliteNames implements NameStore {
  constructor(private readonly sql: SqlStorage) {}

  all(): Map<string, string> {
    const rows = this.sql.exec<{ id: string; name: string }>('SELECT id, name FROM names').toArray();
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  put(id: string, name: string): void {
    this.sql.exec('INSERT OR REPLACE INTO names (id, name) VALUES (?, ?)', id, name);
  }
}

export class SqliteReplicas implements ReplicaStore {
  constructor(private readonly sql: SqlStorage) {}

  owner(client: number): string | null {
    return this.#person('SELECT person FROM replicas WHERE client = ?', client);
  }

  bind(client: number, person: string, atMs: number): void {
    this.sql.exec('INSERT INTO replicas (client, person, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', client, person, atMs);
    this.forgetAnnounced(client);
  }

  announcer(client: number): string | null {
    return this.#person('SELECT person FROM announced WHERE client = ?', client);
  }

  announce(client: number, person: string, atMs: number): void {
    this.sql.exec('INSERT INTO announced (client, person, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', client, person, atMs);
  }

  announcedBy(person: string): number[] {
    return this.#clients('SELECT client FROM announced WHERE person = ? ORDER BY at', person);
  }

  announcedBefore(atMs: number): number[] {
    return this.#clients('SELECT client FROM announced WHERE at < ? ORDER BY at', atMs);
  }

  forgetAnnounced(client: number): void {
    this.sql.exec('DELETE FROM announced WHERE client = ?', client);
  }

  #person(query: string, client: number): string | null {
    const [row] = this.sql.exec<{ person: string }>(query, client).toArray();
    return row?.person ?? null;
  }

  #clients(query: string, about: string | number): number[] {
    return this.sql
      .exec<{ client: number }>(query, about)
      .toArray()
      .map(({ client }) => client);
  }
}

export class SqliteReplacements implements ReplacementStore {
  constructor(private readonly sql: SqlStorage) {}

  all(): Replacement[] {
    return this.sql
      .exec<{ client: number; clock: number; element: string; server_clock: number }>(
        'SELECT client, clock, element, server_clock FROM replacements',
      )
      .toArray()
      .map(({ client, clock, element, server_clock }) => ({ client, clock, element, serverClock: server_clock }));
  }

  add({ client, clock, element, serverClock }: Replacement): void {
    this.sql.exec(
      'INSERT OR REPLACE INTO replacements (client, clock, element, server_clock) VALUES (?, ?, ?, ?)',
      ...[client, clock, element, serverClock],
    );
  }

  removeElement(element: string): void {
    this.sql.exec('DELETE FROM replacements WHERE element = ?', element);
  }
}

export class SqliteAbsences implements AbsenceStore {
  constructor(private readonly sql: SqlStorage) {}

  all(): Absence[] {
    return this.sql
      .exec<{ client: number; person: string; state: string; until: number }>('SELECT client, person, state, until FROM absences')
      .toArray()
      .map(({ client, person, state, until }) => ({ client, person, state, untilMs: until }));
  }

  put({ client, person, state, untilMs }: Absence): void {
    this.sql.exec(
      'INSERT OR REPLACE INTO absences (client, person, state, until) VALUES (?, ?, ?, ?)',
      client,
      person,
      state,
      untilMs,
    );
  }

  remove(client: number): void {
    this.sql.exec('DELETE FROM absences WHERE client = ?', client);
  }
}
