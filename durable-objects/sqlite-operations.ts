import type { AnswerRow, AnswerStore, ConflictRow, ConflictStore } from '../src/documents/operations/operation-stores';
import { Chunks } from './sqlite-bytes';

export const operationTables = `
  CREATE TABLE answers (
    position INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, answer TEXT NOT NULL,
    UNIQUE (person, id)
  );
  CREATE TABLE conflicts (
    position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, open INTEGER NOT NULL,
    path TEXT NOT NULL, body TEXT NOT NULL
  )`;

/** Longer ones are in chunks: a value of SQLite may have 2 MB on the platform. */
const maxInlineChars = 256 * 1024;

type StoredAnswer = { position: number; person: string; id: string; at: number; answer: string };

export class SqliteAnswers implements AnswerStore {
  readonly #chunks: Chunks;

  constructor(private readonly sql: SqlStorage) {
    this.#chunks = new Chunks(sql);
  }

  find(person: string, id: string): AnswerRow | null {
    const [row] = this.sql.exec<StoredAnswer>('SELECT * FROM answers WHERE person = ? AND id = ?', person, id).toArray();
    if (row === undefined) return null;
    const { position, at, answer } = row;
    return { person, id, atMs: at, answer: answer === '' ? textIn(this.#chunks, 'answer', position) : answer };
  }

  add({ person, id, atMs, answer }: AnswerRow): void {
    const isInline = answer.length <= maxInlineChars;
    const { position } = this.sql
      .exec<{ position: number }>(
        'INSERT OR REPLACE INTO answers (person, id, at, answer) VALUES (?, ?, ?, ?) RETURNING position',
        ...[person, id, atMs, isInline ? answer : ''],
      )
      .one();
    if (!isInline) this.#chunks.write('answer', position, new TextEncoder().encode(answer));
  }

  forget(person: string, beforeMs: number, keep: number): void {
    this.sql.exec(
      `DELETE FROM answers WHERE person = ?1 AND (at < ?2 OR position <= (
         SELECT position FROM answers WHERE person = ?1 ORDER BY position DESC LIMIT 1 OFFSET ?3
       ))`,
      ...[person, beforeMs, keep],
    );
    this.sql.exec("DELETE FROM chunks WHERE kind = 'answer' AND version NOT IN (SELECT position FROM answers)");
  }
}

function textIn(chunks: Chunks, kind: 'answer' | 'conflict', position: number): string {
  return new TextDecoder().decode(chunks.read(kind, position));
}

type StoredConflict = { position: number; id: string; at: number; open: number; path: string; body: string };

export class SqliteConflicts implements ConflictStore {
  readonly #chunks: Chunks;

  constructor(private readonly sql: SqlStorage) {
    this.#chunks = new Chunks(sql);
  }

  all(): ConflictRow[] {
    return this.sql
      .exec<StoredConflict>('SELECT * FROM conflicts ORDER BY position DESC')
      .toArray()
      .map((row) => this.#conflictOf(row));
  }

  find(id: string): ConflictRow | null {
    const [row] = this.sql.exec<StoredConflict>('SELECT * FROM conflicts WHERE id = ?', id).toArray();
    return row === undefined ? null : this.#conflictOf(row);
  }

  put({ id, atMs, isOpen, path, body }: ConflictRow): void {
    const isInline = body.length <= maxInlineChars;
    const { position } = this.sql
      .exec<{ position: number }>(
        `INSERT INTO conflicts (id, at, open, path, body) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET at = excluded.at, open = excluded.open, path = excluded.path, body = excluded.body
         RETURNING position`,
        ...[id, atMs, isOpen ? 1 : 0, path, isInline ? body : ''],
      )
      .one();
    this.#chunks.delete('conflict', position, position);
    if (!isInline) this.#chunks.write('conflict', position, new TextEncoder().encode(body));
  }

  forget(beforeMs: number, keep: number): void {
    this.sql.exec(
      `DELETE FROM conflicts WHERE at < ? OR position <= (
         SELECT position FROM conflicts ORDER BY position DESC LIMIT 1 OFFSET ?
       )`,
      ...[beforeMs, keep],
    );
    this.sql.exec("DELETE FROM chunks WHERE kind = 'conflict' AND version NOT IN (SELECT position FROM conflicts)");
  }

  #conflictOf({ position, id, at, open, path, body }: StoredConflict): ConflictRow {
    const whole = body === '' ? textIn(this.#chunks, 'conflict', position) : body;
    return { id, atMs: at, isOpen: open === 1, path, body: whole };
  }
}
