import type { Sql } from '../sql';

export const streamTables = `
  CREATE TABLE hub_stream (
    only INTEGER PRIMARY KEY CHECK (only = 1), epoch TEXT NOT NULL, head INTEGER NOT NULL, seen INTEGER NOT NULL
  )`;

export const tailIsOpen = 'ALTER TABLE hub_stream ADD COLUMN open INTEGER NOT NULL DEFAULT 0';

export const forgottenEvents = `
  ALTER TABLE hub_stream ADD COLUMN forgotten INTEGER NOT NULL DEFAULT 0;
  UPDATE hub_stream SET forgotten = coalesce((SELECT min(position) FROM hub_events) - 1, head)`;

/** How far the stream has come. */
export interface StreamPosition {
  /**
   * Number of the last event that is written; 0 before the first one. Events that are stored say so themselves: the column
   * is behind them, and ahead of them where numbers were left out.
   */
  readonly head: number;
  /** Up to where a client has said that it has the events. */
  readonly seen: number;
  /** 1 when events may have been sent that are not written: clients may know numbers behind `head`. */
  readonly open: number;
  /** Number of the last event that was removed; 0 for none. */
  readonly forgotten: number;
}

/** The one row of a stream. After a step that failed, it has to be read by a new one of these. */
export class StreamPlace {
  #epoch: string | null = null;
  /** As it is stored; null when it has not been read. */
  #position: StreamPosition | null = null;

  constructor(private readonly sql: Sql) {}

  begin(epoch: string): void {
    this.sql.rows('INSERT INTO hub_stream (only, epoch, head, seen) VALUES (1, ?, 0, 0)', epoch);
  }

  position(): StreamPosition {
    this.#position ??=
      this.sql.rows<StreamPosition>(
        `SELECT max(head, forgotten, coalesce((SELECT max(position) FROM hub_events), 0)) AS head, seen, open, forgotten
         FROM hub_stream`,
      )[0] ?? null;
    if (this.#position === null) throw new Error('the stream was not begun');
    return this.#position;
  }

  /** Notes that the events up to this one are written: they say so themselves, and nothing more is stored of it. */
  advance(head: number): void {
    this.#position = { ...this.position(), head };
  }

  move(column: keyof StreamPosition, value: number): void {
    const position = this.position();
    this.sql.rows(`UPDATE hub_stream SET ${column} = ?`, value);
    this.#position = { ...position, [column]: value };
  }

  epoch(): string {
    this.#epoch ??= this.sql.rows<{ epoch: string }>('SELECT epoch FROM hub_stream')[0]?.epoch ?? null;
    if (this.#epoch === null) throw new Error('the stream was not begun');
    return this.#epoch;
  }
}
