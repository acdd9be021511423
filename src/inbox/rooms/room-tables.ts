import type { Sql } from '../sql';

/**
 * The steps that lead to the tables of today. A room that is begun takes all of them, an older one those it has not
 * taken. A step is never changed, another one follows it.
 */
const steps: readonly string[] = [
  `CREATE TABLE room (
     only INTEGER PRIMARY KEY CHECK (only = 1), schema INTEGER NOT NULL, epoch TEXT NOT NULL, base INTEGER NOT NULL,
     head INTEGER NOT NULL, active_at INTEGER NOT NULL
   );
   CREATE TABLE retained (only INTEGER PRIMARY KEY CHECK (only = 1), value TEXT NOT NULL);
   CREATE TABLE events (
     event_offset INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, told INTEGER NOT NULL, body TEXT NOT NULL
   );
   CREATE TABLE taken (event_offset INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
   CREATE TABLE people (
     position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, seen_at INTEGER NOT NULL,
     relay INTEGER
   );
   CREATE INDEX people_by_relay ON people (relay);
   CREATE INDEX people_by_time ON people (seen_at);
   CREATE TABLE subscribers (name TEXT PRIMARY KEY, event_offset INTEGER) WITHOUT ROWID`,
];

/** Whether the room was ever begun. Asking creates nothing. */
export function hasRoomTables(sql: Sql): boolean {
  return sql.rows("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'room'").length > 0;
}

/** Makes the tables of a room that is being begun, unless they are there. Answers the number to keep in `room.schema`. */
export function createRoomTables(sql: Sql): number {
  if (!hasRoomTables(sql)) for (const step of steps) sql.rows(step);
  return steps.length;
}

/** Brings the tables of an existing room up to date. */
export function upgradeRoomTables(sql: Sql): void {
  const [room] = sql.rows<{ schema: number }>('SELECT schema FROM room');
  if (room === undefined || room.schema >= steps.length) return;
  sql.transact(() => {
    for (const step of steps.slice(room.schema)) sql.rows(step);
    sql.rows('UPDATE room SET schema = ?', steps.length);
  });
}
