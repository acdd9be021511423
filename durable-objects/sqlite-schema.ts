import { chunkTables } from './sqlite-bytes';
import { calendarTables } from './sqlite-calendar';
import { inviteKeyTables, inviteTables } from './sqlite-invites';
import { lockTables } from './sqlite-locks';
import { logTables } from './sqlite-log';
import { noticeTables } from './sqlite-notices';
import { operationTables } from './sqlite-operations';
import { announcedTables, nameTables, smallTables } from './sqlite-tables';
import { ticketTables } from './sqlite-tickets';
import { timerTables } from './timers';

/**
 * The steps that lead to the tables of today, the first one at index 0. A document that is created takes all of them, an
 * older one those it has not taken: both end up with the same tables. A step is never changed, another one follows it.
 */
const steps: readonly (readonly string[])[] = [
  [chunkTables, logTables, smallTables, timerTables],
  [ticketTables, inviteTables],
  [noticeTables],
  [calendarTables],
  [lockTables],
  [operationTables],
  [inviteKeyTables],
  [nameTables],
  [announcedTables],
];

/** Number of the newest step; it stands with the facts of the document. */
const newestSchema = steps.length;

/** Whether the document was ever created. Asking creates nothing. */
export function hasTables(sql: SqlStorage): boolean {
  return sql.exec("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'meta'").toArray().length > 0;
}

/** Makes the tables of a document that is being created. Answers the number to keep in `meta.schema`. */
export function createTables(sql: SqlStorage): number {
  if (!hasTables(sql)) {
    sql.exec('CREATE TABLE meta (only INTEGER PRIMARY KEY CHECK (only = 1), schema INTEGER NOT NULL, facts TEXT NOT NULL)');
    take(sql, 0);
  }
  return newestSchema;
}

/** Brings the tables of an existing document up to date. Creates nothing where there is no document. */
export function upgradeTables(storage: DurableObjectStorage): void {
  const { sql } = storage;
  if (!hasTables(sql)) return;
  const [meta] = sql.exec<{ schema: number }>('SELECT schema FROM meta').toArray();
  if (meta === undefined || meta.schema >= newestSchema) return;
  storage.transactionSync(() => {
    take(sql, meta.schema);
    sql.exec('UPDATE meta SET schema = ?', newestSchema);
  });
}

function take(sql: SqlStorage, from: number): void {
  for (const tables of steps.slice(from).flat()) sql.exec(tables);
}
