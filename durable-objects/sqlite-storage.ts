import type { DocumentMeta, DocumentStorage, MetaStore, Synchronous } from '../src/documents/storage';
import { SqliteCalendarEvents, SqliteRoll } from './sqlite-calendar';
import { SqliteInvites } from './sqlite-invites';
import { SqliteLocks } from './sqlite-locks';
import { SqliteLog } from './sqlite-log';
import { SqliteNotices } from './sqlite-notices';
import { SqliteAnswers, SqliteConflicts } from './sqlite-operations';
import { createTables, hasTables, upgradeTables } from './sqlite-schema';
import { SqliteAbsences, SqliteMembers, SqliteNames, SqliteReplacements, SqliteReplicas } from './sqlite-tables';
import { SqliteTickets } from './sqlite-tickets';

/** What a purge empties. The facts stay, so that the document stays deleted. */
const purged = [
  'log',
  'packs',
  'checkpoints',
  'chunks',
  'members',
  'names',
  'replicas',
  'announced',
  'replacements',
  'absences',
  'tickets',
  'invites',
  'notices',
  'locks',
  'lock_tokens',
  'calendar_roll',
  'calendar_events',
  'answers',
  'conflicts',
];

/** A document's storage in the SQLite of its Durable Object. Creates nothing before the document is created. */
export class SqliteStorage implements DocumentStorage {
  readonly log: SqliteLog;
  readonly meta: MetaStore;
  readonly members: SqliteMembers;
  readonly names: SqliteNames;
  readonly replicas: SqliteReplicas;
  readonly replacements: SqliteReplacements;
  readonly absences: SqliteAbsences;
  readonly tickets: SqliteTickets;
  readonly invites: SqliteInvites;
  readonly notices: SqliteNotices;
  readonly locks: SqliteLocks;
  readonly roll: SqliteRoll;
  readonly calendarEvents: SqliteCalendarEvents;
  readonly answers: SqliteAnswers;
  readonly conflicts: SqliteConflicts;

  constructor(private readonly storage: DurableObjectStorage) {
    const { sql } = storage;
    upgradeTables(storage);
    this.log = new SqliteLog(sql);
    this.meta = new SqliteMeta(sql, this.log);
    this.members = new SqliteMembers(sql);
    this.names = new SqliteNames(sql);
    this.replicas = new SqliteReplicas(sql);
    this.replacements = new SqliteReplacements(sql);
    this.absences = new SqliteAbsences(sql);
    this.tickets = new SqliteTickets(sql);
    this.invites = new SqliteInvites(sql);
    this.notices = new SqliteNotices(sql);
    this.locks = new SqliteLocks(sql);
    this.roll = new SqliteRoll(sql);
    this.calendarEvents = new SqliteCalendarEvents(sql);
    this.answers = new SqliteAnswers(sql);
    this.conflicts = new SqliteConflicts(sql);
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
    const schema = createTables(this.sql);
    this.sql.exec('INSERT INTO meta (only, schema, facts) VALUES (1, ?, ?)', schema, JSON.stringify(meta));
  }

  update(change: Partial<DocumentMeta>): void {
    this.sql.exec('UPDATE meta SET facts = ?', JSON.stringify({ ...this.read(), ...change }));
  }

  purge(): void {
    for (const table of purged) this.sql.exec(`DELETE FROM ${table}`);
    this.log.forget();
  }
}
