import type { CalendarEventRow, CalendarEventStore, RollRow, RollStore } from '../src/documents/calendar-stores';

export const calendarTables = `
  CREATE TABLE calendar_roll (only INTEGER PRIMARY KEY CHECK (only = 1), body TEXT NOT NULL);
  CREATE TABLE calendar_events (id TEXT PRIMARY KEY, told INTEGER NOT NULL, seen INTEGER NOT NULL, live INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX calendar_events_by_told ON calendar_events (told)`;

/** What an event keeps of its calendar. */
export class SqliteRoll implements RollStore {
  constructor(private readonly sql: SqlStorage) {}

  read(): RollRow | null {
    const [row] = this.sql.exec<{ body: string }>('SELECT body FROM calendar_roll').toArray();
    return row === undefined ? null : (JSON.parse(row.body) as RollRow);
  }

  put(roll: RollRow): void {
    this.sql.exec('INSERT OR REPLACE INTO calendar_roll (only, body) VALUES (1, ?)', JSON.stringify(roll));
  }
}

/** The events of a calendar. */
export class SqliteCalendarEvents implements CalendarEventStore {
  constructor(private readonly sql: SqlStorage) {}

  count(): number {
    return this.sql.exec<{ events: number }>('SELECT count(*) AS events FROM calendar_events').one().events;
  }

  liveCount(): number {
    return this.sql.exec<{ events: number }>('SELECT count(*) AS events FROM calendar_events WHERE live = 1 AND seen > 0').one()
      .events;
  }

  find(id: string): CalendarEventRow | null {
    const [row] = this.sql
      .exec<{ told: number; seen: number; live: number }>('SELECT told, seen, live FROM calendar_events WHERE id = ?', id)
      .toArray();
    return row === undefined ? null : { id, told: row.told, seen: row.seen, isLive: row.live === 1 };
  }

  behind(sequence: number, limit: number): string[] {
    return this.sql
      .exec<{ id: string }>('SELECT id FROM calendar_events WHERE told < ? LIMIT ?', sequence, limit)
      .toArray()
      .map(({ id }) => id);
  }

  put({ id, told, seen, isLive }: CalendarEventRow): void {
    this.sql.exec(
      'INSERT OR REPLACE INTO calendar_events (id, told, seen, live) VALUES (?, ?, ?, ?)',
      ...[id, told, seen, isLive ? 1 : 0],
    );
  }

  remove(id: string): void {
    this.sql.exec('DELETE FROM calendar_events WHERE id = ?', id);
  }
}
