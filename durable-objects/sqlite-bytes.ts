/** A value may have 2 MiB at most, so longer bytes are kept in parts of this size. */
const partBytes = 1024 * 1024;

/** What long bytes belong to; together with a version it is the key of their parts. */
export type ChunkKind = 'row' | 'state' | 'state-vector' | 'deletes' | 'pack' | 'conflict' | 'answer';

export const chunkTables = `
  CREATE TABLE chunks (
    kind TEXT NOT NULL, version INTEGER NOT NULL, part INTEGER NOT NULL, bytes BLOB NOT NULL,
    PRIMARY KEY (kind, version, part)
  ) WITHOUT ROWID`;

/** Byte strings of any length, by kind and version. */
export class Chunks {
  constructor(private readonly sql: SqlStorage) {}

  write(kind: ChunkKind, version: number, bytes: Uint8Array): void {
    for (let part = 0; part === 0 || part * partBytes < bytes.length; part++) {
      const slice = bytes.slice(part * partBytes, (part + 1) * partBytes);
      this.sql.exec('INSERT INTO chunks (kind, version, part, bytes) VALUES (?, ?, ?, ?)', kind, version, part, slice.buffer);
    }
  }

  /** @throws Error when there is nothing under this kind and version: the storage is damaged. */
  read(kind: ChunkKind, version: number): Uint8Array {
    const parts = this.sql
      .exec<{ bytes: ArrayBuffer }>('SELECT bytes FROM chunks WHERE kind = ? AND version = ? ORDER BY part', kind, version)
      .toArray();
    if (parts.length === 0) throw new Error(`no ${kind} of version ${version} is stored`);
    return joined(parts.map(({ bytes }) => new Uint8Array(bytes)));
  }

  delete(kind: ChunkKind, from: number, to: number): void {
    this.sql.exec('DELETE FROM chunks WHERE kind = ? AND version BETWEEN ? AND ?', kind, from, to);
  }

  totalBytes(): number {
    return this.sql.exec<{ total: number | null }>('SELECT sum(length(bytes)) AS total FROM chunks').one().total ?? 0;
  }
}

/** A copy of exactly these bytes: a view's buffer may be longer. */
export function exactBuffer(bytes: Uint8Array): ArrayBuffer {
  return bytes.slice().buffer as ArrayBuffer;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0] as Uint8Array;
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
