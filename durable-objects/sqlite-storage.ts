import type { DocumentMeta, DocumentStorage, MetaStore, Synchronous } from '../src/documents/storage';
import { chunkTables } from './sqlite-bytes';
import { logTables, SqliteLog } from './sqlite-log';
import { SqliteAbsences, SqliteMembers, SqliteReplacements, SqliteReplicas, smallTables } from './sqlite-tables';
import { timerTables } from './timers';

/** Version of the tables. A later one brings the steps that lead to it. */
const schemaVersion = 1;

/** What a purge leaves: the facts, so that the document stays deleted. */
const purged = ['log', 'packs', 'checkpoints', 'chunks', 'members', 'replicas', 'replacements', 'absences'];

/** A document's storage in the SQLite of its Durable Object. Creates nothing before the document is created. */
export class SqliteStorage implements DocumentStorage {
  readonly log: SqliteLog;
  readonly meta: MetaStore;
  readonly members: SqliteMembers;
  readonly replicas: SqliteReplicas;
  readonly replacements: SqliteReplacements;
  readonly absences: SqliteAbsences;

  constructor(private readonly storage: DurableObjectStorage) {
    const { sql } = storage;
    this.log = new SqliteLog(sql);
    this.meta = new SqliteMeta(sql, this.log);
    this.members = new SqliteMembers(sql);
    this.replicas = new SqliteReplicas(sql);
    this.replacements = new SqliteReplacements(sql);
    this.absences = new SqliteAbsences(sql);
  }

  transact<T>(work: () => Synchronous<T>): T {
    try {
      return this.storage.transactionSync(work);
    } catch (error) {
      this.log.forget();
      throw error;
    }
  }
}

class SqliteMeta implements MetaStore {
  constructor(
    private readonly sql: SqlStorage,
    private readonly log: SqliteLog,
  ) {}

  read(): DocumentMeta | null {
    if (!hasTables(this.sql)) return null;
    const [row] = this.sql.exec<{ facts: string }>('SELECT facts FROM meta').toArray();
    return row === undefined ? null : (JSON.parse(row.facts) as DocumentMeta);
  }

  create(meta: DocumentMeta): void {
    if (!hasTables(this.sql)) {
      this.sql.exec(
        'CREATE TABLE meta (only INTEGER PRIMARY KEY CHECK (only = 1), schema INTEGER NOT NULL, facts TEXT NOT NULL)',
      );
      for (const tables of [chunkTables, logTables, smallTables, timerTables]) this.sql.exec(tables);
    }
    this.sql.exec('INSERT INTO meta (only, schema, facts) VALUES (1, ?, ?)', schemaVersion, JSON.stringify(meta));
  }

  update(change: Partial<DocumentMeta>): void {
    this.sql.exec('UPDATE meta SET facts = ?', JSON.stringify({ ...this.read(), ...change }));
  }

  purge(): void {
    for (const table of purged) this.sql.exec(`DELETE FROM ${table}`);
    this.log.forget();
  }
}

/** Whether the document was ever created. Asking creates nothing. */
export function hasTables(sql: SqlStorage): boolean {
  return sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'meta'").toArray().length > 0;
}
