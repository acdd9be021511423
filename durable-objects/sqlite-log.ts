import { gunzipSync, gzipSync } from 'node:zlib';
import { checkAppend, isCheckpointSparse } from '../src/documents/log-rules';
import { decodePack, encodePack } from '../src/documents/pack';
import type { Checkpoint, LogRow, LogStore, RowKind } from '../src/documents/storage';
import { Chunks, exactBuffer } from './sqlite-bytes';

/** Rows longer than this have their bytes in chunks. */
const maxInlineBytes = 1024 * 1024;

export const logTables = `
  CREATE TABLE log (
    version INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, session TEXT NOT NULL, kind TEXT NOT NULL,
    touched TEXT NOT NULL, size INTEGER NOT NULL, bytes BLOB
  );
  CREATE TABLE packs (last INTEGER PRIMARY KEY, first INTEGER NOT NULL, last_at INTEGER NOT NULL);
  CREATE TABLE checkpoints (version INTEGER PRIMARY KEY, size INTEGER NOT NULL, log_bytes INTEGER NOT NULL)`;

type StoredRow = {
  version: number;
  at: number;
  actor: string;
  session: string;
  kind: string;
  touched: string;
  bytes: ArrayBuffer | null;
};

type StoredCheckpoint = { version: number; size: number; log_bytes: number };

/** The log of a document in SQLite. */
export class SqliteLog implements LogStore {
  readonly #chunks: Chunks;
  #head: number | null = null;
  #tail: { rows: number; bytes: number } | null = null;

  constructor(private readonly sql: SqlStorage) {
    this.#chunks = new Chunks(sql);
  }

  /** To be called when a transaction was rolled back: what is remembered may be ahead of what is stored. */
  forget(): void {
    this.#head = null;
    this.#tail = null;
  }

  head(): number {
    this.#head ??=
      this.sql
        .exec<{ head: number | null }>(
          'SELECT max(version) AS head FROM (SELECT max(version) AS version FROM log UNION SELECT max(last) FROM packs)',
        )
        .one().head ?? 0;
    return this.#head;
  }

  lastAtMs(): number | null {
    const [last] = this.sql
      .exec<{ at: number }>(
        'SELECT at FROM (SELECT version, at FROM log UNION SELECT last, last_at FROM packs) ORDER BY version DESC LIMIT 1',
      )
      .toArray();
    return last?.at ?? null;
  }

  append(rows: readonly LogRow[]): void {
    const tail = this.tailSize();
    checkAppend(this.head(), rows);
    for (const { version, atMs, actor, session, kind, touched, bytes } of rows) {
      const isInline = bytes.length <= maxInlineBytes;
      if (!isInline) this.#chunks.write('row', version, bytes);
      this.sql.exec(
        'INSERT INTO log (version, at, actor, session, kind, touched, size, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
        ...[version, atMs, actor, session, kind, JSON.stringify(touched), bytes.length, isInline ? exactBuffer(bytes) : null],
      );
      tail.rows++;
      tail.bytes += bytes.length;
    }
    this.#head = this.head() + rows.length;
  }

  checkpoint(atMost = Number.MAX_SAFE_INTEGER): Checkpoint | null {
    const [found] = this.#checkpoints(atMost, 1);
    if (found === undefined) return null;
    const { version } = found;
    return {
      version,
      state: this.#chunks.read('state', version),
      stateVector: this.#chunks.read('state-vector', version),
      deletes: this.#chunks.read('deletes', version),
    };
  }

  tail(): LogRow[] {
    return this.#readRows(0, Number.MAX_SAFE_INTEGER);
  }

  tailSize(): { rows: number; bytes: number } {
    this.#tail ??= this.sql
      .exec<{ rows: number; bytes: number }>('SELECT count(*) AS rows, coalesce(sum(size), 0) AS bytes FROM log')
      .one();
    return this.#tail;
  }

  rows(after: number, upTo: number): LogRow[] {
    const packs = this.sql
      .exec<{ last: number }>('SELECT last FROM packs WHERE last > ? AND first <= ? ORDER BY first', after, upTo)
      .toArray();
    const packed = packs.flatMap(({ last }) => decodePack(new Uint8Array(gunzipSync(this.#chunks.read('pack', last)))));
    return [...packed.filter(({ version }) => version > after && version <= upTo), ...this.#readRows(after, upTo)];
  }

  compact(checkpoint: Checkpoint): void {
    const { version } = checkpoint;
    const rows = this.#readRows(0, version);
    const first = rows[0];
    const last = rows.at(-1);
    if (first === undefined || last === undefined) return;
    this.#chunks.write('pack', last.version, new Uint8Array(gzipSync(encodePack(rows))));
    this.sql.exec('INSERT INTO packs (last, first, last_at) VALUES (?, ?, ?)', last.version, first.version, last.atMs);
    this.#chunks.delete('row', first.version, last.version);
    this.sql.exec('DELETE FROM log WHERE version <= ?', version);
    this.#writeCheckpoint(
      checkpoint,
      rows.reduce((bytes, row) => bytes + row.bytes.length, 0),
    );
    this.#tail = null;
  }

  storedBytes(): number {
    const inline = this.sql.exec<{ total: number | null }>('SELECT sum(length(bytes)) AS total FROM log').one().total ?? 0;
    return this.#chunks.totalBytes() + inline;
  }

  #writeCheckpoint({ version, state, stateVector, deletes }: Checkpoint, packedBytes: number): void {
    const [last, secondLast] = this.#checkpoints(version, 2);
    const logBytes = (last?.log_bytes ?? 0) + packedBytes;
    this.#chunks.write('state', version, state);
    this.#chunks.write('state-vector', version, stateVector);
    this.#chunks.write('deletes', version, deletes);
    this.sql.exec('INSERT INTO checkpoints (version, size, log_bytes) VALUES (?, ?, ?)', version, state.length, logBytes);
    if (last === undefined || !isCheckpointSparse(logBytes - (secondLast?.log_bytes ?? 0), state.length)) return;
    for (const kind of ['state', 'state-vector', 'deletes'] as const) this.#chunks.delete(kind, last.version, last.version);
    this.sql.exec('DELETE FROM checkpoints WHERE version = ?', last.version);
  }

  /** The newest checkpoints at or before a version, newest first. */
  #checkpoints(atMost: number, count: number): StoredCheckpoint[] {
    return this.sql
      .exec<StoredCheckpoint>(
        'SELECT version, size, log_bytes FROM checkpoints WHERE version <= ? ORDER BY version DESC LIMIT ?',
        atMost,
        count,
      )
      .toArray();
  }

  #readRows(after: number, upTo: number): LogRow[] {
    return this.sql
      .exec<StoredRow>(
        'SELECT version, at, actor, session, kind, touched, bytes FROM log WHERE version > ? AND version <= ? ORDER BY version',
        after,
        upTo,
      )
      .toArray()
      .map(({ version, at, actor, session, kind, touched, bytes }) => ({
        version,
        atMs: at,
        actor,
        session,
        kind: kind as RowKind,
        touched: JSON.parse(touched) as string[],
        bytes: bytes === null ? this.#chunks.read('row', version) : new Uint8Array(bytes),
      }));
  }
}
